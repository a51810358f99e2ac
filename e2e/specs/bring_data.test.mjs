import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { houses, housesToPredict } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

test('a CSV dropped anywhere is read; dropped on the model, it is predicted', async (t) => {
  const page = await visit(t);
  await page.drop(houses(), page.result);
  await page.hasRead('houses.csv');
  await page.trainThrough(10);

  await page.open('Predict');
  const fresh = housesToPredict();
  await page.drop(fresh, page.button('Predict rows of a CSV'));
  await page.result.getByText(fresh.name).first().waitFor();
  assert.match(await page.dataText(), /houses\.csv/, 'the table is still the one that was trained on');
});

test('reading a large file can be cancelled, and the table before stays', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'perceptab-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'large.csv');
  const rows = houses(20_000).buffer.toString();
  writeFileSync(path, rows + rows.slice(rows.indexOf('\n') + 1).repeat(400));

  const page = await visit(t);
  await page.read(houses());
  await page.choose(path);
  await page.button('Cancel').click();
  await page.button('Cancel').waitFor({ state: 'detached' });
  assert.match(await page.dataText(), /houses\.csv/);
  assert.doesNotMatch(await page.dataText(), /large\.csv/);
  assert.match(await page.trainThrough(5), /test rows/);
});
