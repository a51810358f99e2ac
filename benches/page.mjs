// All that the bench knows of `dist/`: how the worker is started, and the words that it takes and gives.
import { existsSync, readFileSync } from 'node:fs';

import { serve } from '../e2e/server.mjs';

/** The scripts that start the worker, newest first: the first one that is there is taken. */
const STARTERS = ['worker_boot.js', 'worker_loader.js'];

/**
 * Wraps the worker's own start: it notes the memory of every WebAssembly module as it is made, and tells the whole size on
 * a channel of its own. Such a memory never shrinks, so its size is its peak.
 */
const STARTER = (script) => `
  const memories = [];
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const instantiate = WebAssembly[name];
    WebAssembly[name] = async (...parts) => {
      const made = await instantiate(...parts);
      const { memory } = (made.instance ?? made).exports;
      if (memory) memories.push(memory);
      return made;
    };
  }
  new BroadcastChannel('bench-memory').onmessage = ({ data, target }) => {
    if (data === 'how much?') target.postMessage(memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0));
  };
  await import('./${script}' + self.location.search);
`;

/** A page with nothing on it: what the app's own page does beside training is not in the figures. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>Bench</title><script type="module">
  // Page → worker: [command, file]. Worker → page: a list of events, or a string: its last words.
  const worker = new Worker('./bench_worker.js?v=bench', { type: 'module' });
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
      if (failure) reject(new Error(failure.Failed.message));
      else if (event) resolve(event[name]);
    }
  }
  const hear = (name) => new Promise((resolve, reject) => { waiting.push({ name, resolve, reject }); settle(); });
  const tell = (command, file) => { heard = []; waiting.length = 0; worker.postMessage([command, file]); };
  const since = (start) => (performance.now() - start) / 1000;
  const memory = () => new Promise((resolve) => {
    const channel = new BroadcastChannel('bench-memory');
    channel.onmessage = ({ data }) => { channel.close(); resolve(data); };
    channel.postMessage('how much?');
  });

  // What the bench calls; every answer is plain JSON.
  Object.assign(window, {
    ready: async () => Boolean(await hear('Ready')),
    async openTable(address, name) {
      const file = new File([await (await fetch(address)).blob()], name);
      const start = performance.now();
      tell({ Read: { purpose: 'Open', name, bytes: file.size } }, file);
      await hear('TableRead');
      return { seconds: since(start), memory: await memory() };
    },
    async train(run, recipe) {
      const start = performance.now();
      tell({ Train: { run, recipe } });
      await hear('Started');
      const prepare_seconds = since(start);
      const { seconds, outcome, weights_hash, report } = await hear('Ended');
      const wall_seconds = since(start);
      if (outcome !== 'Finished') throw new Error('the run ended with ' + JSON.stringify(outcome));
      const { train, test } = report;
      return {
        wall_seconds, prepare_seconds, seconds, weights_hash, memory: await memory(),
        train_loss: train.loss, train_accuracy: train.accuracy, test_accuracy: test.accuracy,
        // Counts cross as BigInts.
        rows: { train: Number(train.rows), test: Number(test.rows) },
      };
    },
    async predictions() {
      tell({ Export: 'Predictions' });
      return new TextDecoder().decode(new Uint8Array((await hear('File')).bytes));
    },
  });
</script>`;

/** Serves `dist` with the bench's page beside it. `files`: name → path of what is served besides. */
export async function open(dist, files = {}) {
  const starter = STARTERS.find((name) => existsSync(`${dist}/${name}`));
  if (!starter) throw new Error(`${dist}/ has none of ${STARTERS.join(', ')}: benches/page.mjs must learn how the worker is started.`);
  const server = await serve(dist);
  put(server, 'bench.html', PAGE);
  put(server, 'bench_worker.js', STARTER(starter));
  for (const [name, path] of Object.entries(files)) put(server, name, readFileSync(path));
  return server;
}

/** Puts a file of that name and content beside `dist`. */
export function put(server, name, body) {
  const type = /\.(html|js|wasm|csv)$/.test(name) ? {} : { type: 'application/octet-stream' };
  server.replacements.set(name, { status: 200, body, ...type });
}
