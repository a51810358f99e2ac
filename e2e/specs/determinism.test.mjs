import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { perceptab } from '../native.mjs';
import { visitor } from '../visit.mjs';
import { PRESETS, songs } from '../inputs.mjs';

const visit = visitor();
const folder = mkdtempSync(join(tmpdir(), 'perceptab-'));
after(() => rmSync(folder, { recursive: true }));

for (const { id, title } of PRESETS) {
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
