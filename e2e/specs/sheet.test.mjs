import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../axe.mjs';
import { file } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();
const sheet = (page) => page.tab.getByRole('group', { name: 'Rows, as they were read' });

/** So many rows of their own number, its half, and a word that is missing in every fifth. */
function numbers(rows) {
  const lines = Array.from({ length: rows }, (_, row) => `${row},${row / 2},${row % 5 ? 'x' : 'NA'},${row % 7}`);
  return file('numbers.csv', `n,half,word,y\n${lines.join('\n')}\n`);
}

test('the last of 400,000 rows is reached, with few elements, and no task is long on the way', async (t) => {
  const page = await visit(t);
  await page.read(numbers(400_000));
  await sheet(page).getByRole('cell', { name: '0.5', exact: true }).waitFor();
  const long = await sheet(page).evaluate(async (sheet) => {
    const long = [];
    new PerformanceObserver((list) => long.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
    for (let step = 1; step <= 40; step++) {
      sheet.scrollTop = (step / 40) * sheet.scrollHeight;
      await new Promise(requestAnimationFrame);
    }
    return long;
  });
  await sheet(page).getByRole('cell', { name: '199999.5', exact: true }).waitFor();
  const last = sheet(page).getByRole('row').last();
  const [inner, outer] = await Promise.all([last.boundingBox(), sheet(page).boundingBox()]);
  assert.ok(inner.y + inner.height <= outer.y + outer.height + 1, 'the last row is in sight');
  assert.ok((await sheet(page).locator('*').count()) < 3_000);
  assert.deepEqual(long, [], 'tasks over 50 ms');
});

test('2,000 columns are scrolled through, and a head opens its column’s editor', async (t) => {
  const page = await visit(t);
  const names = Array.from({ length: 2_000 }, (_, place) => `c${place}`);
  const rows = Array.from({ length: 50 }, (_, row) => names.map((_, place) => (row * place) % 17).join(','));
  await page.read(file('wide.csv', `${names.join(',')}\n${rows.join('\n')}\n`));
  await sheet(page).evaluate((sheet) => { sheet.scrollLeft = 128 * 1_500; });
  const head = sheet(page).getByRole('button', { name: 'c1502', exact: true });
  await head.click();
  await page.tab.getByLabel('Role').waitFor();
  assert.ok(await page.tab.locator('.editing').evaluate((editor) => {
    const [inner, outer] = [editor.getBoundingClientRect(), editor.closest('.columns').getBoundingClientRect()];
    return inner.bottom > outer.top && inner.top < outer.bottom;
  }), 'it is in sight');
  assert.ok((await sheet(page).locator('*').count()) < 5_000);
});

test('what is missing or changed is marked and says why, for the keyboard, on a phone, for everybody', async (t) => {
  const page = await visit(t, { viewport: { width: 320, height: 640 } });
  await page.read(numbers(200));
  const missing = sheet(page).getByRole('cell', { name: "– was 'NA': missing marker" }).first();
  await missing.focus();
  assert.equal(await missing.evaluate((cell) => getComputedStyle(cell, '::after').content), '"was \'NA\': missing marker"');
  assert.deepEqual(await violations(page.tab), []);
  assert.ok(await page.tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing but the table scrolls sideways');
});
