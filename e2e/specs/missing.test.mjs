// Every file of dist/ is taken away, cut off, answered with a web page, or never comes: the page says so in words, and goes on
// once the file is there, with what was brought before.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { workbook } from '../archives.mjs';
import { houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const open = visitor();
/** A file may never come: the page is there before all of it is. */
const visit = (t, options) => open(t, { load: false, ...options });

const FILES = readdirSync('dist', { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);
const named = (pattern) => {
  const found = FILES.filter((name) => pattern.test(name));
  assert.equal(found.length, 1, `${pattern}: ${found.join(', ')}`);
  return found[0];
};

const STYLE = named(/^style-.*\.css$/);
/** Without these no script says anything. */
const START = ['boot.js', 'download.js', 'watch.js'];
const PAGE = [named(/^page-.*\.js$/), named(/^page-.*\.wasm$/)];
const ENGINE = ['worker_boot.js', named(/^engine-.*\.js$/), named(/^engine-.*\.wasm$/)];
const WORKBOOK = ['workbook.js', named(/^workbook-.*\.wasm$/)];
/** The page is there without these, if need be less pretty. */
const SPARE = [STYLE, 'theme.js', 'icon.svg', 'manifest.webmanifest'];

const FAULTS = {
  missing: { status: 404, body: 'not here' },
  cut: { fault: 'cut' },
  'a web page in its place': { type: 'text/html; charset=utf-8', body: '<!doctype html><title>Sign in</title>' },
};
const STALLED = { fault: 'stalled' };

/** Ten seconds in one. */
const hasty = (name) => ({ body: readFileSync(`dist/${name}`, 'utf8').replace(/1e4|10_?000/, '1e3') });
/** The text that comes late comes at once. */
const prompt = { [STYLE]: { body: readFileSync(`dist/${STYLE}`, 'utf8').replace(/\b12s\b/, '10ms') } };

test('these are all files of dist/', () => {
  assert.deepEqual([...FILES].sort(), ['index.html', ...START, ...PAGE, ...ENGINE, ...WORKBOOK, ...SPARE].sort());
});

/** The faults of a file, and what it takes to notice that it never comes. */
function* cases(names, stalled) {
  for (const name of names) {
    for (const [fault, answer] of Object.entries(FAULTS)) yield [name, fault, { [name]: answer }];
    yield [name, 'stalled', { [name]: STALLED, ...stalled }];
  }
}

for (const [name, fault, replacing] of cases(START, {})) {
  test(`${name} ${fault}: a text comes by itself, and reloading helps`, async (t) => {
    const page = await visit(t, { ready: false, replacing: { ...prompt, ...replacing } });
    const late = page.tab.getByText(/A part of the page has not come/);
    await late.waitFor();
    page.server.replacements.clear();
    await late.getByRole('link', { name: 'reload the page' }).click();
    await page.isReady();
    assert.equal(await late.count(), 0);
  });
}

for (const [name, fault, replacing] of cases(PAGE, { 'download.js': hasty('download.js') })) {
  test(`${name} ${fault}: it is named, and trying again helps`, async (t) => {
    const page = await visit(t, { ready: false, replacing });
    const complaint = await page.complaint();
    assert.ok(complaint.includes(name) && /could not be loaded completely/.test(complaint), complaint);
    page.server.replacements.clear();
    await page.button('Try again').click();
    await page.isReady();
  });
}

for (const [name, fault, replacing] of cases(ENGINE, { 'download.js': hasty('download.js') })) {
  test(`${name} ${fault}: a file that was brought is kept, and is read when it has been tried again`, async (t) => {
    const page = await visit(t, { ready: false, replacing });
    await page.tab.locator('main[data-worker=starting]').waitFor();
    const complaint = await page.complaint();
    assert.match(complaint, /The part of Perceptab that reads and trains could not be loaded/);
    assert.ok(complaint.includes(fault === 'stalled' && name === 'worker_boot.js' ? 'no byte' : name), complaint);
    assert.doesNotMatch(complaint, /lost/);
    await page.choose(houses());
    // Still not.
    assert.match(await page.complaint(), /'houses\.csv' is kept/);
    page.server.replacements.clear();
    await page.button('Try again').click();
    await page.hasRead('houses.csv');
    assert.match(await page.trainThrough(3), /\w/);
    assert.equal(await page.alert.count(), 0);
  });
}

for (const [name, fault, replacing] of cases(WORKBOOK, { 'download.js': hasty('download.js') })) {
  test(`${name} ${fault}: the workbook is kept, and is read when it has been tried again`, async (t) => {
    const page = await visit(t, { replacing });
    const file = { name: 'book.xlsx', mimeType: 'application/octet-stream', buffer: workbook({ Sheet: [['a', 'b'], [1, 2], [2, 3], [3, 5], [4, 8], [5, 13], [6, 21]] }) };
    await page.choose(file);
    assert.match(await page.complaint(), /reads workbooks could not be loaded/);
    page.server.replacements.clear();
    await page.button('Try again').click();
    await page.hasRead('book.xlsx');
  });
}

for (const [name, fault, replacing] of cases(['data/penguins.csv'], { 'download.js': hasty('download.js') })) {
  // What begins like a web page is a table as well: nothing in a sample says that it is one, but its type does.
  test(`${name} ${fault}: it is said, and trying again helps`, async (t) => {
    const page = await visit(t, { replacing });
    await page.button('Penguins').click();
    assert.match(await page.complaint(), /The sample penguins\.csv could not be fetched/);
    page.server.replacements.clear();
    await page.button('Try again').click();
    await page.hasRead('penguins.csv');
  });
}

for (const [name, fault, replacing] of cases(SPARE, { 'boot.js': hasty('boot.js') })) {
  test(`${name} ${fault}: the page works without it`, async (t) => {
    const page = await visit(t, { ready: false, replacing });
    await page.isReady();
    await page.read(houses());
    assert.match(await page.trainThrough(3), /\w/);
  });
}

test('offline after it was loaded: runs side by side say what is missing, and not that a worker was lost', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.tab.context().setOffline(true);
  await page.button('Cross-validate').click();
  await page.tab.getByText(/could not be loaded/).first().waitFor();
  const words = await page.tab.locator('body').innerText();
  assert.doesNotMatch(words, /worker that trains was lost/);
  // The worker that is there goes on.
  assert.match(await page.trainThrough(3), /\w/);
  await page.tab.context().setOffline(false);
  await page.button('Cross-validate').click();
  await page.tab.getByText('Mean ± standard deviation').waitFor({ timeout: 60_000 });
});

test('an engine of another build is refused: the page says so and offers to reload', async (t) => {
  const [, , engine] = ENGINE;
  const bytes = readFileSync(`dist/${engine}`);
  const own = readFileSync(`dist/${PAGE[1]}`).toString('latin1').match(/0\.1\.0-[0-9a-f]{8}/)[0];
  const at = bytes.indexOf(own);
  assert.ok(at > 0, 'page and engine are of one build');
  bytes.write(own.endsWith('0') ? '1' : '0', at + own.length - 1);
  const page = await visit(t, { ready: false, replacing: { [engine]: { body: bytes } } });
  assert.match(await page.complaint(), /renewed on its server/);
  page.server.replacements.clear();
  await page.button('Reload the page').click();
  await page.isReady();
});
