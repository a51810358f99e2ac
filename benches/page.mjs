// All that the bench knows of `dist/`: how the worker is started, and the words that it takes and gives.
import { readFileSync, readdirSync } from 'node:fs';

import { serve } from '../e2e/server.mjs';

/**
 * A page with nothing on it: what the app's own page does beside training is not in the figures. `app` and `wasm` are the
 * addresses of the module's script and of the module, which the page hands to the worker compiled, as the app's own does;
 * `rest` is that of the module's other half, which the app's page has handed over by the time that a person brings a file.
 */
const page = ({ app, wasm, rest }) => `<!doctype html><meta charset="utf-8"><title>Bench</title><script type="module">
  // Page → worker: [command, file]. Worker → page: a list of events, or a string: its last words.
  const worker = new Worker('./worker_boot.js', { type: 'module' });
  const waiting = [];
  let heard = [];
  const failed = (message) => ({ Failed: { kind: 'lost', message } });
  worker.onmessage = ({ data }) => {
    heard.push(...(typeof data === 'string' ? [failed(data)] : data));
    settle();
  };
  worker.onerror = (error) => { heard.push(failed(error.message ?? 'the worker could not be loaded')); settle(); };
  const hand = (address, pack) => WebAssembly.compileStreaming(fetch(address)).then(
    (module) => worker.postMessage(pack(module)),
    (error) => worker.onerror(error),
  );
  const whole = hand('${wasm}', (module) => ['${app}', module]).then(() => ${rest ? `hand('${rest}', (module) => module)` : 'true'});
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

  // What the bench calls; every answer is plain JSON.
  Object.assign(window, {
    ready: async () => Boolean((await hear('Ready')) && ((await whole) ?? true)),
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
      return Number((await hear('SelfTested')).memory);
    },
    async train(run, recipe) {
      const start = performance.now();
      // A recipe crosses as the text of its file.
      tell({ Train: { run, recipe: JSON.stringify(recipe) } });
      await hear('Started');
      const prepare_seconds = since(start);
      const { seconds, outcome, weights_hash, report, memory } = await hear('Ended');
      const wall_seconds = since(start);
      if (outcome !== 'Finished') throw new Error('the run ended with ' + JSON.stringify(outcome));
      const { train, test } = report;
      return {
        wall_seconds, prepare_seconds, seconds, weights_hash,
        train_loss: train.loss, train_accuracy: train.accuracy, test_accuracy: test.accuracy,
        // Counts and bytes cross as BigInts.
        memory: memory == null ? null : Number(memory),
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
  const shell = readFileSync(`${dist}/index.html`, 'utf8');
  const [app, wasm] = ['app', 'wasm'].map((name) => shell.match(new RegExp(`data-${name}="?([^" >]+)`))?.[1]);
  if (!app || !wasm) throw new Error(`${dist}/index.html does not name its module: benches/page.mjs must learn how the worker is started.`);
  const server = await serve(dist);
  const rest = readdirSync(dist).find((name) => /^rest-.*\.wasm$/.test(name));
  put(server, 'bench.html', page({ app, wasm, rest }));
  for (const [name, path] of Object.entries(files)) put(server, name, readFileSync(path));
  return server;
}

/** Puts a file of that name and content beside `dist`. */
export function put(server, name, body) {
  const type = /\.(html|js|wasm|csv)$/.test(name) ? {} : { type: 'application/octet-stream' };
  server.replacements.set(name, { status: 200, body, ...type });
}
