// Long work gives way to a person, and the page asks before it is left.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

/** A network that answers this table's rows in many seconds. */
async function withSlowScores(t) {
  const page = await visit(t);
  await page.read(houses(60_000, 'many houses.csv'));
  await page.set('Hidden layers', '1024, 1024');
  await page.set('Epochs', 1_000);
  await page.train();
  await page.tab.getByText('Epoch 0 of 1,000').waitFor();
  // It has begun when it can be stepped or trains: its facts are there.
  await page.open('Result');
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
  await page.open('Result');
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
