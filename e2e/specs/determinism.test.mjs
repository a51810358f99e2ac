import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { perceptab } from '../native.mjs';
import { visitor } from '../visit.mjs';
import { PRESETS, songs } from '../inputs.mjs';

/** Those with momentum, and with all that no other preset has: GELU, dropout, Huber's loss, AdamW, one cycle. */
const OTHERS = [
  { id: 'mlp-regressor-1', title: 'MLPRegressor 1' },
  { id: 'mlp-classifier-2', title: 'MLPClassifier 2' },
  { id: 'beyond', title: 'Beyond the assignment' },
];

const visit = visitor();
const folder = mkdtempSync(join(tmpdir(), 'perceptab-'));
after(() => rmSync(folder, { recursive: true }));

for (const { id, title } of [...PRESETS, ...OTHERS]) {
  test(`${title}: three epochs give the native engine's weights, bit for bit`, async (t) => {
    const file = songs();
    const path = join(folder, file.name);
    writeFileSync(path, file.buffer);
    const native = perceptab('train', path, '--target', 'song_popularity', '--preset', id, '--epochs', '3', '--json');

    const page = await visit(t);
    await page.read(file);
    await page.takePreset(title);
    await page.trainThrough(3);
    assert.equal(await page.weightsHash(), native.weights_hash);
  });
}

test('L-BFGS, early stopping and rare activations give the native weights too, bit for bit', async (t) => {
  const file = songs();
  const path = join(folder, file.name);
  writeFileSync(path, file.buffer);
  for (const more of [
    { solver: 'lbfgs', epochs: 5, hidden: [8], activation: 'tanh' },
    { solver: 'rms-prop', learning_rate: 0.001, epochs: 3, hidden: [8, 8, 8, 8], layer_activations: ['elu', 'selu', 'softplus', 'leaky-relu'], early_stopping: true, schedule: 'inverse-scaling', clip_norm: 0.5, alpha: 0.01 },
    { solver: 'adam', learning_rate: 0.001, epochs: 3, schedule: 'cosine', loss: 'poisson', task: 'regression', target_scale: { 'divide-by': 100 }, initialiser: 'he' },
  ]) {
    const recipe = { format: 'perceptab-recipe', target: 'song_popularity', ...more };
    const recipePath = join(folder, 'recipe.json');
    writeFileSync(recipePath, JSON.stringify(recipe));
    const native = perceptab('train', path, '--recipe', recipePath, '--json');
    const page = await visit(t);
    await page.read(file);
    await page.choose({ name: 'recipe.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(recipe)) });
    await page.tab.waitForFunction((field) => field.value !== '200', await page.field('Epochs').elementHandle());
    await page.train();
    await page.reading();
    assert.equal(await page.weightsHash(), native.weights_hash, more.solver);
  }
});
