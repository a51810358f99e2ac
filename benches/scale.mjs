// Seconds and memory against rows, columns, classes and width, natively and in Chromium. `scripts/bench-scale.sh` starts it.
// With --report it measures nothing and writes table and plot from what was measured last.
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';

import { madeTable } from './made_table.mjs';
import { openTable, train, trainNatively } from './ours.mjs';
import { open, put } from './page.mjs';
import { plot } from './plot.mjs';
import { operations } from './presets.mjs';
import { scaleReport } from './scale_report.mjs';

const FIGURES = 'target/bench/scale.json';
const BASE = { rows: 10_000, columns: 10, classes: 0, width: 64 };
/** Each axis from its least to its largest value; everything else is as in BASE. */
const AXES = {
  rows: [1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6],
  columns: [10, 30, 100, 300, 1000],
  classes: [2, 10, 30, 100, 300, 1000],
  width: [32, 64, 128, 256, 512, 1024],
};
/** One step too far: what is asked, and where it is to be refused. */
const PAST = [
  { what: '1,001 classes', classes: 1001 },
  { what: 'a layer of 1,025', width: 1025 },
  { what: '20,001 input columns', columns: 20_001, rows: 100 },
  { what: '100,001 columns in the file', columns: 100_000, rows: 10 },
  // More than the 4 GB that a WebAssembly memory can have; natively the machine's memory is the limit, which is not tried.
  { what: '24,000,000 rows of 11 cells', rows: 24_000_000, digits: 1, memory: true },
];

/** Seconds that a run should take, and about what one core does in one: they choose the epochs. */
const [SECONDS, GUESS] = [1, 15e9];
const [FEWEST, MOST] = [3, 200];

const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const largest = Number(process.env.BENCH_LARGEST ?? Infinity);
const say = (words) => console.error(`bench-scale: ${words}`);

await publish(process.argv.includes('--report') ? JSON.parse(await readFile(FIGURES, 'utf8')) : await measure());

async function measure() {
  const figures = { date: new Date().toISOString().slice(0, 10), rounds, base: BASE, axes: {}, past: [], largest };
  for (const [axis, values] of Object.entries(AXES)) {
    figures.axes[axis] = values.map((value) => ({ ...shape({ ...BASE, [axis]: value }), value, results: [] }));
  }
  const server = await open('dist');
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const [axis, points] of Object.entries(figures.axes)) {
        for (const point of points.filter(({ rows }) => rows <= largest)) {
          const { browser, ...result } = await measurePoint(server, point);
          point.results.push(result);
          figures.browser = browser;
          say(`round ${round} of ${rounds}, ${axis} ${point.value}: ${(1000 * result.chromium.epoch_seconds).toFixed(1)} ms an epoch in Chromium, ${(1000 * result.native.epoch_seconds).toFixed(1)} natively`);
          await writeFile(FIGURES, `${JSON.stringify(figures, null, 1)}\n`);
        }
      }
    }
    for (const { what, ...wish } of PAST.filter(({ rows = 0 }) => rows <= largest)) {
      const message = await refusal(server, { ...shape({ ...BASE, ...wish }), ...wish });
      figures.past.push({ what, ...message });
      say(`${what}: in Chromium “${message.chromium}” natively “${message.native}”`);
    }
  } finally {
    await server.close();
  }
  await writeFile(FIGURES, `${JSON.stringify(figures, null, 1)}\n`);
  return figures;
}

/** The table and the network of a point, and how many epochs fill a second. */
function shape({ rows, columns, classes, width }) {
  const network = { inputs: columns, hidden: [width, Math.ceil(width / 2)], outputs: classes > 2 ? classes : 1 };
  const { update } = operations(network, 0.8 * rows);
  const epochs = Math.min(MOST, Math.max(FEWEST, Math.ceil((SECONDS * GUESS) / update)));
  return { rows, columns, classes, width, operations: update, epochs, hidden: network.hidden };
}

function recipe({ classes, hidden, epochs }) {
  const task = classes ? 'classification' : 'regression';
  // No row is held back: the operations of all are counted.
  const whole = { early_stopping: false, drop_duplicates: true };
  return { format: 'perceptab-recipe', preset: 'default', target: 'y', task, hidden, epochs, measure_every: epochs, ...whole };
}

async function measurePoint(server, point) {
  const path = await madeTable(point);
  const { size: bytes } = await stat(path);
  const wanted = recipe(point);
  const native = await trainNatively(path, wanted, { watched: true });
  const { browser, read_seconds } = await inChromium(server, path);
  try {
    await train(browser, wanted);
    const warm = await train(browser, wanted);
    if (warm.weights_hash !== native.weights_hash) throw new Error('Chromium’s weights are not the native ones');
    return {
      bytes,
      browser: browser.version,
      native: {
        ...{ epoch_seconds: native.seconds / point.epochs, memory: native.peak_memory },
        // All of the program but the training: start, reading, preparing, writing the result.
        ...{ read_seconds: native.wall_seconds - native.seconds, cpu_seconds: native.cpu_seconds, wall_seconds: native.wall_seconds },
      },
      chromium: {
        ...{ epoch_seconds: warm.seconds / point.epochs, read_seconds, prepare_seconds: warm.prepare_seconds },
        ...{ memory: warm.memory, process_memory: browser.memory(), cpu_seconds: warm.cpu_seconds / point.epochs },
      },
    };
  } finally {
    await browser.close();
  }
}

/** What is said to a point beyond the end, in Chromium and natively. */
async function refusal(server, point) {
  const path = await madeTable(point);
  const wanted = { ...recipe(point), epochs: 1, measure_every: 1 };
  const native = point.memory ? 'not tried' : await said(() => trainNatively(path, wanted));
  const chromium = await said(async () => {
    const { browser } = await inChromium(server, path);
    try {
      await train(browser, wanted);
    } finally {
      await browser.close();
    }
  });
  if (point.memory) await rm(path);
  return { native, chromium };
}

async function said(action) {
  try {
    await action();
    return 'no refusal: it was done.';
  } catch (error) {
    const words = String(error.message).replace(/^page\.evaluate: Error: /, '').replace(/^[^:]*ended with \d+: perceptab: /, '');
    return words.split('\n')[0].replace(/ at .*$/s, '');
  }
}

async function inChromium(server, path) {
  const name = basename(path);
  put(server, name, await readFile(path));
  try {
    return await openTable('Chromium', server, name);
  } finally {
    server.replacements.delete(name);
  }
}

async function publish(figures) {
  const text = scaleReport(figures);
  console.log(text);
  const whole = figures.rounds >= 3 && !(figures.largest < Infinity);
  const folder = whole ? 'docs' : 'target/bench';
  await writeFile(`${folder}/scale.md`, text);
  await writeFile(`${folder}/scale.svg`, plot(figures));
  say(`written to ${folder}/scale.md and ${folder}/scale.svg${whole ? '' : ': a quick run, so docs/ stays as it is'}`);
}
