import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCsv } from '../csv.mjs';
import { BAD, houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

/** Files that are refused, and what the sentence must say. */
const REFUSED = {
  empty: /empty/i,
  headerOnly: /no (data )?rows|header|only/i,
  oneRow: /only one row/i,
  png: /PNG|picture|image/i,
  zip: /ZIP|unpack/i,
};

for (const [kind, sentence] of Object.entries(REFUSED)) {
  test(`${kind}: refused with a sentence, and the table before it stays`, async (t) => {
    const page = await visit(t);
    await page.read(houses());
    const before = await page.dataText();
    await page.choose(BAD[kind]());
    assert.match(await page.complaint(), sentence);
    assert.equal(await page.dataText(), before);
    await page.trainThrough(3);
  });
}

/** Files that are read and trained on, and what is said of what was done about them. */
const SAID = {
  windows1252: /read as windows-1252/i,
  brokenUtf8: /windows-1252|decod|not UTF-8|encoding/i,
  ragged: /cells/i,
  constantColumn: /constant|one value|same value/i,
  missingTargets: /12 cells are missing/i,
  absurdNumbers: /out of range|too large|not finite|infinite|cannot be/i,
};

for (const [kind, sentence] of Object.entries(SAID)) {
  test(`${kind}: read, said and trained on`, async (t) => {
    const page = await visit(t);
    await page.read(BAD[kind]());
    assert.match(await page.dataText(), sentence);
    await page.predictColumn('price');
    await page.trainThrough(3);
    const history = parseCsv((await page.download('History (CSV)')).text);
    assert.ok(Number.isFinite(Number(history.at(-1).train_loss || 'nothing')), JSON.stringify(history));
  });
}

test('no numeric column: categories alone are trained on', async (t) => {
  const page = await visit(t);
  await page.read(BAD.noNumbers());
  assert.match(await page.trainThrough(3), /always answering/);
});

test('a constant target is not offered, and with nothing else to predict Train waits and says why', async (t) => {
  const page = await visit(t);
  await page.read(BAD.constantTarget());
  assert.deepEqual(await page.tab.getByLabel('Column to predict').locator('option').allInnerTexts(), ['size']);
  assert.match(await page.dataText(), /price.*same value in every row/);

  await page.read(BAD.allConstant());
  await page.tab.getByText('No column of this table can be predicted').waitFor();
  assert.equal(await page.button('Train').isDisabled(), true);
});

/** Trains on a file that cannot be trained on: the complaint must match, and the run before must still stand there. */
async function isRefusedByTrain(page, sentence) {
  await page.open('Result');
  const before = await page.reading();
  await page.train();
  assert.match(await page.complaint(), sentence);
  await page.open('Result');
  assert.equal(await page.reading(), before);
}

test('a table with a target and nothing to predict it from', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.trainThrough(3);
  await page.read(BAD.constantTarget());
  await isRefusedByTrain(page, /No column is left to predict from/);
});

test('10,000 classes are refused when Train is pressed', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.trainThrough(3);
  await page.read(BAD.manyClasses());
  await page.predictColumn('label');
  await isRefusedByTrain(page, /10,?000 distinct values/);
});
