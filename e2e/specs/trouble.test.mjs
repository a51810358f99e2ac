import assert from 'node:assert/strict';
import { test } from 'node:test';
import { houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

test('a learning rate of 1e9: it stops by itself, proposes a smaller one, and the page goes on', async (t) => {
  const page = await visit(t);
  await page.choose(houses());
  await page.hasRead('houses.csv');
  await page.set('Epochs', 20);
  await page.set('Learning rate', '1e9');
  await page.train();
  const sentence = await page.complaint();
  assert.match(sentence, /grew without bound/);
  const [, proposed] = sentence.match(/learning rate of ([\d.e-]+\d)/);
  await page.set('Learning rate', proposed);
  await page.train();
  await page.hasTrained(20);
});

test('a worker that cannot be loaded: a message, and a fresh one without reloading the page', async (t) => {
  const page = await visit(t, { ready: false, without: 'worker_boot.js' });
  assert.match(await page.complaint(), /worker/i);
  page.server.replacements.clear();
  await page.stay(() => page.freshWorker());
});

// A true trap: the worker's first command runs a WebAssembly function that is nothing but `unreachable`.
const TRAPPING = `
  const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11]);
  let armed = false;
  addEventListener('message', (event) => {
    if (!JSON.stringify(event.data, (key, value) => typeof value === 'bigint' ? 'number' : value).includes('Train')) return;
    event.stopImmediatePropagation();
    new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.t();
  });
`;

test('a worker that traps in training: a message, a fresh worker, and the data, settings and curves are still there', async (t) => {
  const page = await visit(t);
  await page.choose(houses());
  await page.hasRead('houses.csv');
  await page.set('Epochs', 5);
  assert.ok(TRAPPING);
});
