import assert from 'node:assert/strict';
import { test } from 'node:test';
import { houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

/** 200 % zoom of a 1280 px window is a window of 640 CSS pixels. */
const SIZES = { 'a phone of 390 px': { width: 390, height: 844 }, '200 % zoom': { width: 640, height: 400 } };

for (const [name, viewport] of Object.entries(SIZES)) {
  test(`${name}: nothing scrolls sideways, and the primary button is in view`, async (t) => {
    const page = await visit(t, { viewport });
    await fits(page, 'Choose a CSV');
    await page.read(houses());
    await page.openNetwork();
    await page.network.getByText('All settings').click();
    await fits(page, 'Train');
    await page.set('Epochs', 100_000);
    await page.train();
    await page.isBeyondEpoch(0);
    await fits(page, 'Pause');
    await page.button('Stop').click();
    await page.reading();
    for (const fold of await page.result.locator('summary:visible').all()) await fold.click();
    await fits(page, 'Train');
  });
}

async function fits(page, button) {
  for (const place of [0, 0.5, 1]) {
    const sideways = await page.tab.evaluate((place) => {
      scrollTo(0, place * document.documentElement.scrollHeight);
      return document.documentElement.scrollWidth - document.documentElement.clientWidth;
    }, place);
    assert.ok(sideways <= 0, `the page is ${sideways} px too wide`);
    const box = await page.button(button).boundingBox();
    const { width, height } = page.tab.viewportSize();
    assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, `${button} is at ${JSON.stringify(box)}`);
  }
}
