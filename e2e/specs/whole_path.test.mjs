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
  assert.match(await page.dataText(), /18,835 rows/);
  await page.data.getByText(/3,911 of 18,835 rows repeat others/).waitFor();
  assert.equal(await page.target(), 'song_popularity');

  await page.takePreset('Specification 2, regression');
  assert.match(await page.trainThrough(20), /mean|baseline|always/i);

  const history = parseCsv((await page.download('History (CSV)')).text);
  assert.deepEqual(history.slice(-2).map(({ epoch }) => epoch), ['10', '20']);

  const recipe = JSON.parse((await page.download('Recipe (JSON)')).text);
  assert.deepEqual(
    [recipe.format, recipe.preset, recipe.epochs, recipe.hidden],
    ['perceptab-recipe', 'spec2-regression', 20, [64, 32]],
  );

  const predictions = parseCsv((await page.download('Predictions (CSV)')).text);
  const parts = grouped(predictions);
  assert.deepEqual([parts.train.length, parts.test.length], [11_939, 2_985]);

  // The files tell one story: the accuracies at the end of the history are those of the predictions.
  for (const part of ['train', 'test']) {
    const share = parts[part].filter(({ exact }) => exact === 'true').length / parts[part].length;
    assert.ok(Math.abs(Number(history.at(-1)[`${part}_accuracy`]) - share) < 1e-6, `${part}: ${share}`);
  }

  const model = (await page.download('Model (JSON)')).text;
  assert.ok(JSON.parse(model) && model.includes('song_popularity'));

  for (const name of ['Accuracy chart (PNG)', 'Loss chart (PNG)']) {
    const { bytes } = await page.download(name);
    assert.deepEqual([...bytes.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    assert.ok(bytes.length > 5_000, `${name} has ${bytes.length} bytes`);
  }
});

function grouped(rows) {
  const groups = { train: [], test: [] };
  rows.forEach((row) => groups[row.part].push(row));
  return groups;
}
