// Workers that end without a word.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { houses, housesToPredict, songs } from '../inputs.mjs';
import { commandNumber } from '../protocol.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();
const WORKER = 'worker_boot.js';

/** A worker that ends itself, without a word, on a command; `run`: on that of this run alone: the lowest seven bits of its number come next. */
async function vanishing(command, run) {
  const script = `
    addEventListener('message', (event) => {
      const bytes = event.data?.[0];
      if (bytes?.[0] === ${commandNumber(command)} && ${run === undefined ? true : `(bytes[1] & 127) === ${run}`}) {
        event.stopImmediatePropagation();
        self.close();
      }
    });
  `;
  return { [WORKER]: { body: script + (await readFile(`dist/${WORKER}`, 'utf8')) } };
}

test('a worker that ends itself while it trains: what is lost is said, the last model is kept and comes back', async (t) => {
  const page = await visit(t, { replacing: await vanishing('Pause') });
  await page.read(houses());
  await page.trainThrough(5);
  const model = await page.download('Model (JSON)');
  await page.set('Epochs', 100_000);
  await page.train();
  await page.isBeyondEpoch(0);
  await page.button('Pause').click();
  const complaint = await page.complaint();
  for (const said of [/worker that trains was lost/, /The run at epoch \d+ of 100,000 is lost/, /model of the last finished run is kept/, /table is read again/]) {
    assert.match(complaint, said);
  }
  // Without a worker, the page saves what it has.
  assert.equal((await page.download('Model of the last finished run (JSON)')).text, model.text);
  assert.match((await page.download('History (CSV)')).text, /^epoch,/);
  await page.unfoldMenu(page.tab.locator('button', { hasText: 'Predictions (CSV)' }));
  assert.ok(await page.button('Predictions (CSV)').isDisabled());
  await page.foldMenus();

  page.server.replacements.clear();
  await page.button('Start a fresh worker').click();
  await page.open('Predict');
  await page.tab.getByRole('heading', { name: 'Trained model' }).waitFor();
  await page.hasRead('houses.csv');
  await page.pick(page.button('Predict rows of a CSV'), housesToPredict());
  await page.tab.getByText('3 rows of new houses.csv predicted.').waitFor();
  await page.trainThrough(3);
  assert.equal(await page.alert.count(), 0);
});

test('where there are no locks, a worker that gives no sign of life is noticed, and one that is busy is not', async (t) => {
  const page = await visit(t, { replacing: await vanishing('Pause'), ready: false });
  await page.tab.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
    // A minute in three seconds.
    const inTime = window.setInterval;
    window.setInterval = (act, delay) => inTime(act, delay / 20);
  });
  await page.tab.reload();
  await page.isReady();
  await page.read(houses());
  await page.set('Epochs', 100_000);
  await page.train();
  await page.isBeyondEpoch(0);
  await page.tab.waitForTimeout(5_000);
  assert.equal(await page.alert.count(), 0);
  await page.button('Pause').click();
  assert.match(await page.complaint(), /worker that trains was lost/);
});

test('a worker beside others that ends itself takes its own run with it, and no other', async (t) => {
  const page = await visit(t, { replacing: await vanishing('Try', 3) });
  await page.read(songs());
  await page.openAssignment();
  await page.button('Run all eight').click();
  const runs = page.tab.getByRole('group', { name: 'The assignment’s runs' });
  await runs.getByText(/worker that trains was lost/).waitFor({ timeout: 60_000 });
  await page.button('Run all eight').waitFor({ timeout: 110_000 });
  assert.equal(await runs.getByText(/worker that trains was lost/).count(), 1);
  assert.equal(await runs.getByText(/^200 epochs$/).count(), 7);
});
