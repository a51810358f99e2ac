// Drop, train and read in Firefox and WebKitGTK, and the native engine's weights in each; runs side by side, whose half of
// the module comes when it is called. Needs a display for WebKitGTK.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PRESETS, songs } from './inputs.mjs';
import { MORE_ENGINES } from './more_engines.mjs';
import { perceptab } from './native.mjs';
import { serve } from './server.mjs';

/** What the scripts below run on: elements as a person names them. */
const WORDS = `
  const field = (label) => [...document.querySelectorAll('label')].find((it) => it.textContent.trim().startsWith(label)).control;
  const button = (name) => [...document.querySelectorAll('button')].find((it) => it.textContent.trim() === name && !it.disabled);
`;

const folder = mkdtempSync(join(tmpdir(), 'perceptab-'));
const path = join(folder, 'few songs.csv');
let server;
before(async () => {
  writeFileSync(path, songs().buffer);
  server = await serve('dist');
});
after(async () => {
  await server?.close();
  rmSync(folder, { recursive: true });
});

async function openPage(browser) {
  await browser.open(server.address);
  await browser.until('the page', `return document.querySelector('main[data-worker=ready]') !== null`);
}

async function dropSongs(browser) {
  await browser.run(
    `const transfer = new DataTransfer();
     transfer.items.add(new File([arguments[0]], arguments[1], { type: 'text/csv' }));
     for (const kind of ['dragenter', 'dragover', 'drop'])
       document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));`,
    songs().buffer.toString(),
    'few songs.csv',
  );
  await browser.until('the table', `${WORDS} return Boolean(button('Train'))`);
}

for (const [engine, start] of Object.entries(MORE_ENGINES)) {
  test(`${engine}: drop, train, read; the native engine's weights for each preset`, async () => {
    const browser = await start();
    try {
      await openPage(browser);
      await dropSongs(browser);
      for (const { id, title } of PRESETS) {
        const native = perceptab('train', path, '--target', 'song_popularity', '--preset', id, '--epochs', '3', '--json');
        await browser.run(
          `${WORDS}
           field(arguments[0]).click();
           const epochs = field('Epochs');
           epochs.value = '3';
           epochs.dispatchEvent(new Event('input', { bubbles: true }));
           epochs.dispatchEvent(new Event('change', { bubbles: true }));
           button('Train').click();`,
          title,
        );
        const [reading, hash] = await browser.until(
          `the reading of ${title}`,
          `const reading = document.querySelector('.result [role=status]').textContent;
           const hash = document.querySelector('.result code');
           return reading && hash && [reading, hash.textContent]`,
        );
        assert.match(reading, /test rows/);
        assert.equal(hash, native.weights_hash, `${engine}, ${title}`);
      }
    } finally {
      await browser.close();
    }
  });

  test(`${engine}: the assignment's eight runs side by side, by workers that the page hands the engine`, async () => {
    server.requests.length = 0;
    const browser = await start();
    try {
      await openPage(browser);
      await dropSongs(browser);
      await browser.run(`${WORDS} button('The assignment').click();`);
      await browser.until('the assignment', `${WORDS} return Boolean(button('Run all eight'))`);
      await browser.run(`${WORDS} button('Run all eight').click();`);
      const text = `const text = document.querySelector('.runs').textContent; const done = text.split('200 epochs').length - 1;`;
      await browser.until('the runs', `${WORDS} ${text} return Boolean(button('Run all eight')) && done >= 8`);
      // A browser may fetch what it preloads once more, but no worker fetches it.
      assert.ok(server.requests.filter((path) => /engine-.*\.wasm$/.test(path)).length <= 2, server.requests.join(' '));
    } finally {
      await browser.close();
    }
  });
}
