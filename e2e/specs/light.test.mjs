// What a visitor waits for: the download, and the page's own quickness while it trains.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { SUB_PATH } from '../server.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

/** Bytes, as `gzip -9` packs them (Node's own zlib trades 1 % for speed). */
const BUDGET = 300_000;

test('everything until the page is ready, worker included, is at most 300 kB of gzip', async (t) => {
  const page = await visit(t, { ready: false });
  page.server.requests.length = 0;
  await page.tab.reload();
  await page.isReady();
  const files = new Set(page.server.requests.map((path) => path.slice(SUB_PATH.length) || 'index.html'));
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
  page.server.requests.length = 0;
  await page.button('Songs').click();
  await page.hasRead('songs.csv');
  await page.button('Run all 4 assignment presets').click();
  await page.button('Put away').waitFor({ timeout: 60_000 });
  assert.ok(page.server.requests.some((path) => path.endsWith('worker_boot.js')), 'more workers were started');
  assert.deepEqual(page.server.requests.filter((path) => path.endsWith('.wasm')), []);
});

test('while it trains, no task of the page is long and input is answered at once', async (t) => {
  const page = await visit(t);
  await page.button('Songs').click();
  await page.hasRead('songs.csv');
  await page.set('Epochs', 400);
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
