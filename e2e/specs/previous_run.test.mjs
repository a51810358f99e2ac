import assert from 'node:assert/strict';
import { test } from 'node:test';
import { houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

test('the runs before stay: to compare with, to look at again, to delete', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.trainThrough(20);
  assert.equal(await page.result.getByLabel('Compare with').count(), 0);

  const alone = await pixels(page);
  await page.set('Learning rate', 0.05);
  assert.equal(await pixels(page), alone, 'a changed setting leaves the curve where it is');

  await page.train();
  await page.reading();
  await page.open('Learn');
  await page.result.locator('.legend').getByText('Run 1').first().waitFor();
  const both = await pixels(page);
  await page.result.getByLabel('Compare with').selectOption({ label: 'nothing' });
  await page.tab.waitForFunction((both) => document.querySelectorAll('canvas')[1].toDataURL() !== both, both);

  const hash = () => page.result.locator('code').last().textContent();
  const second = await hash();
  await page.open('Runs');
  await page.button('Show Run 1').click();
  await page.tab.waitForFunction(
    (second) => [...document.querySelectorAll('.stage code')].at(-1).textContent !== second,
    second,
  );
  await page.open('Runs');
  await page.button('Delete Run 2').click();
  await page.button('Delete Run 2').waitFor({ state: 'detached' });
  assert.equal(await page.button('Show Run 1').count(), 0, 'a single run needs no list');
});

/** The loss chart as it is drawn. */
function pixels(page) {
  return page.tab.locator('canvas').nth(1).evaluate((chart) => chart.toDataURL());
}
