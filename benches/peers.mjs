// The peers that run in a browser: their bundles served, each job in a worker of a Chromium.
import { readFileSync } from 'node:fs';

import { start } from './engines.mjs';
import { put } from './page.mjs';

const FOLDER = 'target/bench/peers';
const WASM = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'];

/** Bundle and further settings of each peer. */
export const PEERS = {
  'TensorFlow.js wasm, model.fit': { script: 'tensorflow', backend: 'wasm', way: 'fit' },
  'TensorFlow.js wasm, tight loop': { script: 'tensorflow', backend: 'wasm', way: 'loop' },
  'TensorFlow.js cpu, model.fit': { script: 'tensorflow', backend: 'cpu', way: 'fit' },
  'TensorFlow.js cpu, tight loop': { script: 'tensorflow', backend: 'cpu', way: 'loop' },
  ConvNetJS: { script: 'convnet' },
  'brain.js': { script: 'brain' },
};

/** One worker a job; every call of the page is one message of `benches/peers/serve.mjs`. */
const PAGE = `<!doctype html><title>Peer</title><script type="module">
  let worker;
  const ask = (command, argument) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => 'failure' in data ? reject(new Error(data.failure)) : resolve(data.answer);
    worker.onerror = (error) => reject(new Error(error.message ?? 'the worker could not be loaded'));
    worker.postMessage([command, argument]);
  });
  Object.assign(window, {
    prepare(script, job) {
      worker?.terminate();
      worker = new Worker('./' + script + '.js');
      return ask('prepare', { ...job, rows: new URL('./rows/', location).href });
    },
    train: (epochs) => ask('train', epochs),
    score: () => ask('score'),
  });
</script>`;

/** Serves the bundles and the rows that `rows.mjs` wrote. */
export function serve(server, rows) {
  put(server, 'peers.html', PAGE);
  for (const script of new Set(Object.values(PEERS).map(({ script }) => script))) {
    put(server, `${script}.js`, readFileSync(`${FOLDER}/bundles/${script}.js`));
  }
  for (const name of WASM) {
    put(server, name, readFileSync(`${FOLDER}/node_modules/@tensorflow/tfjs-backend-wasm/dist/${name}`));
  }
  for (const name of ['inputs', 'regression', 'classification']) {
    put(server, `rows/train-${name}.f32`, readFileSync(`${rows}/train-${name}.f32`));
  }
}

/** The versions that the lockfile pins. */
export function versions() {
  const { packages } = JSON.parse(readFileSync('benches/peers/package-lock.json', 'utf8'));
  const version = (name) => packages[`node_modules/${name}`].version;
  return { 'TensorFlow.js': version('@tensorflow/tfjs-core'), ConvNetJS: version('convnetjs'), 'brain.js': version('brain.js') };
}

/** A fresh Chromium for peers. */
export function open(server) {
  return start('Chromium', `${server.address}peers.html`);
}

/**
 * Trains a job {task, hidden, activation, outputs, batch, rate, range, scale} with a peer in that browser, for some `seconds`
 * but for `most` epochs at most. Returns epoch_seconds (after a warm-up as long), cold_seconds (the very
 * first epoch), epochs (those timed), trained (all of them), cpu_seconds (of the browser, an epoch), and loss and
 * accuracy over the training rows before and after.
 */
export async function train(browser, name, job, seconds, most) {
  const { script, ...settings } = PEERS[name];
  const about = await browser.call('prepare', script, { ...job, ...settings });
  if (settings.backend && about.backend !== settings.backend) throw new Error(`it runs on ${about.backend}`);
  if (settings.backend === 'wasm' && !about.simd) throw new Error('it runs without SIMD');
  const before = await browser.call('score');
  const cold_seconds = await browser.call('train', 1);
  let [last, warmed] = [cold_seconds, 1];
  for (let spent = cold_seconds; spent < seconds; spent += last, warmed += 1) last = await browser.call('train', 1);
  const epochs = Math.min(Math.max(1, Math.ceil(seconds / last)), most);
  const cpu = browser.cpu();
  const timed = await browser.call('train', epochs);
  const after = browser.cpu();
  const score = await browser.call('score');
  return {
    ...{ cold_seconds, epochs, trained: warmed + epochs, before, after: score },
    epoch_seconds: timed / epochs,
    cpu_seconds: cpu === null || after === null ? null : (after - cpu) / epochs,
  };
}
