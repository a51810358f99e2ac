// Tables of any size: seeded numbers in columns x1, x2, … and a target y that follows from some of them.
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';

import { seeded } from './chance.mjs';

const FOLDER = 'target/bench/tables';
/** Characters that are written at a time. */
const CHUNK = 1 << 20;
/** Only so many columns have a say in the target. */
const TELLING = 10;

/**
 * Writes a table, unless it is there from an earlier time, and returns its path. `classes` 0: y is a number; else one of that
 * many words, each about as common as the others. `digits`: of each number, after the point.
 */
export async function madeTable({ rows, columns, classes = 0, digits = 4 }) {
  mkdirSync(FOLDER, { recursive: true });
  const path = `${FOLDER}/${rows}-rows-${columns}-columns-${classes}-classes-${digits}-digits.csv`;
  if (existsSync(path)) return path;
  const next = seeded(rows + columns + classes);
  const unfinished = `${path}.part`;
  const file = createWriteStream(unfinished);
  let text = [...Array.from({ length: columns }, (_, column) => `x${column + 1}`), 'y'].join(',');
  for (let row = 0; row < rows; row += 1) {
    let telling = next();
    const cells = Array.from({ length: columns }, (_, column) => {
      const value = next();
      if (column < TELLING) telling += value * (column % 3);
      return value.toFixed(digits);
    });
    // The first rows go through all classes, so that even the rarest is there.
    const drawn = row < classes ? row : Math.floor(classes * ((telling * 7) % 1));
    text += `\n${cells.join(',')},${classes ? `word ${drawn}` : telling.toFixed(digits)}`;
    if (text.length > CHUNK) {
      if (!file.write(text)) await once(file, 'drain');
      text = '';
    }
  }
  file.end(`${text}\n`);
  await once(file, 'close');
  renameSync(unfinished, path);
  return path;
}
