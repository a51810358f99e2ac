import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitor } from '../visit.mjs';

const visit = visitor();
const TITLES = [
  'Specification 1, regression',
  'Specification 2, regression',
  'MLPRegressor 1',
  'MLPRegressor 2',
  'MLPClassifier 1',
  'MLPClassifier 2',
  'Specification 1, softmax',
  'Specification 2, softmax',
];

/** What stands in each row: title → cells. */
async function rows(page) {
  const table = page.tab.getByRole('group', { name: 'The assignment’s runs' });
  const texts = await table.locator('tbody tr:has(td)').evaluateAll((rows) =>
    rows.map((row) => [row.querySelector('th span').textContent, ...[...row.querySelectorAll('td')].map((cell) => cell.textContent.trim())]),
  );
  return new Map(texts.map(([title, ...cells]) => [title, cells]));
}

async function areDone(page) {
  await page.button('Run all eight').waitFor({ timeout: 110_000 });
}

async function open(t) {
  const page = await visit(t);
  await page.button('Songs').click();
  await page.hasRead('songs.csv');
  await page.openAssignment();
  return page;
}

test('one click trains the eight runs side by side, each as it trains alone, and a report can be taken away', async (t) => {
  const page = await open(t);
  await page.button('Run all eight').click();
  await areDone(page);
  const together = await rows(page);
  assert.deepEqual([...together.keys()], TITLES);
  for (const [title, [progress, train, , testScore, , baseline, error, , time]] of together) {
    assert.equal(progress, '200 epochs', title);
    for (const score of [train, testScore, baseline]) assert.match(score, /^\d+\.\d+ %$/, title);
    assert.match(error, /^± 0\.\d\d$/, title);
    assert.match(time, /s$/, title);
  }
  assert.equal(together.get(TITLES[0])[4], '2.11 %');
  const part = page.tab.locator('#assignment');
  assert.match(await part.innerText(), /What this says/);
  assert.match(await part.innerText(), /A worker held at most \d+\.\d MB/);

  const figures = part.locator('.figures img');
  assert.equal(await figures.count(), 8);
  const sizes = await figures.evaluateAll((images) => images.map((image) => image.naturalWidth));
  assert.ok(sizes.every((width) => width > 0), `${sizes}`);
  const first = part.locator('.figures button').first();
  await first.click();
  assert.equal(await first.getAttribute('aria-pressed'), 'true');

  const { text: html } = await page.download('Report (HTML)');
  for (const title of TITLES) assert.ok(html.includes(title), title);
  assert.equal(html.match(/<svg /g).length, 16);
  assert.ok(!/<script|https?:\/\/(?!www\.w3\.org)/.test(html));
  const { bytes: zip } = await page.download('Everything (ZIP)');
  assert.equal(zip.subarray(0, 4).toString('latin1'), 'PK\u0003\u0004');

  await page.takePreset(TITLES[0]);
  await page.train();
  await page.reading();
  const [alone] = await page.result.locator('.tile .value').allInnerTexts();
  assert.equal(together.get(TITLES[0])[3], alone);

  await page.open('Assignment');
  await part.getByRole('button', { name: 'Put away' }).click();
  assert.equal(await part.count(), 0);
});

test('one of several runs is cancelled, the others go on', async (t) => {
  const page = await open(t);
  await page.button('Run all eight').click();
  await page.button(`Cancel ${TITLES[0]}`).click();
  await areDone(page);
  const done = await rows(page);
  assert.equal(done.get(TITLES[0])[0], 'cancelled');
  for (const title of TITLES.slice(1)) assert.equal(done.get(title)[0], '200 epochs', title);
});

test('a worker that dies takes only its own run with it', async (t) => {
  const page = await open(t);
  await page.button('Run all eight').click();
  const training = page.tab.getByRole('progressbar', { name: /^Epochs of/ });
  await training.first().waitFor();
  // The first worker read the table; the ones after it are the pool's.
  await page.tab.waitForFunction(() => document.querySelector('.runs progress')?.value > 0);
  const [, victim] = page.tab.workers();
  await victim.evaluate(() => void setTimeout(() => { throw new Error('struck by a test'); }));
  await areDone(page);
  const outcomes = [...(await rows(page)).values()].map(([progress]) => progress);
  assert.equal(outcomes.filter((outcome) => outcome === '200 epochs').length, 7, outcomes.join(' | '));
  assert.equal(outcomes.filter((outcome) => outcome.includes('struck by a test')).length, 1, outcomes.join(' | '));
  await page.train();
  await page.reading();
});

test('a target of words leaves out the runs that need numbers', async (t) => {
  const page = await visit(t);
  await page.button('Penguins').click();
  await page.hasRead('penguins.csv');
  await page.openAssignment();
  const before = await rows(page);
  assert.equal(before.get(TITLES[0])[0], 'does not fit the target');
  await page.button('Run the 4 that fit').click();
  await page.button('Run the 4 that fit').waitFor({ timeout: 60_000 });
  assert.equal((await rows(page)).get(TITLES[7])[0], '200 epochs');
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
