// The tests' file server packs as a static host does, for whoever takes it: `make lighthouse` measures through it.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { serve } from '../e2e/server.mjs';

test('files are packed where that is asked for and the visitor takes it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'served-'));
  t.after(() => rm(folder, { recursive: true }));
  const text = 'one line of many\n'.repeat(1_000);
  for (const name of ['page.js', 'page.wasm', 'page.png']) await writeFile(join(folder, name), text);
  for (const packing of [true, false]) {
    const server = await serve(folder, { packing });
    t.after(() => server.close());
    for (const encoding of ['gzip', 'identity']) {
      for (const name of ['page.js', 'page.wasm', 'page.png']) {
        const answer = await fetch(server.address + name, { headers: { 'accept-encoding': encoding } });
        assert.equal(await answer.text(), text);
        const isPacked = answer.headers.get('content-encoding') === 'gzip';
        assert.equal(isPacked, packing && encoding === 'gzip' && name !== 'page.png', `${name}, ${packing}, ${encoding}`);
      }
    }
  }
});
