import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PRESETS, houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

test('a preset fills the settings, which stay editable and can be put back', async (t) => {
  const page = await visit(t);
  await page.choose(houses());
  await page.hasRead('houses.csv');
  await page.takePreset(PRESETS[0].title);
  assert.equal(await page.value('Hidden layers'), '32');
  await page.takePreset(PRESETS[1].title);
  assert.equal(await page.value('Hidden layers'), '64, 32');
  await page.set('Learning rate', 0.02);
  await page.putBack('Learning rate');
  assert.equal(await page.value('Learning rate'), '0.01');
});

const WRONG = [
  ['Learning rate', '0', /more than 0|between|from/i],
  ['Learning rate', 'fast', /number/i],
  ['Epochs', '0', /1/],
  ['Batch size', '-3', /whole number/i],
  ['Hidden layers', '64, many', /whole numbers/i],
  ['Test share', '95', /90|%/],
];

for (const [label, value, sentence] of WRONG) {
  test(`${label} ${value} is explained beside the field, and Train waits`, async (t) => {
    const page = await visit(t);
    await page.choose(houses());
    await page.hasRead('houses.csv');
    const before = await page.value(label);
    await page.set(label, value);
    assert.match(await page.explanation(label), sentence);
    assert.equal(await page.button('Train').isDisabled(), true);
    await page.set(label, before);
    assert.equal(await page.button('Train').isDisabled(), false);
  });
}
