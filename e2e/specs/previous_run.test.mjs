import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../axe.mjs';
import { houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

/** A page with two runs that differ in their learning rate. */
async function twoRuns(t, options) {
  const page = await visit(t, options);
  await page.read(houses());
  await page.trainThrough(20);
  const alone = await pixels(page);
  await page.set('Learning rate', 0.05);
  assert.equal(await pixels(page), alone, 'a changed setting leaves the curve where it is');
  await page.train();
  await page.reading();
  return page;
}

test('the runs before stay: to draw beside each other, to look at again, to delete and to bring back', async (t) => {
  const page = await twoRuns(t);
  await page.open('Learn');
  await page.result.locator('.legend').getByText('Run 1').first().waitFor();
  const both = await pixels(page);
  await page.open('Runs');
  await page.tab.getByRole('checkbox', { name: 'Draw the curves of Run 1' }).uncheck();
  await page.open('Learn');
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
  await page.button('Undo').click();
  await page.button('Delete Run 2').waitFor();
  assert.equal(await hash(), second, 'it is looked at again');
});

test('two runs are compared, put in order, renamed, and give their settings back', async (t) => {
  const page = await twoRuns(t);
  await page.open('Runs');
  await page.tab.getByRole('region', { name: 'Run 2 beside Run 1' }).getByText(/^Row by row on the same 48 test rows /).waitFor();
  await page.tab.getByRole('row', { name: /^Learning rate 0\.05 0\.00\d+/ }).waitFor();

  const names = () => page.tab.locator('.run-list tbody input[type=text]').evaluateAll((names) => names.map((name) => name.value));
  assert.deepEqual(await names(), ['Run 2', 'Run 1']);
  await page.button('Run').click();
  await page.tab.getByRole('columnheader', { name: 'Run', exact: true }).and(page.tab.locator('[aria-sort=ascending]')).waitFor();
  assert.deepEqual(await names(), ['Run 1', 'Run 2']);

  await page.tab.getByLabel('Name of run 1').fill('the first');
  await page.tab.keyboard.press('Enter');
  await page.button('Show the first').waitFor();
  await page.button('Restore the first').click();
  assert.notEqual(await page.value('Learning rate'), '0.05');
});

test('the runs are there for everybody, on a phone too', async (t) => {
  const page = await twoRuns(t, { viewport: { width: 320, height: 640 } });
  await page.open('Runs');
  await page.button('Delete Run 1').click();
  await page.button('Undo').waitFor();
  assert.deepEqual(await violations(page.tab), []);
  assert.ok(await page.tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing but the table scrolls sideways');
});

/** The loss chart as it is drawn. */
function pixels(page) {
  return page.tab.locator('canvas').nth(1).evaluate((chart) => chart.toDataURL());
}
