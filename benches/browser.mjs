// The contestants in Chromium: the built worker driven by its own protocol, and the ceiling probe in a worker.
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

import { ARGUMENTS, executable } from '../e2e/chromium.mjs';
import { serve } from '../e2e/server.mjs';
import { cpuSeconds } from './cpu.mjs';

/** A page with nothing on it but a file picker: what the app's own page does beside training is not in the figures. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>Bench</title><input type="file"><script type="module">
  // Page → worker: [command, file]. Worker → page: a list of events, or a string: its last words.
  const worker = new Worker('./WORKER?bench', { type: 'module' });
  const waiting = [];
  let heard = [];
  const failed = (message) => ({ Failed: { kind: 'lost', message } });
  worker.onmessage = ({ data }) => {
    heard.push(...(typeof data === 'string' ? [failed(data)] : data));
    settle();
  };
  worker.onerror = (error) => { heard.push(failed(error.message ?? 'the worker could not be loaded')); settle(); };
  function settle() {
    for (const { name, resolve, reject } of waiting) {
      const failure = heard.find((event) => event.Failed);
      const event = heard.find((event) => event[name]);
      if (failure) reject(new Error(JSON.stringify(failure.Failed)));
      else if (event) resolve(event[name]);
    }
  }
  window.hear = (name) => new Promise((resolve, reject) => { waiting.push({ name, resolve, reject }); settle(); });
  window.tell = (command, file) => { heard = []; waiting.length = 0; worker.postMessage([command, file]); };
</script>`;

const PROBE = `<!doctype html><title>Ceiling</title><script type="module">
  const code = \`onmessage = async ({ data: { address, seconds } }) => {
    const { instance } = await WebAssembly.instantiate(await (await fetch(address)).arrayBuffer());
    const { operations, memory, ...rest } = instance.exports;
    const blocks = Object.entries(rest).filter(([name]) => name.startsWith('block_'));
    const best = {};
    // Short calls, so that the browser's optimised code gets in, and the best of them: a ceiling, not an average.
    for (const end = performance.now() + 1000 * seconds; performance.now() < end;) {
      for (const [name, block] of blocks) {
        const start = performance.now();
        block(500);
        const speed = 500 * operations() / (performance.now() - start) / 1e6;
        best[name] = Math.max(best[name] ?? 0, speed);
      }
    }
    postMessage(best);
  };\`;
  const worker = new Worker(URL.createObjectURL(new Blob([code])));
  window.probe = (seconds) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (error) => reject(new Error(error.message));
    worker.postMessage({ address: new URL('./ceiling.wasm', location).href, seconds });
  });
</script>`;

/** Serves `dist` with the two pages beside it. `ceiling`: the path of the probe's module. */
export async function open(dist, ceiling) {
  const server = await serve(dist);
  const worker = (await exists(`${dist}/worker_boot.js`)) ? 'worker_boot.js' : 'worker_loader.js';
  const html = (body) => ({ status: 200, type: 'text/html; charset=utf-8', body });
  server.replacements.set('bench.html', html(PAGE.replace('WORKER', worker)));
  server.replacements.set('ceiling.html', html(PROBE));
  server.replacements.set('ceiling.wasm', {
    status: 200,
    type: 'application/wasm',
    body: await readFile(ceiling),
  });
  return server;
}

/**
 * A fresh browser, so that its compilers have seen nothing of ours: reads `file` and trains `recipe` twice in the same
 * worker. Returns `cold` and `warm`: {seconds (the worker's own), wall_seconds (from the command to the last event),
 * cpu_seconds (of the whole browser in that time), weights_hash, test_accuracy}, and `facts` and `version`.
 */
export async function train(server, file, recipe) {
  return withBrowser(async (browser, id) => {
    const page = await browser.newPage();
    await page.goto(`${server.address}bench.html`);
    await page.evaluate(() => hear('Ready'));
    await page.locator('input').setInputFiles(file);
    const read_seconds = await page.evaluate(async () => {
      const [file] = document.querySelector('input').files;
      const start = performance.now();
      tell({ Read: { purpose: 'Open', name: file.name, bytes: file.size } }, file);
      await hear('TableRead');
      return (performance.now() - start) / 1000;
    });
    const runs = [];
    for (const run of [1, 2]) {
      const before = cpuSeconds(id);
      const result = await page.evaluate(
        async ([run, recipe]) => {
          const start = performance.now();
          tell({ Train: { run, recipe } });
          const ended = await hear('Ended');
          return {
            wall_seconds: (performance.now() - start) / 1000,
            seconds: ended.seconds,
            outcome: ended.outcome,
            weights_hash: ended.weights_hash,
            test_accuracy: ended.report.test.accuracy,
            // Counts cross as BigInts.
            rows: [ended.report.train.rows, ended.report.test.rows].map(Number),
          };
        },
        [run, recipe],
      );
      const after = cpuSeconds(id);
      if (result.outcome !== 'Finished') throw new Error(`the run ended with ${JSON.stringify(result.outcome)}`);
      runs.push({ ...result, cpu_seconds: before === null || after === null ? null : after - before });
    }
    return { cold: runs[0], warm: runs[1], read_seconds, version: browser.version() };
  });
}

/** The best GFLOP/s of each block shape within `seconds`, in a worker of a fresh browser. */
export async function ceiling(server, seconds) {
  return withBrowser(async (browser) => {
    const page = await browser.newPage();
    await page.goto(`${server.address}ceiling.html`);
    return page.evaluate((seconds) => probe(seconds), seconds);
  });
}

async function withBrowser(use) {
  // As a server, since only that tells the id of the process.
  const process = await chromium.launchServer({ executablePath: executable(), args: ARGUMENTS });
  try {
    const browser = await chromium.connect(process.wsEndpoint());
    return await use(browser, process.process().pid);
  } finally {
    await process.close();
  }
}

async function exists(path) {
  return readFile(path).then(() => true, () => false);
}
