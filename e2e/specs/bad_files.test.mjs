import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BAD, houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

/** Files that are refused, and what the sentence must say. */
const REFUSED = {
  empty: /empty/i,
  headerOnly: /no (data )?rows|only.*header/i,
  png: /PNG|picture|not text/i,
  zip: /ZIP|unpack/i,
};

for (const [kind, sentence] of Object.entries(REFUSED)) {
  test(`${kind}: refused with a sentence, and the table before it stays`, async (t) => {
    const page = await visit(t);
    await page.choose(houses());
    await page.hasRead('houses.csv');
    const before = await page.dataText();
    await page.choose(BAD[kind]());
    assert.match(await page.complaint(), sentence);
    assert.equal(await page.dataText(), before);
    await trains(page);
  });
}

/** Files that are read, and what is said of what was done about them. */
const READ_WITH_A_WORD = {
  windows1252: /windows-1252/i,
  brokenUtf8: /(could not be|not) .*(decoded|UTF-8)|encoding/i,
  ragged: /cells|fields/i,
  constantColumn: /one value only|same value|constant/i,
  missingTargets: /missing/i,
  absurdNumbers: /out of range|not finite|too large|infinite/i,
};

for (const [kind, sentence] of Object.entries(READ_WITH_A_WORD)) {
  test(`${kind}: read, said and trained on`, async (t) => {
    const page = await visit(t);
    const file = BAD[kind]();
    await page.choose(file);
    await page.hasRead(file.name);
    assert.match(await page.dataText(), sentence);
    await trains(page);
  });
}

async function trains(page) {
  await page.set('Epochs', 3);
  await page.train();
  await page.reading();
}
