// Pictures of the page's states in target/screenshots, and docs/screenshot.png for the README.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { ARGUMENTS, executable } from './chromium.mjs';
import { BAD, houses } from './inputs.mjs';
import { Perceptab } from './page.mjs';
import { serve } from './server.mjs';

const FOLDER = 'target/screenshots';
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

mkdirSync(FOLDER, { recursive: true });
mkdirSync('docs', { recursive: true });
const server = await serve('dist');
const browser = await chromium.launch({ executablePath: executable(), args: ARGUMENTS });
const failed = [];

/** Opens the page as a new visitor, lets `deeds` bring it into the state, and takes its picture. */
async function state(name, deeds, { viewport = DESK, whole = false, before = async () => {}, ready = true, ...options } = {}) {
  const context = await browser.newContext({ viewport, ...options });
  context.setDefaultTimeout(20_000);
  const tab = await context.newPage();
  const page = new Perceptab(tab, server);
  try {
    await before(page);
    await tab.goto(server.address, { waitUntil: ready ? 'load' : 'commit' });
    if (ready) await page.isReady();
    await deeds(page);
    await tab.mouse.move(0, 0);
    await tab.screenshot({ path: name.includes('/') ? name : `${FOLDER}/${name}.png`, fullPage: whole });
    console.log(name);
  } catch (error) {
    failed.push(name);
    console.error(`${name}: ${error.message}`);
  } finally {
    server.replacements.clear();
    await context.close();
  }
}

const songs = async (page) => {
  await page.button('Songs').click();
  await page.hasRead('songs.csv');
};
const trained = async (page) => {
  await songs(page);
  await page.takePreset('Specification 2, softmax');
  await page.train();
  await page.reading();
};

await state('loading', (page) => page.tab.getByText('Getting ready').waitFor(), {
  ready: false,
  before: (page) => page.tab.route('**/*.wasm', () => {}),
});
await state('empty', async () => {});
await state('reading', async (page) => {
  const path = `${FOLDER}/large.csv`;
  const rows = houses(20_000).buffer.toString();
  writeFileSync(path, rows + rows.slice(rows.indexOf('\n') + 1).repeat(400));
  await page.choose(path);
  await page.button('Cancel').waitFor();
});
rmSync(`${FOLDER}/large.csv`);
await state('refused', async (page) => {
  await page.choose(BAD.png());
  await page.complaint();
});
await state('ready', songs);
await state('all-settings', async (page) => {
  await songs(page);
  await page.openNetwork();
  await page.network.getByText('All settings').click();
  await page.set('Epochs', 'many');
  await page.explanation('Epochs');
}, { whole: true });
await state('training', async (page) => {
  await songs(page);
  await page.set('Epochs', 2_000);
  await page.train();
  await page.isBeyondEpoch(20);
});
await state('paused', async (page) => {
  await songs(page);
  await page.set('Epochs', 2_000);
  await page.train();
  await page.isBeyondEpoch(20);
  await page.button('Pause').click();
  await page.button('Resume').waitFor();
});
await state('finished-level', trained);
await state('finished-whole', trained, { whole: true });
await state('finished-better', async (page) => {
  await page.button('Penguins').click();
  await page.hasRead('penguins.csv');
  await page.train();
  await page.reading();
});
await state('diverged', async (page) => {
  await page.read(houses());
  await page.set('Learning rate', '1e9');
  await page.train();
  await page.complaint();
});
await state('worker-lost', (page) => page.complaint(), {
  ready: false,
  before: async () => server.replacements.set('worker_boot.js', { status: 404, body: 'gone' }),
});
await state('second-run', async (page) => {
  await page.button('Penguins').click();
  await page.hasRead('penguins.csv');
  await page.trainThrough(60);
  await page.set('Learning rate', 0.1);
  await page.train();
  await page.reading();
});
await state('read-out', async (page) => {
  await trained(page);
  const chart = await page.tab.locator('canvas').first().boundingBox();
  await page.tab.locator('canvas').first().dispatchEvent('pointermove', { clientX: chart.x + chart.width / 2, clientY: chart.y + 50 });
});
await state('dark', trained, { colorScheme: 'dark' });
await state('phone-empty', async () => {}, { viewport: PHONE });
await state('phone-ready', songs, { viewport: PHONE });
await state('phone-finished', async (page) => {
  await trained(page);
  await page.result.scrollIntoViewIfNeeded();
}, { viewport: PHONE, colorScheme: 'dark' });
await state('zoom-200', trained, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
await state('no-webassembly', (page) => page.alert.first().waitFor(), {
  ready: false,
  before: (page) => page.tab.addInitScript(() => delete window.WebAssembly),
});
await state('docs/screenshot.png', trained, { deviceScaleFactor: 1.5 });

await browser.close();
await server.close();
if (failed.length > 0) {
  console.error(`not taken: ${failed.join(', ')}`);
  process.exit(1);
}
