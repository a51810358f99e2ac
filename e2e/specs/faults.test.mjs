// The page under faults: long work that is interrupted, workers that vanish, pages that are left, files that do not fit,
// and names that are monstrous.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { file, houses, housesToPredict, songs } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();
const WORKER = 'worker_boot.js';

/** A worker that ends itself, without a word, when a message has all of these words in it. */
async function vanishing(...words) {
  const script = `
    addEventListener('message', (event) => {
      const text = JSON.stringify(event.data, (key, value) => typeof value === 'bigint' ? String(value) : value);
      if (${JSON.stringify(words)}.every((word) => text.includes(word))) {
        event.stopImmediatePropagation();
        self.close();
      }
    });
  `;
  return { [WORKER]: { body: script + (await readFile(`dist/${WORKER}`, 'utf8')) } };
}

/** A network that answers this table's rows in many seconds. */
async function withSlowScores(t) {
  const page = await visit(t);
  await page.read(houses(60_000, 'many houses.csv'));
  await page.set('Hidden layers', '1024, 1024');
  await page.set('Epochs', 1_000);
  await page.train();
  await page.tab.getByText('Epoch 0 of 1,000').waitFor();
  // It has begun when it can be stepped or trains: its facts are there.
  await page.result.getByText('What was trained on').waitFor();
  return page;
}

const measuring = (page) => page.tab.getByText(/^Measuring the scores: [\d,]+ of 60,000 rows$/);

test('Stop ends the training at once, and the measuring that follows gives way to Reset, Stop and a new file', async (t) => {
  const page = await withSlowScores(t);
  await page.button('Stop').click();
  await measuring(page).waitFor();
  assert.ok(!(await page.tab.locator('.bar').innerText()).includes('rows/s'));
  assert.ok(await page.button('Pause').isDisabled());

  // A file is read while the scores are still being measured.
  await page.read(houses(240, 'few houses.csv'));
  assert.equal(await measuring(page).count(), 1);
  assert.match(await page.result.innerText(), /This run is of 'many houses.csv', not of 'few houses.csv'/);

  await page.button('Stop').click();
  await page.result.getByText('The run was stopped before its scores were measured.').waitFor();
  assert.match(await page.result.innerText(), /Stopped after epoch 0/);
  // The next run is of the new table.
  assert.match(await page.trainThrough(2), /network/i);
});

test('Reset forgets a run while its scores are being measured', async (t) => {
  const page = await withSlowScores(t);
  await page.button('Stop').click();
  await measuring(page).waitFor();
  await page.button('Reset').click();
  await page.result.getByText('Press Train').waitFor();
  assert.equal(await measuring(page).count(), 0);
});

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
  for (const said of [/worker that trains was lost/, /The run at epoch \d+ of 100000 is lost/, /model of the last finished run is kept/, /table is read again/]) {
    assert.match(complaint, said);
  }
  // Without a worker, the page saves what it has.
  assert.equal((await page.download('Model of the last finished run (JSON)')).text, model.text);
  assert.match((await page.download('History (CSV)')).text, /^epoch,/);
  assert.ok(await page.button('Predictions (CSV)').isDisabled());

  page.server.replacements.clear();
  await page.button('Start a fresh worker').click();
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
  await page.set('Epochs', 1_000_000);
  await page.train();
  await page.isBeyondEpoch(0);
  await page.tab.waitForTimeout(5_000);
  assert.equal(await page.alert.count(), 0);
  await page.button('Pause').click();
  assert.match(await page.complaint(), /worker that trains was lost/);
});

test('a worker beside others that ends itself takes its own run with it, and no other', async (t) => {
  const page = await visit(t, { replacing: await vanishing('Train', 'spec1-softmax') });
  await page.read(songs());
  await page.button('The assignment').click();
  await page.button('Run all eight').click();
  const runs = page.tab.getByRole('group', { name: 'The assignment’s runs' });
  await runs.getByText(/worker that trains was lost/).waitFor({ timeout: 60_000 });
  await page.button('Run all eight').waitFor({ timeout: 110_000 });
  assert.equal(await runs.getByText(/worker that trains was lost/).count(), 1);
  assert.equal(await runs.getByText(/^200 epochs$/).count(), 7);
});

test('leaving is asked about while a run goes on and until its model is saved', async (t) => {
  const page = await visit(t);
  const asked = [];
  page.tab.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  const leave = async () => {
    asked.length = 0;
    const closed = page.tab.waitForEvent('close', { timeout: 3_000 }).then(() => 'left', () => 'stayed');
    await page.tab.close({ runBeforeUnload: true });
    return [await closed, ...asked];
  };
  await page.read(houses());
  await page.set('Epochs', 100_000);
  await page.train();
  await page.isBeyondEpoch(0);
  assert.deepEqual(await leave(), ['stayed', 'beforeunload']);
  await page.button('Stop').click();
  await page.reading();
  assert.deepEqual(await leave(), ['stayed', 'beforeunload']);
  await page.download('Model (JSON)');
  assert.deepEqual(await leave(), ['left']);
});

test('a run says which table it is of, and so do Resume and Step', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.set('Epochs', 100_000);
  await page.train();
  await page.isBeyondEpoch(0);
  await page.drop(songs());
  await page.hasRead('few songs.csv');
  await page.tab.locator('.bar .epoch').getByText('houses.csv').waitFor();
  await page.button('Pause').click();
  await page.button('Resume (houses.csv)').waitFor();
  const held = await page.epoch();
  await page.button('Step (houses.csv)').click();
  await page.isAtEpoch(held + 1);
  await page.button('Stop').click();
  await page.button('Train').waitFor();
});

test('of two files that are dropped at once both are named', async (t) => {
  const page = await visit(t);
  await page.dropAll([houses(), songs()]);
  await page.hasRead('houses.csv');
  const said = page.tab.getByRole('status').filter({ hasText: 'One file at a time' });
  assert.match(await said.innerText(), /'houses\.csv' was taken; 'few songs\.csv' was not\./);
  await page.button('Dismiss note').click();
  assert.equal(await said.count(), 0);
});

test('a recipe of another table names the columns that this one lacks', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.data.getByRole('checkbox', { name: 'Use rooms' }).uncheck();
  await page.trainThrough(2);
  const recipe = await page.download('Recipe (JSON)');
  await page.read(songs());
  await page.choose(file('house recipe.json', recipe.text, 'application/json'));
  const complaint = await page.complaint();
  assert.match(complaint, /'few songs\.csv' lacks columns that 'house recipe\.json' names: 'price' \(to predict\), 'rooms' \(left out\)/);
  assert.ok(await page.button('Train').isDisabled());
  assert.ok(!(await page.tab.locator('.bar').innerText()).includes('No column'));
  await page.button('Go on without them').click();
  assert.equal(await page.alert.count(), 0);
  await page.trainThrough(2);
});

test('names of millions of letters and of any direction: the page stays readable and quick, and has them whole on demand', async (t) => {
  const page = await visit(t);
  const long = 'n'.repeat(5_000_000);
  const rows = Array.from({ length: 60 }, (_, i) => `${i},${i % 7},${(i * 3) % 5},${i % 9}`);
  await page.choose(file('odd names.csv', `${long},מחיר,a\u202eb,y\n${rows.join('\n')}\n`));
  await page.hasRead('odd names.csv');
  assert.equal(await page.target(), 'y');
  await page.trainThrough(2);
  // What is laid out is bounded: a text of a thousand letters at most.
  const longest = () =>
    page.tab.evaluate(() => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      let most = 0;
      while (texts.nextNode()) if (!texts.currentNode.parentElement.closest('.whole-name')) most = Math.max(most, texts.currentNode.length);
      return most;
    });
  assert.ok((await longest()) <= 1_000, String(await longest()));
  await page.button(/^Change n+…n+$/).click();
  await page.data.getByText('The whole name (5,000,000 characters)').click();
  assert.equal((await page.data.locator('.whole-name').innerText()).length, 100_000);
  // Neither turns what stands beside it.
  const isolated = await page.data.locator('th bdi', { hasText: 'מחיר' }).evaluate((name) => getComputedStyle(name).unicodeBidi);
  assert.equal(isolated, 'isolate');
  assert.ok(!(await page.tab.locator('body').innerText()).includes('\u202e'));
});
