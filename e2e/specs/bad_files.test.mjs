import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BAD, houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

/** Files that are refused, and what the sentence must say. */
const REFUSED = {
  empty: /empty/i,
  headerOnly: /no (data )?rows|header|only/i,
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
    const { train_loss } = JSON.parse(JSON.stringify({ train_loss: await lastLoss(page) }));
    assert.ok(Number.isFinite(Number(train_loss)), train_loss);
  });
}

/** Files that are read but cannot be trained on: what is said, at once or after Train. */
const NOT_TRAINED = {
  oneRow: /row/i,
  constantTarget: /same|constant|one value/i,
  noNumbers: null,
  manyClasses: /classes|distinct|values/i,
};
