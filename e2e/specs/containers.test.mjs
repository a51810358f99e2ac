// Tables inside of something: compressed, in an archive, in a workbook, as JSON. Each is the same table as the CSV itself.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { archive, workbook } from '../archives.mjs';
import { file, houses } from '../inputs.mjs';
import { SUB_PATH } from '../server.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

const CSV = houses().buffer.toString();
const [NAMES, ...ROWS] = CSV.trim().split('\n').map((line) => line.split(','));
const isNumber = (cell) => cell !== '' && !Number.isNaN(Number(cell));
const CELLS = ROWS.map((row) => row.map((cell) => (isNumber(cell) ? Number(cell) : cell)));
const OBJECTS = CELLS.map((row) => Object.fromEntries(row.map((cell, index) => [NAMES[index], cell])));

/** The module that reads workbooks, which nothing else loads. */
const WORKBOOK = readdirSync('dist').find((name) => /^workbook-.*\.wasm$/.test(name));
const loaded = ({ server }) => server.requests.filter((path) => path === SUB_PATH + WORKBOOK).length;

const FORMS = {
  'houses.csv.gz': () => gzipSync(CSV),
  'houses.zip': () => archive({ 'READ ME.md': 'Houses.', 'houses.csv': CSV }),
  'houses.jsonl': () => OBJECTS.map((row) => JSON.stringify(row)).join('\n'),
  'houses.json': () => JSON.stringify(OBJECTS, null, 1),
  'houses.xlsx': () => workbook({ Cover: [], Houses: [NAMES, ...CELLS] }),
};

/** What is said of the table, but for its name, its size and how it came. */
async function said(page, name) {
  const text = await page.data.locator('table').first().innerText();
  assert.match(await page.dataText(), /240 rows/, name);
  return text;
}

for (const [name, content] of Object.entries(FORMS)) {
  test(`${name} is read like the CSV: rows, kinds, training`, async (t) => {
    const page = await visit(t);
    await page.read(houses());
    const expected = await said(page, 'houses.csv');
    assert.equal(loaded(page), 0);
    await page.read(file(name, content(), 'application/octet-stream'));
    assert.equal(await said(page, name), expected);
    assert.equal(loaded(page), name.endsWith('.xlsx') ? 1 : 0);
    assert.match(await page.trainThrough(3), /\w/);
  });
}

const BROKEN = {
  'cut.csv.gz': [() => gzipSync(CSV).subarray(0, -20), /damaged or was cut off/],
  'pictures.zip': [() => archive({ 'a.png': 'x' }), /no CSV or other table/],
  'cut.xlsx': [() => workbook({ Houses: [NAMES] }).subarray(0, -40), /workbook cannot be read/],
  'empty.xlsx': [() => workbook({ Houses: [] }), /no cells/],
};

for (const [name, [content, sentence]] of Object.entries(BROKEN)) {
  test(`${name}: refused with a sentence, and the table before it stays`, async (t) => {
    const page = await visit(t);
    await page.read(houses());
    const before = await page.dataText();
    await page.choose(file(name, content(), 'application/octet-stream'));
    assert.match(await page.complaint(), sentence);
    assert.equal(await page.dataText(), before);
    await page.trainThrough(3);
  });
}

test('without the part that reads workbooks the page says so, and reads one once it is there', async (t) => {
  const page = await visit(t, { replacing: { [WORKBOOK]: { status: 404, body: '' } } });
  await page.read(houses());
  const book = file('houses.xlsx', FORMS['houses.xlsx'](), 'application/octet-stream');
  await page.choose(book);
  assert.match(await page.complaint(), /could not be loaded .*check the connection/);
  assert.match(await page.dataText(), /houses\.csv/);
  page.server.replacements.clear();
  await page.read(book);
});
