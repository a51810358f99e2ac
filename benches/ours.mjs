// Our own engine: in a browser by the worker's own messages, and natively by the command line.
import { writeFile } from 'node:fs/promises';

import { start } from './engines.mjs';
import { run } from './native.mjs';
import { TARGET } from './presets.mjs';

const PROGRAM = 'target/release/perceptab';

/** A fresh browser of `engine` with the table open, and how many seconds reading it took. */
export async function openTable(engine, server, name) {
  const browser = await start(engine, `${server.address}bench.html`);
  try {
    await browser.call('ready');
    return { browser, read_seconds: await browser.call('openTable', name, name) };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

let runs = 0;

/** Trains `recipe` in that browser. The CPU seconds are those of all its processes from the command to the last event. */
export async function train(browser, recipe) {
  const before = browser.cpu();
  runs += 1;
  const result = await browser.call('train', runs, recipe);
  const after = browser.cpu();
  return { ...result, cpu_seconds: before === null || after === null ? null : after - before };
}

/** The same natively; the CPU and wall seconds are those of the whole program. With `preset`, by the program's own one. */
export async function trainNatively(file, recipe, { preset, watched } = {}) {
  const path = 'target/bench/recipe.json';
  await writeFile(path, JSON.stringify(recipe));
  const settings = preset ? ['--target', TARGET, '--preset', preset, '--epochs', `${recipe.epochs}`] : ['--recipe', path];
  const { program, seconds, weights_hash, final, history } = await run(PROGRAM, ['train', file, ...settings, '--json'], watched);
  return {
    seconds,
    wall_seconds: program.seconds,
    cpu_seconds: program.cpu_seconds,
    peak_memory: program.peak_memory,
    weights_hash,
    train_loss: final.train.loss,
    train_accuracy: final.train.accuracy,
    test_accuracy: final.test.accuracy,
    history,
  };
}
