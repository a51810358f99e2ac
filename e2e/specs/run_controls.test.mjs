import assert from 'node:assert/strict';
import { test } from 'node:test';
import { houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

async function withHouses(t, epochs) {
  const page = await visit(t);
  await page.read(houses());
  await page.set('Epochs', epochs);
  return page;
}

test('pause holds the epoch, step trains one more, resume goes on, stop reads what is there', async (t) => {
  const page = await withHouses(t, 100_000);
  await page.train();
  await page.isBeyondEpoch(0);
  await page.button('Pause').click();
  await page.button('Resume').waitFor();
  const held = await page.epoch();
  await page.button('Step').click();
  await page.isAtEpoch(held + 1);
  await page.button('Resume').click();
  await page.isBeyondEpoch(held + 1);
  await page.button('Stop').click();
  await page.reading();
  assert.ok((await page.epoch()) < 100_000);
  assert.match(await page.result.innerText(), /Stopped after epoch/);
});

test('step on a fresh table trains its first epoch and waits', async (t) => {
  const page = await withHouses(t, 50);
  for (const epoch of [1, 2]) {
    await page.button('Step').click();
    await page.isAtEpoch(epoch);
  }
  await page.button('Resume').click();
  await page.reading();
  assert.equal(await page.epoch(), 50);
});

test('reset forgets the run and keeps data and settings', async (t) => {
  const page = await withHouses(t, 7);
  await page.open('Result');
  const waiting = await page.result.getByText('Press Train').innerText();
  await page.train();
  await page.reading();
  await page.button('Reset').click();
  await page.result.getByText(waiting).waitFor();
  assert.equal(await page.button('History (CSV)').count(), 0);
  assert.equal(await page.value('Epochs'), '7');
  await page.hasRead('houses.csv');
});

test('steps and one run straight through give the same weights', async (t) => {
  const straight = await withHouses(t, 4);
  await straight.train();
  await straight.reading();
  const stepped = await withHouses(t, 4);
  for (const epoch of [1, 2, 3]) {
    await stepped.button('Step').click();
    await stepped.isAtEpoch(epoch);
  }
  await stepped.button('Resume').click();
  await stepped.reading();
  assert.equal(await stepped.weightsHash(), await straight.weightsHash());
});
