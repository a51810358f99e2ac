// The reader held against other people's test cases, cell by cell: csv-spectrum's files and PapaParse's own tests, both as
// their packages publish them. Each difference has its reason below; one without is a failure, and so is a reason that is no
// longer needed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const SPECTRUM = 'node_modules/csv-spectrum';
const PAPA = 'node_modules/papaparse/tests/test-cases.js';

/** Options of PapaParse that are not about how text is taken apart into cells, or that are not offered here. */
const NOT_APPLICABLE = {
  dynamicTyping: 'columns, not cells, have a type here: it is decided over the whole column',
  transform: 'a function in the place of a cell is the program\'s, not the file\'s',
  transformHeader: 'a function in the place of a name is the program\'s, not the file\'s',
  preview: 'a table is always read whole',
  escapeChar: 'a quote inside quotes is doubled; files that put a backslash before it are not read',
};

const BLANK = 'a blank line is no row, whatever skipEmptyLines says';
const SPECTRUM_DIFFERS = {};
const PAPA_DIFFERS = {};

const skip = (path) => (existsSync(path) ? false : `skipped: ${path} is not there`);

/** What the reader makes of each [text, settings]: rows of cells, or the sentence with which it is refused. */
function cells(asked) {
  const options = { input: JSON.stringify(asked), maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'inherit'] };
  return JSON.parse(execFileSync('cargo', ['run', '--quiet', '--locked', '--example', 'cells'], options).toString());
}

/** Rows below a row of names as objects. */
function named([names, ...rows]) {
  return rows.map((row) => Object.fromEntries(names.map((name, place) => [name, row[place] ?? ''])));
}

/** Fails with all differences that `reasons` does not know and all reasons that no difference needs. */
function compare(cases, reasons) {
  const read = cells(cases.map(({ text, settings }) => [text, settings]));
  const open = [];
  const differing = new Set();
  cases.forEach(({ name, expected, see = (rows) => rows }, index) => {
    const got = typeof read[index] === 'string' ? read[index] : see(read[index]);
    if (JSON.stringify(got) === JSON.stringify(expected)) return;
    differing.add(name);
    if (!reasons[name]) open.push(`${name}\n  expected ${JSON.stringify(expected)}\n  read     ${JSON.stringify(got)}`);
  });
  const done = Object.keys(reasons).filter((name) => !differing.has(name));
  assert.deepEqual({ open, done }, { open: [], done: [] });
}

test('csv-spectrum', { skip: skip(SPECTRUM) }, () => {
  const cases = readdirSync(`${SPECTRUM}/csvs`).map((file) => {
    const name = file.replace('.csv', '');
    const expected = JSON.parse(readFileSync(`${SPECTRUM}/json/${name}.json`, 'utf8'));
    return { name, text: readFileSync(`${SPECTRUM}/csvs/${file}`, 'utf8'), settings: {}, expected, see: named };
  });
  compare(cases, SPECTRUM_DIFFERS);
});

test("PapaParse's own cases", { skip: skip(PAPA) }, () => {
  // The file is a script that registers its tests with a browser's or mocha's functions: its lists are all that is asked for.
  const scope = { chai: { assert: {} }, Papa: {}, describe() {}, require() {} };
  vm.runInNewContext(readFileSync(PAPA, 'utf8'), scope);
  const core = scope.CORE_PARSER_TESTS.map((one) => papa(one, ','));
  const whole = scope.PARSE_TESTS.map((one) => papa(one, undefined));
  const all = numbered([...core, ...whole]);
  const applicable = all.filter(({ reason }) => !reason);
  console.log(`${applicable.length} cases compared; not applicable:`);
  for (const { name, reason } of all.filter(({ reason }) => reason)) console.log(`  ${name}: ${reason}`);
  assert.ok(applicable.length > 100);
  compare(applicable, PAPA_DIFFERS);
});

/** One of PapaParse's cases as ours. `delimiter`: where the case names none. */
function papa({ description: name, input: text, config = {}, expected }, delimiter) {
  const option = Object.keys(config).find((key) => NOT_APPLICABLE[key] && config[key] !== 0);
  const given = config.delimiter ?? delimiter;
  if (option) return { name, reason: `${option}: ${NOT_APPLICABLE[option]}` };
  if (typeof given === 'function') return { name, reason: 'the delimiter is a function' };
  if (given !== undefined && [...given].length !== 1) return { name, reason: 'a delimiter is a single character here' };
  const comment = config.comments === true ? '#' : config.comments || '';
  if (typeof comment !== 'string' || comment.length > 1) {
    return { name, reason: 'the mark of comment lines is a single character here' };
  }
  const settings = { delimiter: given, quote: config.quoteChar ?? '"', comment, skip: Math.max(config.skipFirstNLines ?? 0, 0) };
  // Cells beyond the names have a name of their own there; what is missing has none.
  const rows = expected.data.map((row) => (Array.isArray(row) ? row : Object.values(row).flat()));
  const see = config.header ? ([, ...below]) => below : undefined;
  return { name, text, settings, expected: JSON.parse(JSON.stringify(rows)), see };
}

/** Cases of the same name are told apart by a number. */
function numbered(cases) {
  const seen = new Map();
  return cases.map((one) => {
    const count = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, count);
    return count > 1 ? { ...one, name: `${one.name} (${count})` } : one;
  });
}
