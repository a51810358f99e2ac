import assert from 'node:assert/strict';
import { test } from 'node:test';
import { houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

test('the run before stays for comparison until it is dismissed', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.trainThrough(20);
  assert.equal(await page.result.getByText('previous run', { exact: true }).count(), 0);

  const alone = await pixels(page);
  await page.set('Learning rate', 0.05);
  assert.equal(await pixels(page), alone, 'a changed setting leaves the curve where it is');

  await page.train();
  await page.reading();
  await page.result.getByText('previous run', { exact: true }).waitFor();
  const both = await pixels(page);
  await page.button('Dismiss previous run').click();
  await page.button('Dismiss previous run').waitFor({ state: 'detached' });
  await page.tab.waitForFunction((both) => document.querySelectorAll('canvas')[1].toDataURL() !== both, both);
});

/** The loss chart as it is drawn. */
function pixels(page) {
  return page.tab.locator('canvas').nth(1).evaluate((chart) => chart.toDataURL());
}
