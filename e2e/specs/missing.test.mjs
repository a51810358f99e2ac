// The page's own files are taken away, cut off, answered with a web page, or never come: the page says so in words, and goes on
// once it is there, with what was brought before.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINE, FILES, PAGE, SPARE, START, WORKBOOK, cases, hasty, prompt } from '../faults.mjs';
import { houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const open = visitor();
/** A file may never come: the page is there before all of it is. */
const visit = (t, options) => open(t, { load: false, ...options });

test('these are all files of dist/', () => {
  assert.deepEqual([...FILES].sort(), ['index.html', ...START, ...PAGE, ...ENGINE, ...WORKBOOK, ...SPARE].sort());
});

for (const [name, fault, replacing] of cases(START, {})) {
  test(`${name} ${fault}: a text comes by itself, and reloading helps`, async (t) => {
    const page = await visit(t, { ready: false, replacing: { ...prompt, ...replacing } });
    const late = page.tab.getByText(/A part of the page has not come/);
    await late.waitFor();
    page.server.replacements.clear();
    await late.getByRole('link', { name: 'reload the page' }).click();
    await page.isReady();
    assert.equal(await late.count(), 0);
  });
}

for (const [name, fault, replacing] of cases(PAGE, { 'download.js': hasty('download.js') })) {
  test(`${name} ${fault}: it is named, and trying again helps`, async (t) => {
    const page = await visit(t, { ready: false, replacing });
    const complaint = await page.complaint();
    assert.ok(complaint.includes(name) && /could not be loaded completely/.test(complaint), complaint);
    page.server.replacements.clear();
    await page.button('Try again').click();
    await page.isReady();
  });
}

for (const [name, fault, replacing] of cases(SPARE, { 'boot.js': hasty('boot.js') })) {
  test(`${name} ${fault}: the page works without it`, async (t) => {
    const page = await visit(t, { ready: false, replacing });
    await page.isReady();
    await page.read(houses());
    assert.match(await page.trainThrough(3), /\w/);
  });
}
