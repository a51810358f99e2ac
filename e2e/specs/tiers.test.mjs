import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { perceptab } from '../native.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();
const penguins = { name: 'penguins.csv', mimeType: 'text/csv', buffer: readFileSync('data/penguins.csv') };

/** What stands in the tab Result once the mix is there. */
const mixed = async (page) => {
  await page.result.getByRole('heading', { name: 'What was mixed' }).waitFor({ timeout: 60_000 });
  return page.result.innerText();
};
const tier = (page, name) => page.network.getByRole('group', { name: 'How much is tried' }).getByRole('radio', { name, exact: true });

test('a new table gets one network, and then by itself a mix with the native weights, bit for bit', async (t) => {
  const native = perceptab('train', 'data/penguins.csv', '--target', 'species', '--json');
  assert.ok(native.members > 1);
  const page = await visit(t);
  await page.read(penguins);
  await page.predictColumn('species');
  await page.openNetwork();
  assert.ok(await tier(page, 'Good').isChecked());
  await page.train();
  // The first network's verdict stands while the others are trained.
  const first = await page.reading();
  await page.tab.getByText(/^Networks and trees: \d+ of \d+ trained/).waitFor();
  const words = await mixed(page);
  assert.ok(words.includes(native.weights_hash), words);
  assert.ok(words.includes(`The first network alone: ${first}`), words);
  assert.ok(words.includes(native.sentence), words);

  // It is the model that is saved, and it predicts.
  const model = await page.download('Model (JSON)');
  const members = JSON.parse(model.text).sections.find(({ name }) => name === 'members');
  assert.equal(members.content.length, native.members);
});

test('a mix can be given up, and makes room for the next run', async (t) => {
  const page = await visit(t);
  await page.read(penguins);
  await page.train();
  await page.reading();
  await page.button('Cancel').click();
  await page.result.getByText('It was cancelled before all of its parts were trained.').waitFor();
  await page.train();
  await page.reading();
  await page.tab.getByText(/^Networks and trees: /).waitFor();
  // Another run does not wait for it.
  await page.trainThrough(3);
  assert.equal(await page.tab.getByText(/^Networks and trees: /).count(), 0);
  assert.ok(await tier(page, 'Quick').isChecked(), 'who sets the epochs asks for that network');
});

test('whoever stops a search has the best of what is there', async (t) => {
  const page = await visit(t);
  await page.read(penguins);
  await page.openNetwork();
  await tier(page, 'Best').check();
  await page.field('Ways tried').fill('60');
  await page.train();
  await page.reading();
  await page.tab.getByText(/^Networks and trees: (9|[1-9]\d+) of 480 trained/).waitFor({ timeout: 60_000 });
  await page.button('Stop and mix').click();
  assert.match(await mixed(page), /members? of \d+ make up the model/);
});
