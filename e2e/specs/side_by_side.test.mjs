import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitor } from '../visit.mjs';

const visit = visitor();
const TITLES = ['Specification 1, regression', 'Specification 2, regression', 'Specification 1, softmax', 'Specification 2, softmax'];

/** What stands in each row: title → cells. */
async function rows(page) {
  const table = page.tab.getByRole('group', { name: 'Runs side by side' });
  const texts = await table.locator('tbody tr').evaluateAll((rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())),
  );
  return new Map(texts.map(([title, ...cells]) => [title, cells]));
}

async function areDone(page) {
  await page.button('Put away').waitFor({ timeout: 60_000 });
}

async function start(t) {
  const page = await visit(t);
  await page.button('Songs').click();
  await page.hasRead('songs.csv');
  await page.button('Run all 4 assignment presets').click();
  return page;
}

test('one click trains the four presets side by side, each as it trains alone', async (t) => {
  const page = await start(t);
  await areDone(page);
  const together = await rows(page);
  assert.deepEqual([...together.keys()].sort(), [...TITLES].sort());
  for (const [title, [progress, testScore, baseline, , time]] of together) {
    assert.equal(progress, '200 epochs', title);
    assert.match(testScore, /^\d+\.\d+ %$/, title);
    assert.match(baseline, /^\d+\.\d+ %$/, title);
    assert.match(time, /s$/, title);
  }
  assert.match(await page.result.innerText(), /A worker held at most \d+\.\d MB/);

  await page.takePreset(TITLES[0]);
  await page.train();
  await page.reading();
  const [alone] = await page.result.locator('.tile .value').allInnerTexts();
  assert.equal(together.get(TITLES[0])[1], alone);

  await page.button('Put away').click();
  assert.equal(await page.tab.getByRole('group', { name: 'Runs side by side' }).count(), 0);
});

test('one of several runs is cancelled, the others go on', async (t) => {
  const page = await start(t);
  await page.button(`Cancel ${TITLES[3]}`).click();
  await areDone(page);
  const done = await rows(page);
  assert.equal(done.get(TITLES[3])[0], 'cancelled');
  for (const title of TITLES.slice(0, 3)) assert.equal(done.get(title)[0], '200 epochs', title);
});

test('a worker that dies takes only its own run with it', async (t) => {
  const page = await start(t);
  const training = page.tab.getByRole('progressbar', { name: /^Epochs of/ });
  await training.first().waitFor();
  // The first worker read the table; the ones after it are the pool's.
  await page.tab.waitForFunction(() => document.querySelector('.side-by-side progress')?.value > 0);
  const [, victim] = page.tab.workers();
  await victim.evaluate(() => void setTimeout(() => { throw new Error('struck by a test'); }));
  await areDone(page);
  const outcomes = [...(await rows(page)).values()].map(([progress]) => progress);
  assert.equal(outcomes.filter((outcome) => outcome === '200 epochs').length, 3, outcomes.join(' | '));
  assert.equal(outcomes.filter((outcome) => outcome.includes('struck by a test')).length, 1, outcomes.join(' | '));
  await page.train();
  await page.reading();
});

test('under the hood: speed beside a measured ceiling', async (t) => {
  const page = await visit(t);
  await page.button('Penguins').click();
  await page.hasRead('penguins.csv');
  await page.trainThrough(50);
  await page.result.getByText('Under the hood').click();
  await page.button('Measure the ceiling').click();
  const item = page.result.getByRole('listitem');
  await item.filter({ hasText: /The ceiling here: \d[\d.]* GFLOP\/s/ }).waitFor();
  const run = await item.filter({ hasText: 'The run:' }).innerText();
  const [, rate, share] = run.match(/that is ([\d.]+) GFLOP\/s, ([\d.]+) % of the ceiling/);
  const [, ceiling] = (await item.filter({ hasText: 'The ceiling here' }).innerText()).match(/: ([\d.]+) GFLOP/);
  assert.ok(Math.abs(rate / ceiling - share / 100) < 0.02 * (share / 100) + 0.01, `${rate} of ${ceiling} is not ${share} %`);
  await item.filter({ hasText: /The worker started in \d+ ms/ }).waitFor();
});
