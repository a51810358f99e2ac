import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../axe.mjs';
import { parseCsv } from '../csv.mjs';
import { file, houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

/** The number that stands first on the tab, once it is another one than before. */
async function answer(page, before = '–') {
  await page.tab.locator('.answer b').waitFor();
  const other = (before) => {
    const text = document.querySelector('.answer b').textContent;
    return text !== '–' && text !== before && text;
  };
  return (await page.tab.waitForFunction(other, before)).jsonValue();
}

async function trained(page, options = {}) {
  await page.read(houses());
  await page.trainThrough(options.epochs ?? 30);
  await page.open('Predict');
}

test('a row is filled in, and the answer moves with each value', async (t) => {
  const page = await visit(t);
  await trained(page);
  const first = await answer(page);
  const area = page.tab.getByRole('spinbutton', { name: /^area/ });
  await area.fill('150');
  const second = await answer(page, first);
  await page.tab.getByText(/One value differs from that: [+−]?[\d,.]+ from/).waitFor();
  const district = page.tab.getByRole('combobox', { name: /^district/ });
  await district.selectOption((await district.inputValue()) === 'harbour' ? 'north' : 'harbour');
  await answer(page, second);
  await area.fill('100000');
  await page.tab.getByText("outside of the training's range").waitFor();
  await page.button('Begin again').click();
  await page.tab.waitForFunction((first) => document.querySelector('.answer b').textContent === first, first);
  assert.equal(await page.tab.locator('.problem').filter({ hasText: /./ }).count(), 0);
});

test('the same with the keyboard, for a row of the table, on a phone too', async (t) => {
  const page = await visit(t, { viewport: { width: 320, height: 640 } });
  await trained(page);
  await answer(page);
  const row = page.tab.getByLabel('Fill in row');
  await row.focus();
  await page.tab.keyboard.type('17');
  await page.tab.keyboard.press('Enter');
  await page.tab.getByText(/^Row 17, where it was /).waitFor();
  const before = await answer(page);
  const area = page.tab.getByRole('spinbutton', { name: /^area/ });
  await area.focus();
  for (let presses = 0; presses < 40; presses++) await page.tab.keyboard.press('ArrowUp');
  await answer(page, before);
  assert.ok(await page.tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing scrolls sideways');
  assert.deepEqual(await violations(page.tab), []);
});

test('a hundred values in a row: no task of the page is long, and the last one is answered', async (t) => {
  const page = await visit(t);
  await trained(page, { epochs: 3 });
  await answer(page);
  const long = await page.tab.evaluate(async () => {
    const long = [];
    new PerformanceObserver((list) => long.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
    const track = document.querySelector('.asked input[type=range]');
    for (let step = 0; step < 100; step++) {
      track.value = Number(track.min) + (step / 99) * (track.max - track.min);
      track.dispatchEvent(new Event('input'));
      await new Promise(requestAnimationFrame);
    }
    return long;
  });
  assert.deepEqual(long, [], 'tasks over 50 ms');
  const area = page.tab.getByRole('spinbutton', { name: /^area/ });
  const last = await area.inputValue();
  assert.equal(last, await page.tab.locator('.asked input[type=range]').first().inputValue());
  const slid = await answer(page);
  await area.fill('');
  await answer(page, slid);
  await area.fill(last);
  await page.tab.waitForFunction((slid) => document.querySelector('.answer b').textContent === slid, slid);
});

test('the rows without a target come back as a file of them would', async (t) => {
  const page = await visit(t);
  const lines = houses().buffer.toString().trimEnd().split('\n');
  const gaps = lines.map((line, at) => (at > 0 && at % 10 === 0 ? line.replace(/[^,]*$/, '') : line));
  await page.read(file('gaps.csv', `${gaps.join('\n')}\n`));
  assert.equal(await page.target(), 'price');
  await page.trainThrough(5);
  await page.open('Predict');
  const lacking = gaps.filter((line) => line.endsWith(','));
  await page.button(`Predict the ${lacking.length} rows without price`).click();
  await page.result.getByText(`${lacking.length} rows of gaps.csv predicted`).waitFor();
  const { text } = await page.download('New predictions (CSV)');
  assert.deepEqual(text.trimEnd().split('\n').slice(1).map((line) => line.slice(0, line.lastIndexOf(',') )), lacking);
  assert.ok(parseCsv(text).every(({ predicted_price }) => Number(predicted_price) > 0));
});
