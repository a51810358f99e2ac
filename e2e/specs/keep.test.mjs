import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCsv } from '../csv.mjs';
import { file, houses, housesToPredict } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

test('a recipe comes back and gives the same weights', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.set('Hidden layers', '5');
  await page.set('Seed', 77);
  await page.trainThrough(6);
  const recipe = await page.download('Recipe (JSON)');
  const hash = await page.weightsHash();

  const later = await visit(t);
  await later.read(houses());
  await later.choose(file(recipe.name, recipe.text, 'application/json'));
  await later.tab.waitForFunction((field) => field.value === '5', await later.field('Hidden layers').elementHandle());
  assert.equal(await later.value('Seed'), '77');
  assert.equal(await later.value('Epochs'), '6');
  await later.train();
  await later.reading();
  assert.equal(await later.weightsHash(), hash);
});

test('a model comes back and predicts another CSV as it did before', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.trainThrough(30);
  const model = await page.download('Model (JSON)');
  const before = await predict(page);

  const later = await visit(t);
  await later.drop(file(model.name, model.text, 'application/json'));
  await later.result.getByRole('heading', { name: `Model of ${model.name}` }).waitFor();
  const after = await predict(later);
  assert.equal(after.text, before.text);
  const rows = parseCsv(after.text);
  assert.deepEqual(rows.map(({ area, district }) => [area, district]), [['50.5', 'north'], ['80', 'south'], ['120.25', 'harbour']]);
  rows.forEach(({ predicted_price }) => assert.ok(predicted_price > 0 && predicted_price < 150, predicted_price));
});

test('rows that lack a column of the model are refused with its name, and the model stays', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.trainThrough(3);
  await page.open('Predict');
  await page.pick(page.button('Predict rows of a CSV'), file('no rooms.csv', 'area,district\n50,north\n60,south\n'));
  assert.match(await page.complaint(), /rooms/);
  await predict(page);
});

test('rows to predict come back as they stand, and what is odd about them is marked where that is asked for', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.trainThrough(3);
  const text = 'id;area;rooms;district\r\n00037;50,50;2;north\r\n\r\n9007199254740993;80,25;many;=1+2';
  await page.open('Predict');
  await page.pick(page.button('Predict rows of a CSV'), file('odd.csv', text));
  await page.result.getByText('2 rows of odd.csv predicted').waitFor();
  await page.result.getByText("Column 'rooms': 1 cell is no number ('many' in row 3)").waitFor();
  const copied = (text) => text.split('\r\n').map((line) => line.split(';').slice(0, 4).join(';')).join('\r\n');
  assert.equal(copied((await page.download('New predictions (CSV)')).text), text);
  await page.result.getByLabel('A further column says what was odd about each row').check();
  await page.result.getByLabel('An apostrophe before copied cells').check();
  await page.result.getByText('2 rows of odd.csv predicted').waitFor();
  await page.tab.waitForFunction(() => document.querySelector('#predict-guard')?.checked);
  let marked;
  do {
    marked = (await page.download('New predictions (CSV)')).text;
  } while (!marked.includes("'=1+2"));
  assert.match(marked, /rooms: 'many' is no number/);
});

for (const [name, text] of [['not json.json', '{"format":'], ['other.json', '{"hello": 1}'], ['future.json', '{"format": "perceptab-recipe", "wings": 2}']]) {
  test(`${name}: refused with a sentence, data and settings stay`, async (t) => {
    const page = await visit(t);
    await page.read(houses());
    await page.set('Epochs', 9);
    await page.choose(file(name, text, 'application/json'));
    assert.match(await page.complaint(), /\.$/);
    await page.hasRead('houses.csv');
    assert.equal(await page.value('Epochs'), '9');
  });
}

async function predict(page) {
  await page.open('Predict');
  await page.pick(page.button('Predict rows of a CSV'), housesToPredict());
  await page.result.getByText('3 rows of new houses.csv predicted').waitFor();
  return page.download('New predictions (CSV)');
}
