// Who takes part, and how each is measured on a job. Every function returns {name: result} with, for whole runs of the
// specifications and for the grid alike: epoch_seconds and cpu_seconds (an epoch, warm), epochs (those timed), trained (all
// that the network has seen), loss, loss_before and accuracy over the training rows; and seconds of the whole run where it
// was run whole.
import { openTable, train, trainNatively } from './ours.mjs';
import { run } from './native.mjs';
import * as peers from './peers.mjs';
import { EPOCHS, RANGE, RATE, SCALE, batchSize, operations, recipe } from './presets.mjs';

export const ENGINES = ['Chromium', 'Firefox', 'WebKitGTK'];
export const inEngine = (engine) => `Perceptab in ${engine}`;
export const NATIVE = 'Perceptab natively';
export const FLOAT32 = 'scikit-learn natively, float32';
export const FLOAT64 = 'scikit-learn natively, float64';
export const FIT = 'TensorFlow.js wasm, model.fit';
export const LOOP = 'TensorFlow.js wasm, tight loop';

/** About what one core does a second, to choose how many epochs of ours fill a second. */
const GUESS = 15e9;
/** So many at least, since each run of ours is measured once and that counts. */
const FEWEST = 6;

/** A specification in a fresh browser of `engine`: a whole run, cold, and the same again in the same worker, warm. */
export async function wholeRun(bench, job, engine) {
  const wanted = recipe(job, bench.epochs, bench.rows.train);
  const { browser, read_seconds } = await openTable(engine, bench.server, bench.table);
  try {
    const cold = await train(browser, wanted);
    const warm = await train(browser, wanted);
    bench.note(engine, browser.version);
    return { [inEngine(engine)]: { ...ourResult(warm, bench.epochs), cold, read_seconds, weights_hash: same(cold, warm) } };
  } finally {
    await browser.close();
  }
}

/** A specification natively, by the program's own preset. */
export async function wholeRunNatively(bench, job) {
  const result = await trainNatively(bench.file, recipe(job, bench.epochs, bench.rows.train), { preset: job.id });
  return { [NATIVE]: ourResult(result, bench.epochs) };
}

/** A cell of the grid in Chromium, after a warm-up of the same length. */
export async function cell(bench, job) {
  const epochs = epochsOfOurs(bench, job);
  const wanted = recipe(job, epochs, bench.rows.train, epochs);
  const { browser } = await openTable('Chromium', bench.server, bench.table);
  try {
    await train(browser, wanted);
    return { [inEngine('Chromium')]: ourResult(await train(browser, wanted), epochs) };
  } finally {
    await browser.close();
  }
}

export async function cellNatively(bench, job) {
  const epochs = epochsOfOurs(bench, job);
  return { [NATIVE]: ourResult(await trainNatively(bench.file, recipe(job, epochs, bench.rows.train, epochs)), epochs) };
}

/** scikit-learn, with each of `names` (their number types). */
export async function scikitLearn(bench, job, names) {
  const dtypes = names.map((name) => name.split(' ').at(-1));
  const wanted = { ...plain(bench, job), rows: bench.folder, seconds: bench.seconds, most: bench.epochs, dtypes };
  const { results, versions } = await run(bench.python, ['benches/scikit_learn.py', JSON.stringify(wanted)]);
  for (const [name, version] of Object.entries(versions)) bench.note(name, version);
  return Object.fromEntries(names.map((name, index) => [name, peerResult(results[dtypes[index]])]));
}

/** A peer in a fresh Chromium. */
export async function peer(bench, job, name) {
  const browser = await peers.open(bench.server);
  try {
    const result = await peers.train(browser, name, plain(bench, job), bench.seconds, bench.epochs);
    const cold = { seconds: result.cold_seconds + (EPOCHS - 1) * result.epoch_seconds };
    return { [name]: { ...peerResult(result), cold } };
  } finally {
    await browser.close();
  }
}

/** Our training loss after each epoch, to hold beside that of peers who trained for as many. */
export async function lossCurve(bench, job, epochs) {
  const { history } = await trainNatively(bench.file, recipe(job, epochs, bench.rows.train, 1));
  return history.map(({ train_loss }) => train_loss);
}

function epochsOfOurs({ rows, seconds }, job) {
  return Math.max(FEWEST, Math.ceil((seconds * GUESS) / operations(job, rows.train).update));
}

/** A job as peers take it. */
function plain({ rows }, job) {
  const { task, hidden, activation, outputs } = job;
  return { task, hidden, activation, outputs, batch: batchSize(job, rows.train), rate: RATE, range: RANGE, scale: SCALE };
}

function ourResult(result, epochs) {
  const { seconds, wall_seconds, cpu_seconds, weights_hash, train_loss, train_accuracy, test_accuracy } = result;
  return {
    ...{ seconds, wall_seconds, weights_hash, epochs, trained: epochs, test_accuracy },
    ...{ epoch_seconds: seconds / epochs, cpu_seconds: cpu_seconds / epochs, loss: train_loss, accuracy: train_accuracy },
  };
}

function peerResult({ epoch_seconds, cpu_seconds, epochs, trained, before, after }) {
  const loss = (score) => score.loss ?? score.own_loss;
  if (!(loss(after) < loss(before))) {
    throw new Error(`its loss did not fall: ${loss(before)} before, ${loss(after)} after ${trained} epochs`);
  }
  return {
    ...{ epoch_seconds, cpu_seconds, epochs, trained, accuracy: after.accuracy },
    ...{ loss_before: loss(before), loss: loss(after), own_loss: 'own_loss' in after },
  };
}

/** The weights' hash of both runs, which must be one. */
function same(one, other) {
  if (one.weights_hash !== other.weights_hash) throw new Error('the same run twice gave different weights');
  return one.weights_hash;
}
