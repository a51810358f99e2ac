// Files that are not of the run, of the settings, or of any size: what was taken is said, and nothing is hidden.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { file, houses, songs } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

test('a run says which table it is of, and so do Resume and Step', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.set('Epochs', 100_000);
  await page.train();
  await page.isBeyondEpoch(0);
  await page.drop(songs());
  await page.hasRead('few songs.csv');
  await page.tab.locator('.bar .epoch').getByText('houses.csv').waitFor();
  await page.button('Pause (houses.csv)').click();
  await page.button('Resume (houses.csv)').waitFor();
  const held = await page.epoch();
  await page.button('Step (houses.csv)').click();
  await page.isAtEpoch(held + 1);
  await page.button('Stop').click();
  await page.button('Train').waitFor();
});

test('of two files that are dropped at once both are named', async (t) => {
  const page = await visit(t);
  await page.dropAll([houses(), songs()]);
  await page.hasRead('houses.csv');
  const said = page.tab.getByRole('status').filter({ hasText: 'One file at a time' });
  assert.match(await said.innerText(), /'houses\.csv' was taken; 'few songs\.csv' was not\./);
  await page.button('Dismiss note').click();
  assert.equal(await said.count(), 0);
});

test('a recipe of another table names the columns that this one lacks', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.data.getByRole('checkbox', { name: 'Use rooms' }).uncheck();
  await page.trainThrough(2);
  const recipe = await page.download('Recipe (JSON)');
  await page.read(songs());
  await page.choose(file('house recipe.json', recipe.text, 'application/json'));
  const complaint = await page.complaint();
  assert.match(complaint, /'few songs\.csv' lacks columns that 'house recipe\.json' names: 'price' \(to predict\), 'rooms' \(left out\)/);
  assert.ok(await page.button('Train').isDisabled());
  assert.ok(!(await page.tab.locator('.bar').innerText()).includes('No column'));
  await page.button('Go on without them').click();
  assert.equal(await page.alert.count(), 0);
  await page.trainThrough(2);
});

test('names of millions of letters and of any direction: the page stays readable and quick, and has them whole on demand', async (t) => {
  const page = await visit(t);
  const long = 'n'.repeat(5_000_000);
  const rows = Array.from({ length: 60 }, (_, i) => `${i},${i % 7},${(i * 3) % 5},${i % 9}`);
  await page.choose(file('odd names.csv', `${long},מחיר,a\u202eb,y\n${rows.join('\n')}\n`));
  await page.hasRead('odd names.csv');
  assert.equal(await page.target(), 'y');
  await page.trainThrough(2);
  // What is laid out is bounded: a text of a thousand letters at most.
  const longest = () =>
    page.tab.evaluate(() => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      let most = 0;
      while (texts.nextNode()) if (!texts.currentNode.parentElement.closest('.whole-name')) most = Math.max(most, texts.currentNode.length);
      return most;
    });
  assert.ok((await longest()) <= 1_000, String(await longest()));
  await page.button(/^Change n+…n+$/).click();
  await page.data.getByText('The whole name (5,000,000 characters)').click();
  assert.equal((await page.data.locator('.whole-name').innerText()).length, 100_000);
  // Neither turns what stands beside it.
  const isolated = await page.data.locator('th bdi', { hasText: 'מחיר' }).first().evaluate((name) => getComputedStyle(name).unicodeBidi);
  assert.equal(isolated, 'isolate');
  assert.ok(!(await page.tab.locator('body').innerText()).includes('\u202e'));
});
