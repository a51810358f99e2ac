// What a visitor waits for: the download, and the page's own quickness while it trains.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { SUB_PATH } from '../server.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

/** Bytes, as `gzip -9` packs them (Node's own zlib trades 1 % for speed). */
const packed = (name) => execFileSync('gzip', ['-9nc', `dist/${name}`]).length;

/** What the page is until it can be used: page, style, scripts and its module. Aimed at: 200 kB. */
const PAGE_BUDGET = 225_000;
/** That, and the engine with what starts its worker. Aimed at: 800 kB with all rooms. */
const BUDGET = 840_000;

const isOfEngine = (name) => /^(engine-.*|worker_boot\.js)$/.test(name);

test('the page is at most 225 kB of gzip, page and engine together 840 kB', async (t) => {
  const page = await visit(t, { ready: false });
  page.server.requests.length = 0;
  await page.tab.reload();
  await page.isReady();
  const files = new Set(page.server.requests.map((path) => path.slice(SUB_PATH.length) || 'index.html'));
  // Not every browser asks for these by itself.
  for (const name of ['icon.svg', 'manifest.webmanifest']) files.add(name);
  const sizes = [...files].map((name) => [packed(name), name]).sort(([a], [b]) => b - a);
  const sum = (parts) => parts.reduce((sum, [size]) => sum + size, 0);
  const own = sum(sizes.filter(([, name]) => !isOfEngine(name)));
  const kB = (bytes) => `${(bytes / 1_000).toFixed(1)} kB`;
  t.diagnostic(`page ${kB(own)}, with the engine ${kB(sum(sizes))}: ${sizes.map(([size, name]) => `${name} ${size}`).join(', ')}`);
  assert.equal([...files].filter((name) => name.endsWith('.wasm')).length, 2, [...files].join(' '));
  assert.ok(files.has('worker_boot.js') && files.has('boot.js'), [...files].join(' '));
  assert.ok(own <= PAGE_BUDGET, `the page: ${own} bytes`);
  assert.ok(sum(sizes) <= BUDGET, `page and engine: ${sum(sizes)} bytes`);
});

test('page and engine are fetched once each, side by side; no worker fetches a module again', async (t) => {
  const page = await visit(t, { ready: false });
  page.server.requests.length = 0;
  await page.tab.reload();
  await page.isReady();
  const modules = page.server.requests.filter((path) => path.endsWith('.wasm')).map((path) => path.slice(SUB_PATH.length));
  assert.deepEqual(modules.map((name) => name.split('-')[0]).sort(), ['engine', 'page']);

  page.server.requests.length = 0;
  await page.button('Songs').click();
  await page.hasRead('songs.csv');
  await page.openAssignment();
  await page.button('Run all eight').click();
  await page.tab.getByRole('progressbar', { name: /^Epochs of/ }).first().waitFor();
  await page.button('Put away').waitFor({ timeout: 60_000 });
  assert.ok(page.server.requests.some((path) => path.endsWith('worker_boot.js')), 'more workers were started');
  assert.deepEqual(page.server.requests.filter((path) => path.endsWith('.wasm')), []);
});

test('the shell paints before any script, and the page can be used before its engine is there', async (t) => {
  const [engine] = readdirSync('dist').filter((name) => /^engine-.*\.wasm$/.test(name));
  const page = await visit(t, { ready: false, load: false, replacing: { [engine]: { fault: 'stalled' }, 'boot.js': { fault: 'stalled' } } });
  await page.tab.getByText('Getting ready…').waitFor();
  await page.tab.getByText('Drop a CSV anywhere').waitFor();
  page.server.replacements.delete('boot.js');
  await page.tab.reload({ waitUntil: 'commit' });
  await page.tab.locator('main[data-worker=starting]').waitFor();
  await page.button('Dark theme').click();
  await page.openNetwork();
  await page.button('About learning rate').click();
  await page.set('Epochs', 7);
  assert.equal(await page.value('Epochs'), '7');
});

test('what comes at once waits for the first paint, and for a second where there is none', async (t) => {
  const page = await visit(t);
  // The page learns of its first paint, and that a second is over, when this test says so.
  await page.tab.addInitScript(() => {
    window.held = {};
    window.PerformanceObserver = class extends PerformanceObserver {
      constructor(tell) {
        super(tell);
        this.tell = tell;
      }

      observe(options) {
        if (options.type === 'paint') window.held.paint = () => this.tell({}, this);
        else super.observe(options);
      }
    };
    const original = window.setTimeout;
    window.setTimeout = (work, delay, ...rest) => {
      if (delay !== 1_000) return original(work, delay, ...rest);
      window.held.second = work;
      return 0;
    };
  });
  for (const sign of ['paint', 'second']) {
    await page.tab.reload();
    await page.tab.waitForFunction(() => {
      const modules = performance.getEntriesByType('resource').filter(({ name, responseEnd }) => /\.wasm$/.test(name) && responseEnd > 0);
      return window.held.paint && window.held.second && modules.length === 2;
    });
    assert.ok(await page.tab.getByText('Getting ready…').isVisible());
    assert.equal(await page.tab.locator('main[data-worker]').count(), 0);
    await page.tab.evaluate((sign) => window.held[sign](), sign);
    await page.isReady();
  }
});

test('while it trains, no task of the page is long and input is answered at once', async (t) => {
  // What the page does too slowly it does so each time; what else the machine is busy with is over some time.
  const tries = [];
  while (tries.length < 3) {
    const late = await whileItTrains(t);
    if (late.long.length === 0 && late.slow.length === 0) return;
    tries.push(late);
  }
  assert.deepEqual(tries, [], 'tasks over 50 ms, or events that the page answered after 50 ms or the browser showed after 100 ms');
});

/** Somebody types, opens a help and reads the chart while a network is trained: the tasks that were long, and the events that were
 * answered late. */
async function whileItTrains(t) {
  const page = await visit(t);
  await page.button('Songs').click();
  await page.hasRead('songs.csv');
  await page.set('Epochs', 100);
  await page.tab.evaluate(() => {
    window.long = [];
    window.slow = [];
    new PerformanceObserver((list) => window.long.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
    // Until the page has done its part, and until the browser, which paints without a graphics card here, shows it.
    const late = ({ startTime, processingEnd, duration }) => processingEnd - startTime > 50 || duration > 104;
    const told = ({ name, startTime, processingEnd, duration }) => [name, processingEnd - startTime, duration];
    new PerformanceObserver((list) => window.slow.push(...list.getEntries().filter(late).map(told)))
      .observe({ type: 'event', durationThreshold: 16 });
  });
  await page.train();
  await page.isBeyondEpoch(5);
  await page.field('Learning rate').pressSequentially('25', { delay: 20 });
  await page.button('About learning rate').click();
  await page.tab.locator('#accuracy-chart').hover();
  await page.tab.locator('#accuracy-chart').press('ArrowRight');
  await page.reading();
  return page.tab.evaluate(() => ({ long: window.long, slow: window.slow }));
}
