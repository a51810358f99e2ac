import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PRESETS, houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

test('a preset fills the settings, which can be edited and put back', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  const expected = { 'spec1-regression': ['32', 'Sigmoid'], 'spec2-regression': ['64, 32', 'ReLU'], 'spec1-softmax': ['32', 'Sigmoid'], 'spec2-softmax': ['64, 32', 'ReLU'] };
  for (const { id, title } of PRESETS) {
    await page.takePreset(title);
    assert.deepEqual([await page.value('Hidden layers'), await page.value('Activation')], expected[id]);
    assert.deepEqual([await page.value('Learning rate'), await page.value('Batch size'), await page.value('Epochs')], ['0.01', '32', '200']);
    const task = id.endsWith('softmax') ? 'Classification' : 'Regression';
    assert.equal(await page.task(task).isChecked(), true, title);
  }
  await page.set('Learning rate', 0.02);
  await page.putBack('Learning rate');
  assert.equal(await page.value('Learning rate'), '0.01');
  assert.equal(await page.button(/^Put .* back to/).count(), 0);
});

const WRONG = [
  ['Learning rate', '0'],
  ['Learning rate', 'fast'],
  ['Epochs', '0'],
  ['Epochs', '1.5'],
  ['Batch size', '-3'],
  ['Hidden layers', '64, many'],
  ['Hidden layers', '4096'],
  ['Test share', '95'],
  ['Weight range', '-1'],
  ['Seed', 'lucky'],
  ['Measure every', '0'],
];

test('a value that cannot work is explained beside its field, and Train waits', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  for (const [label, value] of WRONG) {
    await t.test(`${label}: ${value}`, async () => {
      const before = await page.value(label);
      await page.set(label, value);
      assert.match(await page.explanation(label), /[a-z]{3}.*\.$/);
      assert.equal(await page.field(label).getAttribute('aria-invalid'), 'true');
      assert.equal(await page.button('Train').isDisabled(), true);
      await page.set(label, before);
      assert.equal(await page.field(label).getAttribute('aria-invalid'), 'false');
      assert.equal(await page.button('Train').isDisabled(), false);
    });
  }
});

test('another column to predict, another task, fewer columns', async (t) => {
  const page = await visit(t);
  await page.read(houses());
  await page.predictColumn('district');
  assert.equal(await page.task('Classification').isChecked(), true);
  await page.tab.getByRole('checkbox', { name: 'Use rooms' }).uncheck();
  await page.trainThrough(3);
  const recipe = JSON.parse((await page.download('Recipe (JSON)')).text);
  assert.equal(recipe.target, 'district');
  assert.deepEqual(recipe.columns, { rooms: false });
});
