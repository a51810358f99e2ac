// All that the bench knows of `dist/`: how the worker is started, and the words that it takes and gives.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { serve } from '../e2e/server.mjs';

const PROTOCOL = 'target/wasm32-unknown-unknown/release/examples/protocol.wasm';

/**
 * A page with nothing on it: what the app's own page does beside training is not in the figures. `script` and `module` are the
 * addresses of the engine's files, of which the page hands the worker the module, compiled, as the app's own does.
 * `protocol.wasm` (benches/protocol) makes bytes of what is said to the worker, and JSON of what it says.
 */
const page = ({ script, module }) => `<!doctype html><meta charset="utf-8"><title>Bench</title><script>
  // The module below waits for what it fetches: ready is asked for before.
  window.begun = new Promise((resolve) => { window.begin = resolve; });
  window.ready = () => window.begun.then((isReady) => isReady());
</script><script type="module">
  const { instance } = await WebAssembly.instantiateStreaming(fetch('protocol.wasm'));
  const { memory, room, place, length, command, events } = instance.exports;
  const changed = (change, bytes) => {
    // Making room may move the memory: it is looked at only then.
    const at = room(bytes.length);
    new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
    const good = change();
    const out = new Uint8Array(memory.buffer, place(), length()).slice();
    if (!good) throw new Error(new TextDecoder().decode(out));
    return out;
  };
  const toBytes = (said) => changed(command, new TextEncoder().encode(JSON.stringify(said)));
  const toEvents = (bytes) => JSON.parse(new TextDecoder().decode(changed(events, bytes)));

  // Page → worker: [command, file]. Worker → page: [events], [] as a sign of life, or a string: its last words.
  const worker = new Worker('./worker_boot.js', { type: 'module' });
  const waiting = [];
  let heard = [];
  const failed = (message) => ({ Failed: { kind: 'lost', message } });
  worker.onmessage = ({ data }) => {
    if (typeof data === 'string') heard.push(failed(data));
    else if (data.missing) heard.push(failed(data.missing));
    else if (data.length) heard.push(...toEvents(data[0]));
    settle();
  };
  worker.onerror = (error) => { heard.push(failed(error.message ?? 'the worker could not be loaded')); settle(); };
  worker.postMessage(['${script}', 'bench']);
  WebAssembly.compileStreaming(fetch('${module}')).then((module) => worker.postMessage(module), (error) => worker.onerror(error));
  function settle() {
    for (const { name, resolve, reject } of waiting) {
      const failure = heard.find((event) => event.Failed);
      const event = heard.find((event) => event[name]);
      if (failure) reject(new Error(failure.Failed.message));
      else if (event) resolve(event[name]);
    }
  }
  const hear = (name) => new Promise((resolve, reject) => { waiting.push({ name, resolve, reject }); settle(); });
  const tell = (said, file) => { heard = []; waiting.length = 0; worker.postMessage([toBytes(said), file]); };
  const since = (start) => (performance.now() - start) / 1000;

  // What the bench calls; every answer is plain JSON.
  Object.assign(window, {
    async openTable(address, name) {
      const file = new File([await (await fetch(address)).blob()], name);
      const start = performance.now();
      tell({ Read: { purpose: 'Open', name, bytes: file.size } }, file);
      await hear('TableRead');
      return since(start);
    },
    /** Bytes of the worker's WebAssembly memory, which never shrinks. */
    async memory() {
      tell('SelfTest');
      return (await hear('SelfTested')).memory;
    },
    async train(run, recipe) {
      const start = performance.now();
      tell({ Train: { run, recipe } });
      await hear('Started');
      const prepare_seconds = since(start);
      const { seconds, outcome, weights_hash, report, memory } = await hear('Ended');
      const wall_seconds = since(start);
      if (outcome !== 'Finished') throw new Error('the run ended with ' + JSON.stringify(outcome));
      const { train, test } = report;
      return {
        wall_seconds, prepare_seconds, seconds, weights_hash,
        train_loss: train.loss, train_accuracy: train.accuracy, test_accuracy: test.accuracy,
        memory,
        rows: { train: train.rows, test: test.rows },
      };
    },
    async predictions() {
      tell({ Export: { export: 'Predictions', run: null } });
      return new TextDecoder().decode(new Uint8Array((await hear('File')).bytes));
    },
  });
  window.begin(async () => Boolean(await hear('Ready')));
</script>`;

/** Serves `dist` with the bench's page beside it. `files`: name → path of what is served besides. */
export async function open(dist, files = {}) {
  const shell = readFileSync(`${dist}/index.html`, 'utf8');
  const [script, module] = ['engine', 'engine-module'].map((name) => shell.match(new RegExp(`data-${name}="?([^" >]+)`))?.[1]);
  if (!script || !module) throw new Error(`${dist}/index.html does not name its engine: benches/page.mjs must learn how the worker is started.`);
  execFileSync('cargo', ['build', '--locked', '--quiet', '--release', '--target', 'wasm32-unknown-unknown', '--example', 'protocol'], { stdio: 'inherit' });
  const server = await serve(dist);
  put(server, 'bench.html', page({ script, module }));
  put(server, 'protocol.wasm', readFileSync(PROTOCOL));
  for (const [name, path] of Object.entries(files)) put(server, name, readFileSync(path));
  return server;
}

/** Puts a file of that name and content beside `dist`. */
export function put(server, name, body) {
  const type = /\.(html|js|wasm|csv)$/.test(name) ? {} : { type: 'application/octet-stream' };
  server.replacements.set(name, { status: 200, body, ...type });
}
