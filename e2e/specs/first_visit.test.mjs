import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitor } from '../visit.mjs';

const visit = visitor();

test('a first visitor takes the songs, presses Train and reads the result', async (t) => {
  const page = await visit(t);
  const ready = await page.tab.evaluate(() => Math.round(performance.now()));
  assert.match(await page.tab.locator('body').innerText(), /never leaves this tab/);

  const start = performance.now();
  await page.button('Songs').click();
  await page.hasRead('songs.csv');
  const read = performance.now();
  await page.train();
  const reading = await page.reading();
  const finished = performance.now();

  assert.match(reading, /test rows/);
  assert.equal(await page.epoch(), 40);
  const seconds = (from, to) => ((to - from) / 1_000).toFixed(1);
  t.diagnostic(`the page was ready after ${ready} ms, the songs were read in ${seconds(start, read)} s, trained and read out in ${seconds(read, finished)} s`);
  assert.ok(finished - start < 60_000);
});

for (const [sample, file] of [['Penguins', 'penguins.csv'], ['Diamonds', 'diamonds.csv']]) {
  test(`${sample.toLowerCase()}: one click, and the network beats the baseline`, async (t) => {
    const page = await visit(t);
    await page.button(sample).click();
    await page.hasRead(file);
    assert.match(await page.trainThrough(20), /beats/);
  });
}
