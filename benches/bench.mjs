// One run of the benchmark: every contestant in every round, the tables at the end. `scripts/bench.sh` starts it.
// With --report it measures nothing and writes the tables from what was measured last.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { ceiling } from './ceiling.mjs';
import * as contestants from './contestants.mjs';
import { missing } from './engines.mjs';
import { openTable, train } from './ours.mjs';
import { open } from './page.mjs';
import * as peers from './peers.mjs';
import { EPOCHS, GRID, PRESETS, recipe } from './presets.mjs';
import { report } from './report.mjs';
import { prepare } from './rows.mjs';

const FIGURES = 'target/bench/figures.json';
const { ENGINES, FIT, FLOAT32, FLOAT64, LOOP, NATIVE, inEngine } = contestants;
const JOBS = [...PRESETS, ...GRID];

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const epochs = Number(process.env.BENCH_EPOCHS ?? EPOCHS);
const wanted = process.env.BENCH_JOBS?.split(',');
const jobs = JOBS.filter(({ id }) => !wanted || wanted.some((start) => id.startsWith(start)));
if (jobs.length === 0) throw new Error(`BENCH_JOBS names none of ${JOBS.map(({ id }) => id).join(', ')}.`);
const say = (words) => console.error(`bench: ${words}`);

if (process.argv.includes('--report')) {
  await publish(JSON.parse(await readFile(FIGURES, 'utf8')));
} else {
  await publish(await measure());
}

async function measure() {
  const real = `${process.env.PERCEPTAB_SHARED ?? '../shared'}/data/song_data.csv`;
  const file = existsSync(real) ? real : 'data/songs.csv';
  await quiet();
  const figures = {
    ...{ date: new Date().toISOString().slice(0, 10), rounds, epochs, jobs: {}, whole: !wanted },
    ...{ data: file === real ? 'real' : 'synthetic', load: loadavg()[0], versions: { ...peers.versions() } },
    // What could not be measured, as sentences.
    ...{ left_out: [], ceiling: [] },
  };
  if (figures.load > 0.5) say(`the load is ${figures.load.toFixed(1)} before the start: these figures will be noisy`);

  const table = basename(file);
  const server = await open('dist', { 'ceiling.wasm': 'target/bench/ceiling.wasm', [table]: file });
  const bench = {
    ...{ server, file, table, epochs, python: process.env.BENCH_PYTHON, folder: 'target/bench/rows' },
    // Whether npm had them.
    peers: process.env.BENCH_PEERS !== '0',
    seconds: Number(process.env.BENCH_SECONDS ?? 1),
    note: (name, version) => (figures.versions[name] = version),
  };
  try {
    bench.rows = figures.rows = await shareRows(bench);
    if (bench.peers) peers.serve(server, bench.folder);
    const engines = await presentEngines(figures);
    for (let round = 0; round < rounds; round += 1) {
      figures.ceiling.push(await ceiling(server, 4));
      // Each round begins with another job and another contestant, so that a slow minute does not meet the same ones.
      for (const job of rotated(jobs, 3 * round)) {
        for (const turn of rotated(turns(bench, job, engines), round)) await take(figures, job, turn, round);
        agree(figures, job);
        await keep(figures);
      }
    }
    for (const job of jobs) {
      const { results } = figures.jobs[job.id];
      const most = Math.max(...Object.values(results).flat().map(({ trained }) => trained));
      figures.jobs[job.id].curve = await contestants.lossCurve(bench, job, most);
    }
  } finally {
    await server.close();
  }
  await keep(figures);
  return figures;
}

/** The load is a trailing mean, in which the build before this still counts: it gets four minutes to fade. */
async function quiet() {
  for (let waited = 0; loadavg()[0] > 0.5 && waited < 240; waited += 10) {
    if (waited === 0) say('waiting for the load to fall below 0.5');
    await wait(10_000);
  }
}

/** Takes the split from our own worker and prepares its rows for the peers. Returns how many there are. */
async function shareRows(bench) {
  const { browser } = await openTable('Chromium', bench.server, bench.table);
  try {
    const { rows } = await train(browser, recipe(PRESETS[0], 1, 1));
    const prepared = await prepare(bench.file, await browser.call('predictions'), bench.folder);
    if (prepared.rows !== rows.train) throw new Error(`${prepared.rows} training rows were prepared; ours are ${rows.train}`);
    return rows;
  } finally {
    await browser.close();
  }
}

async function presentEngines(figures) {
  const present = [];
  for (const engine of ENGINES) {
    const why = await missing(engine);
    if (!why) present.push(engine);
    else figures.left_out.push(`${engine} was left out, since it is not to be had here (${why}); \`scripts/setup.sh engines\` installs it.`);
  }
  if (!process.env.BENCH_PYTHON) figures.left_out.push('scikit-learn was left out: Python 3 or its packages were missing.');
  if (process.env.BENCH_PEERS === '0') figures.left_out.push('TensorFlow.js, ConvNetJS and brain.js were left out: npm could not install them.');
  figures.left_out.forEach(say);
  return present;
}

/** What is measured on a job in a round, as [who, function]. */
function turns(bench, job, engines) {
  const peer = (name) => (bench.peers ? [[name, () => contestants.peer(bench, job, name)]] : []);
  const scikit = (...names) => [names.join(', '), () => contestants.scikitLearn(bench, job, names)];
  const python = bench.python ? (...names) => [scikit(...names)] : () => [];
  if (GRID.includes(job)) {
    return [
      [inEngine('Chromium'), () => contestants.cell(bench, job)],
      [NATIVE, () => contestants.cellNatively(bench, job)],
      ...python(FLOAT32),
      ...[FIT, LOOP].flatMap(peer),
    ];
  }
  return [
    ...engines.map((engine) => [inEngine(engine), () => contestants.wholeRun(bench, job, engine)]),
    [NATIVE, () => contestants.wholeRunNatively(bench, job)],
    ...python(FLOAT32, FLOAT64),
    ...Object.keys(peers.PEERS).flatMap(peer),
  ];
}

async function take(figures, job, [who, measure], round) {
  const { results } = (figures.jobs[job.id] ??= { results: {} });
  const start = performance.now();
  try {
    for (const [name, result] of Object.entries(await measure())) (results[name] ??= []).push(result);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    say(`round ${round + 1} of ${rounds}, ${job.id}, ${who}: measured in ${seconds} s`);
  } catch (error) {
    // A peer that fails is told; ours must not.
    if (who.startsWith('Perceptab')) throw error;
    figures.left_out.push(`${job.id}, ${who}, round ${round + 1}: ${String(error.message).split('\n')[0]}`);
    say(figures.left_out.at(-1));
  }
}

/** Every run of ours on a job gives the same weights, natively and in every engine. */
function agree({ jobs }, { id }) {
  const hashes = new Map();
  for (const [name, list] of Object.entries(jobs[id].results)) {
    for (const { weights_hash } of list) if (weights_hash) hashes.set(weights_hash, name);
  }
  if (hashes.size > 1) throw new Error(`${id}: the weights differ: ${[...hashes].map((pair) => pair.join(' ')).join(', ')}`);
}

async function keep(figures) {
  await mkdir('target/bench', { recursive: true });
  await writeFile(FIGURES, `${JSON.stringify(figures, null, 1)}\n`);
}

async function publish(figures) {
  const text = report(figures);
  console.log(text);
  // A quick or partial run must not stand where a whole one stood.
  const whole = figures.whole && figures.rounds >= 5 && figures.epochs === EPOCHS;
  const path = whole ? 'BENCHMARKS.md' : 'target/bench/BENCHMARKS.md';
  await writeFile(path, text);
  say(whole ? `written to ${path}` : `a quick run: written to ${path}; BENCHMARKS.md stays as it is`);
}

function rotated(list, by) {
  const from = by % list.length;
  return [...list.slice(from), ...list.slice(0, from)];
}
