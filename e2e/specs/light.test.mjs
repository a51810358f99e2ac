// What a visitor waits for: the download, and the page's own quickness while it trains.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { SUB_PATH } from '../server.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

/** Bytes, as `gzip -9` packs them (Node's own zlib trades 1 % for speed). */
const BUDGET = 300_000;

/** The half of the module that few visits need (scripts/split.mjs). */
const REST = readdirSync('dist').find((name) => /^rest-.*\.wasm$/.test(name));

/** How often it was asked for. */
const asked = ({ server }) => server.requests.filter((path) => path === SUB_PATH + REST).length;

test('everything until the page is ready, worker included, is at most 300 kB of gzip', async (t) => {
  const page = await visit(t, { ready: false });
  page.server.requests.length = 0;
  await page.tab.reload();
  await page.isReady();
  const files = new Set(page.server.requests.map((path) => path.slice(SUB_PATH.length) || 'index.html'));
  // It is asked for later, as the next test but one sees.
  files.delete(REST);
  // Not every browser asks for these by itself.
  for (const name of ['icon.svg', 'manifest.webmanifest']) files.add(name);
  const sizes = [...files].map((name) => [execFileSync('gzip', ['-9nc', `dist/${name}`]).length, name]);
  const total = sizes.reduce((sum, [size]) => sum + size, 0);
  t.diagnostic(`${(total / 1_000).toFixed(1)} kB: ${sizes.sort(([a], [b]) => b - a).map(([size, name]) => `${name} ${size}`).join(', ')}`);
  assert.ok([...files].some((name) => name.endsWith('.wasm')) && files.has('worker_boot.js'), [...files].join(' '));
  assert.ok(total <= BUDGET, `${total} bytes`);
});

test('no worker fetches the module again: the page hands it over, compiled', async (t) => {
  const page = await visit(t);
  await page.restIsSettled();
  page.server.requests.length = 0;
  await page.button('Songs').click();
  await page.hasRead('songs.csv');
  await page.button('The assignment').click();
  await page.button('Run all eight').click();
  await page.tab.getByRole('progressbar', { name: /^Epochs of/ }).first().waitFor();
  await page.button('Put away').waitFor({ timeout: 60_000 });
  assert.ok(page.server.requests.some((path) => path.endsWith('worker_boot.js')), 'more workers were started');
  assert.deepEqual(page.server.requests.filter((path) => path.endsWith('.wasm')), []);
});

test('the half that few visits need is fetched once the page is ready, and the worker gets it from the page', async (t) => {
  const page = await visit(t, { ready: false });
  page.server.requests.length = 0;
  await page.tab.reload();
  await page.isReady();
  await page.restIsSettled();
  const last = (name) => page.server.requests.lastIndexOf(SUB_PATH + name);
  // The worker is ready when it has run its scripts.
  assert.ok(last(REST) > last('worker_boot.js') && last(REST) > last('rest.js'), page.server.requests.join(' '));

  await page.button('Songs').click();
  await page.hasRead('songs.csv');
  await page.trainThrough(3);
  assert.match((await page.download('History (CSV)')).text, /^epoch,/);
  await page.tab.getByText('Figures as a table').click();
  await page.tab.getByRole('columnheader', { name: 'Epoch' }).waitFor();
  assert.equal(asked(page), 1);
});

test('until it is ready the page needs nothing of the rest; who brings a file then is told that it is missing', async (t) => {
  const page = await visit(t, { replacing: { [REST]: { status: 404, body: '' } } });
  await page.restIsSettled();
  await page.button('Dark theme').click();
  await page.button('About learning rate').click();
  await page.set('Epochs', 7);
  const file = { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n2,3\n3,5\n4,8\n5,7\n6,9\n7,3\n8,2\n') };
  await page.choose(file);
  assert.match(await page.complaint(), /could not be loaded\. Check the connection/);
  // The connection is back: nothing that was set is lost.
  page.server.replacements.clear();
  await page.button('Start a fresh worker').click();
  await page.isReady();
  await page.read(file);
  assert.equal(await page.value('Epochs'), '7');
  assert.match(await page.trainThrough(3), /\w/);
});

test('what needs the rest before it is there waits for it, in the worker and on the page', async (t) => {
  const page = await visit(t, { replacing: { [REST]: { status: 404, body: '' } } });
  await page.restIsSettled();
  page.server.replacements.clear();
  page.server.requests.length = 0;
  await page.button('Songs').click();
  await page.hasRead('songs.csv');
  await page.trainThrough(3);
  // The worker read the file with it, the page showed what it is.
  assert.equal(asked(page), 2);
  assert.match((await page.download('History (CSV)')).text, /^epoch,/);
  await page.tab.getByText('Figures as a table').click();
  await page.tab.getByRole('columnheader', { name: 'Epoch' }).waitFor();
  assert.equal(asked(page), 2);
});

test('while it trains, no task of the page is long and input is answered at once', async (t) => {
  const page = await visit(t);
  await page.button('Songs').click();
  await page.hasRead('songs.csv');
  await page.set('Epochs', 100);
  await page.tab.evaluate(() => {
    window.long = [];
    window.slow = [];
    new PerformanceObserver((list) => window.long.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
    new PerformanceObserver((list) => window.slow.push(...list.getEntries().map((entry) => [entry.name, entry.duration])))
      .observe({ type: 'event', durationThreshold: 104 });
  });
  await page.train();
  await page.isBeyondEpoch(5);
  // Somebody types, opens a help and reads the chart meanwhile.
  await page.field('Learning rate').pressSequentially('25', { delay: 20 });
  await page.button('About learning rate').click();
  await page.tab.locator('#accuracy-chart').hover();
  await page.tab.locator('#accuracy-chart').press('ArrowRight');
  await page.reading();
  const { long, slow } = await page.tab.evaluate(() => ({ long: window.long, slow: window.slow }));
  assert.deepEqual(slow, [], 'events answered after 100 ms');
  assert.deepEqual(long, [], 'tasks over 50 ms');
});
