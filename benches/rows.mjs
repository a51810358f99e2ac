// The rows that every peer trains on: those of our own split, prepared as ours are.
import { mkdir, readFile, writeFile } from 'node:fs/promises';

import { SCALE, TARGET } from './presets.mjs';

/** The number that a spreadsheet gives the first row below the names. */
const FIRST_ROW = 2;
/** Not an input: free text. */
const UNUSED = 'song_name';

/**
 * Writes `folder`/train-inputs.f32 (rows × 13, standardised by the training rows' means and standard deviations),
 * train-regression.f32 (target ÷ 100) and train-classification.f32 (class numbers), little-endian floats.
 *
 * `predictions`: our own predictions of the train and test rows as CSV: they say which row is in which part.
 */
export async function prepare(file, predictions, folder) {
  const table = parse(await readFile(file, 'utf8'));
  const names = table.shift();
  const place = names.indexOf(TARGET);
  const used = [...names.keys()].filter((column) => column !== place && names[column] !== UNUSED);

  const [header, ...split] = parse(predictions);
  const [row, part, actual] = ['row', 'part', 'actual'].map((name) => header.indexOf(name));
  const train = split.filter((cells) => cells[part] === 'train').map((cells) => {
    const found = table[cells[row] - FIRST_ROW];
    if (Number(found[place]) !== Number(cells[actual])) throw new Error(`row ${cells[row]} is another one than ours`);
    return found;
  });

  const columns = used.map((column) => standardised(train.map((cells) => Number(cells[column]))));
  const rows = train.map((_, index) => columns.map((column) => column[index])).flat();
  const targets = train.map((cells) => Number(cells[place]));
  const classes = [...new Set(split.map((cells) => Number(cells[actual])))].sort((a, b) => a - b);
  const write = (name, numbers) => writeFile(`${folder}/train-${name}.f32`, Float32Array.from(numbers));
  await mkdir(folder, { recursive: true });
  await write('inputs', rows);
  await write('regression', targets.map((target) => target / SCALE));
  await write('classification', targets.map((target) => classes.indexOf(target)));
  return { rows: train.length, inputs: used.length, classes: classes.length };
}

/** (x − mean) / standard deviation over all of them. */
function standardised(numbers) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const centre = mean(numbers);
  const deviation = Math.sqrt(mean(numbers.map((number) => (number - centre) ** 2)));
  return numbers.map((number) => (number - centre) / (deviation || 1));
}

/** Rows of cells of a CSV whose quoted cells may hold commas, quotes (doubled) and line ends. */
function parse(text) {
  const rows = [];
  let cells = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    cells.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    if (cells.length > 1) rows.push(cells);
    cells = [];
  }
  return rows;
}
