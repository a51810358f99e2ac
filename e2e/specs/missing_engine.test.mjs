// The engine's files are taken away, cut off, answered with a web page, or never come: the page says so in words, and goes on
// once it is there, with what was brought before.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ENGINE, PAGE, cases, hasty } from '../faults.mjs';
import { houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const open = visitor();
/** A file may never come: the page is there before all of it is. */
const visit = (t, options) => open(t, { load: false, ...options });

for (const [name, fault, replacing] of cases(ENGINE, { 'download.js': hasty('download.js') })) {
  test(`${name} ${fault}: a file that was brought is kept, and is read when it has been tried again`, async (t) => {
    const page = await visit(t, { ready: false, replacing });
    await page.tab.locator('main[data-worker=starting]').waitFor();
    const complaint = await page.complaint();
    assert.match(complaint, /The part of Perceptab that reads and trains could not be loaded/);
    assert.ok(complaint.includes(fault === 'stalled' && name === 'worker_boot.js' ? 'no byte' : name), complaint);
    assert.doesNotMatch(complaint, /lost/);
    await page.choose(houses());
    // Still not.
    assert.match(await page.complaint(), /'houses\.csv' is kept/);
    page.server.replacements.clear();
    await page.button('Try again').click();
    await page.hasRead('houses.csv');
    assert.match(await page.trainThrough(3), /\w/);
    assert.equal(await page.alert.count(), 0);
  });
}

test('offline after it was loaded: runs side by side say what is missing, and not that a worker was lost', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.trainThrough(3);
  await page.tab.context().setOffline(true);
  await page.button('Cross-validate').click();
  await page.tab.getByText(/reads and trains could not be loaded/).first().waitFor();
  const words = await page.tab.locator('body').innerText();
  assert.doesNotMatch(words, /worker that trains was lost/);
  // The worker that is there goes on.
  assert.match(await page.trainThrough(3), /\w/);
  await page.tab.context().setOffline(false);
  await page.button('Cross-validate').click();
  await page.tab.getByText('Mean ± standard deviation').waitFor({ timeout: 60_000 });
});

test('an engine of another build is refused: the page says so and offers to reload', async (t) => {
  const [, , engine] = ENGINE;
  const bytes = readFileSync(`dist/${engine}`);
  const own = readFileSync(`dist/${PAGE[1]}`).toString('latin1').match(/0\.1\.0-[0-9a-f]{8}/)[0];
  const at = bytes.indexOf(own);
  assert.ok(at > 0, 'page and engine are of one build');
  bytes.write(own.endsWith('0') ? '1' : '0', at + own.length - 1);
  const page = await visit(t, { ready: false, replacing: { [engine]: { body: bytes } } });
  assert.match(await page.complaint(), /renewed on its server/);
  page.server.replacements.clear();
  await page.button('Reload the page').click();
  await page.isReady();
});
