import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../axe.mjs';
import { houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

test('numbers stand in a picture beside what is right, with their figures as a table', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.trainThrough(30);
  const picture = page.tab.getByRole('img', { name: /^Predicted against actual price\. On average an answer is off by [\d.,]+\.$/ });
  await picture.waitFor();
  assert.ok((await picture.locator('path.tone').evaluateAll((paths) => paths.filter((path) => path.getBBox().width > 0).length)) > 0);
  await page.result.getByText('By tenths of the rows').click();
  const tenths = page.tab.locator('.agreement table tr');
  assert.ok((await tenths.count()) > 5);
  const rows = await tenths.evaluateAll((rows) => rows.slice(1).map((row) => Number(row.cells[1].textContent)));
  assert.equal(rows.reduce((sum, rows) => sum + rows, 0), 48, 'every test row is in one of them');
  assert.deepEqual(await violations(page.tab), []);
});

test('classes stand in the table of what was taken for what', async (t) => {
  const page = await visit(t, { viewport: { width: 320, height: 640 } });
  await page.button('Penguins').click();
  await page.hasRead('penguins.csv');
  await page.train();
  await page.reading();
  const cells = await page.tab.locator('.confusion td').allInnerTexts();
  assert.equal(cells.length, 9);
  assert.equal(cells.reduce((sum, cell) => sum + Number(cell.split(' ')[0]), 0), 69);
  await page.result.getByText(/^(Most often mistaken: \w+ for \w+, \d+ of \d+\.|None of these is mistaken for another\.)$/).waitFor();
  assert.ok(await page.tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing but the table scrolls sideways');
  assert.deepEqual(await violations(page.tab), []);
});
