import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCsv } from '../csv.mjs';
import { songFile } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

test('the real song file, from the picker to the downloads', { skip: songFile() ? false : 'the song file is absent' }, async (t) => {
  const page = await visit(t);
  await page.choose(songFile());
  await page.hasRead('song_data.csv');
  await page.data.getByText('18,835 rows').waitFor();
  await page.data.getByText(/3,909 .*(repeat|duplicate)/).first().waitFor();
  assert.equal(await page.target(), 'song_popularity');

  await page.takePreset('Specification 2, regression');
  await page.set('Epochs', 20);
  await page.train();
  const reading = await page.reading();
  assert.match(reading, /(always|mean|baseline)/i);

  const history = parseCsv((await page.download('History (CSV)')).text);
  assert.deepEqual(history.map(({ epoch }) => epoch).slice(-2), ['10', '20']);
  const recipe = JSON.parse((await page.download('Recipe (JSON)')).text);
  assert.equal(recipe.format, 'perceptab-recipe');
  assert.equal(recipe.preset, 'spec2-regression');
  assert.equal(recipe.epochs, 20);
  assert.equal(recipe.target, 'song_popularity');
  const model = JSON.parse((await page.download('Model (JSON)')).text);
  const predictions = parseCsv((await page.download('Predictions (CSV)')).text);
  assert.equal(predictions.length, 14_924);
  assert.equal(predictions.filter(({ part }) => part === 'test').length, 2_985);

  // The three files tell one story: the last test accuracy of the history is that of the predictions.
  const test = predictions.filter(({ part }) => part === 'test');
  const right = test.filter(({ actual, predicted }) => actual === predicted).length;
  assert.ok(Math.abs(Number(history.at(-1).test_accuracy) - right / test.length) < 1e-9);
  assert.ok(JSON.stringify(model).includes('song_popularity'));

  for (const name of [/accuracy.*PNG/i, /loss.*PNG/i]) {
    const { bytes } = await page.download(name);
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
  }
});
