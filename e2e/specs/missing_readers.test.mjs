// What reads workbooks, and the samples, are taken away, cut off, answered with a web page, or never come: the page says so in words, and goes on
// once it is there, with what was brought before.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workbook } from '../archives.mjs';
import { WORKBOOK, cases, hasty } from '../faults.mjs';
import { visitor } from '../visit.mjs';

const open = visitor();
/** A file may never come: the page is there before all of it is. */
const visit = (t, options) => open(t, { load: false, ...options });

for (const [name, fault, replacing] of cases(WORKBOOK, { 'download.js': hasty('download.js') })) {
  test(`${name} ${fault}: the workbook is kept, and is read when it has been tried again`, async (t) => {
    const page = await visit(t, { replacing });
    const file = { name: 'book.xlsx', mimeType: 'application/octet-stream', buffer: workbook({ Sheet: [['a', 'b'], [1, 2], [2, 3], [3, 5], [4, 8], [5, 13], [6, 21]] }) };
    await page.choose(file);
    assert.match(await page.complaint(), /reads workbooks could not be loaded/);
    page.server.replacements.clear();
    await page.button('Try again').click();
    await page.hasRead('book.xlsx');
  });
}

for (const [name, fault, replacing] of cases(['data/penguins.csv'], { 'download.js': hasty('download.js') })) {
  // What begins like a web page is a table as well: nothing in a sample says that it is one, but its type does.
  test(`${name} ${fault}: it is said, and trying again helps`, async (t) => {
    const page = await visit(t, { replacing });
    await page.button('Penguins').click();
    assert.match(await page.complaint(), /The sample penguins\.csv could not be fetched/);
    page.server.replacements.clear();
    await page.button('Try again').click();
    await page.hasRead('penguins.csv');
  });
}
