import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { houses } from '../inputs.mjs';
import { commandNumber } from '../protocol.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();
const WORKER = 'worker_boot.js';

test('a learning rate of 1e9: it stops by itself, proposes a smaller one, and the page goes on', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.set('Learning rate', '1e9');
  await page.set('Epochs', 20);
  await page.train();
  assert.match(await page.complaint(), /grew without bound/);
  await page.reading();
  const use = page.button(/^Use learning rate /);
  const [proposed] = (await use.innerText()).match(/[\d.e-]+$/);
  assert.ok(proposed > 0 && proposed < 1, proposed);
  await use.click();
  assert.equal(await page.value('Learning rate'), proposed);
  await page.train();
  await page.isAtEpoch(20);
  await page.reading();
  assert.equal(await page.alert.count(), 0);
});

test('a worker that cannot be loaded: a message, then a fresh one without reloading the page', async (t) => {
  const page = await visit(t, { ready: false, replacing: { [WORKER]: { status: 404, body: 'gone' } } });
  assert.match(await page.complaint(), /worker_boot\.js: it could not be loaded/);
  await staysOpen(page, async () => {
    page.server.replacements.clear();
    await page.button('Try again').click();
    await page.isReady();
    await page.read(houses());
    await page.trainThrough(3);
  });
});

test('a worker that traps in training: data, settings and curves stay, and a fresh one trains again', async (t) => {
  const page = await visit(t, { replacing: { [WORKER]: { body: TRAPPING + (await readFile(`dist/${WORKER}`, 'utf8')) } } });
  await page.read(houses());
  await page.trainThrough(5);
  await page.set('Epochs', 100_000);
  await staysOpen(page, async () => {
    await page.train();
    await page.isBeyondEpoch(0);
    await page.button('Pause').click();
    assert.match(await page.complaint(), /worker/i);
    await page.hasRead('houses.csv');
    assert.equal(await page.value('Epochs'), '100000');
    page.server.replacements.clear();
    await page.button('Start a fresh worker').click();
    await page.isReady();
    await page.trainThrough(5);
    assert.equal(await page.alert.count(), 0);
  });
});

/** A true trap: on Pause the worker runs a WebAssembly function that is nothing but `unreachable`. */
const TRAPPING = `
  addEventListener('message', (event) => {
    if (event.data?.[0]?.[0] === ${commandNumber('Pause')}) {
      event.stopImmediatePropagation();
      const unreachable = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11];
      new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(unreachable))).exports.t();
    }
  });
`;

/** Runs `deeds` and sees that the page was not loaded anew meanwhile. */
async function staysOpen(page, deeds) {
  await page.tab.evaluate(() => (window.sameDocument = true));
  await deeds();
  assert.equal(await page.tab.evaluate(() => window.sameDocument), true);
}
