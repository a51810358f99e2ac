// One run of the benchmark: every contestant in every round, the table at the end. `scripts/bench.sh` starts it.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

import * as browser from './browser.mjs';
import { run } from './native.mjs';
import { PRESETS, TARGET, operations, recipe } from './presets.mjs';
import { report } from './report.mjs';

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const epochs = Number(process.env.BENCH_EPOCHS ?? 200);
const wanted = process.env.BENCH_PRESETS?.split(',');
const presets = PRESETS.filter(({ id }) => !wanted || wanted.includes(id));
if (presets.length === 0) throw new Error(`BENCH_PRESETS names none of ${PRESETS.map(({ id }) => id).join(', ')}.`);
const python = process.env.BENCH_PYTHON;
const real = `${process.env.PERCEPTAB_SHARED ?? '../shared'}/data/song_data.csv`;
const file = existsSync(real) ? real : 'data/songs.csv';
const say = (words) => console.error(`bench: ${words}`);

// The load is a trailing mean, in which the build before this still counts: it gets four minutes to fade.
for (let waited = 0; loadavg()[0] > 0.5 && waited < 240; waited += 10) {
  if (waited === 0) say('waiting for the load to fall below 0.5');
  await wait(10_000);
}

const figures = {
  rounds,
  epochs,
  data: file === real ? 'real' : 'synthetic',
  load: loadavg()[0],
  versions: {},
  ceiling: [],
  reading: [],
  // preset id → contestant → list of {seconds, wall_seconds, cpu_seconds, test_accuracy}
  presets: Object.fromEntries(presets.map(({ id }) => [id, {}])),
};
if (figures.load > 0.5) say(`the load is ${figures.load.toFixed(1)} before the start: these figures will be noisy`);

const server = await browser.open('dist', 'target/bench/ceiling.wasm');
try {
  for (let round = 1; round <= rounds; round += 1) {
    figures.ceiling.push(await browser.ceiling(server, 2));
    // Each round goes through the presets from another one on, so that a slow minute does not meet the same one.
    for (let index = 0; index < presets.length; index += 1) await compare(presets[(round + index) % presets.length], round);
  }
} finally {
  await server.close();
}

async function compare(preset, round) {
  const { id } = preset;
  const contestants = figures.presets[id];
  const take = (name, result) => {
    (contestants[name] ??= []).push(result);
    say(`round ${round} of ${rounds}, ${id}, ${name}: ${result.seconds.toFixed(2)} s`);
  };

  const native = await run('target/release/perceptab', [
    ...['train', file, '--target', TARGET, '--preset', id, '--epochs', String(epochs), '--json'],
  ]);
  const { seconds, weights_hash, final } = native;
  take('native', {
    seconds,
    weights_hash,
    wall_seconds: native.program.seconds,
    cpu_seconds: native.program.cpu_seconds,
    test_accuracy: final.test.accuracy,
  });

  const ours = await browser.train(server, file, recipe(preset, epochs));
  take('chromium, cold', ours.cold);
  take('chromium, warm', ours.warm);
  figures.versions.Chromium = ours.version;
  figures.reading.push(ours.read_seconds);
  figures.rows = { train: ours.cold.rows[0], test: ours.cold.rows[1] };
  for (const { weights_hash } of [ours.cold, ours.warm]) {
    if (weights_hash !== native.weights_hash) {
      throw new Error(`${id}: Chromium's weights (${weights_hash}) are not the native ones (${native.weights_hash})`);
    }
  }
  contestants.operations = operations(preset, epochs, figures.rows);

  if (python) {
    const peer = await run(python, ['benches/scikit_learn.py', file, id, String(epochs)]);
    take('scikit-learn', peer);
    Object.assign(figures.versions, peer.versions);
  }
}

const text = report(figures);
await mkdir('target/bench', { recursive: true });
await writeFile('target/bench/figures.json', `${JSON.stringify(figures, null, 1)}\n`);
console.log(text);
// A quick or partial run must not stand where a whole one stood.
if (rounds >= 5 && epochs === 200 && !wanted) {
  await writeFile('BENCHMARKS.md', text);
  say('written to BENCHMARKS.md');
} else {
  say('a quick run: BENCHMARKS.md stays as it is');
}
