// Two builds side by side in Chromium: `node benches/builds.mjs OLD NEW [ROUNDS]`, each a folder as `dist/` is. Each round opens
// both, in turns, reads the song table five times and trains the four presets and the default; printed are CPU seconds and the ratios new ÷ old,
// with a 95 % interval of their mean over the rounds. Both must speak the protocol of this checkout (benches/protocol).
import { existsSync } from 'node:fs';
import { basename } from 'node:path';

import { openTable, train } from './ours.mjs';
import { open } from './page.mjs';
import { PRESETS, TARGET, recipe } from './presets.mjs';
import { markdown, median, times } from './statistics.mjs';

const [before, after, rounds = '8'] = process.argv.slice(2);
if (!after) throw new Error('Say which two builds: node benches/builds.mjs OLD NEW [ROUNDS].');
const EPOCHS = Number(process.env.BENCH_EPOCHS ?? 100);
const READINGS = 5;
/** What a new table is trained by, cut short. */
const DEFAULT = { id: 'default', recipe: { format: 'perceptab-recipe', target: TARGET, epochs: Math.ceil(EPOCHS / 10), early_stopping: false } };
/** Student's t of 95 % for 1, 2, … degrees of freedom, then the normal's. */
const STUDENT = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13];

const real = `${process.env.PERCEPTAB_SHARED ?? '../shared'}/data/song_data.csv`;
const file = existsSync(real) ? real : 'data/songs.csv';
const table = basename(file);
const servers = [await open(before, { [table]: file }), await open(after, { [table]: file })];
/** CPU seconds of all the browser's processes: other programs on the machine count little in them. */
const seconds = { reading: [[], []] };
const hashes = {};

async function round(build) {
  const { browser } = await openTable('Chromium', servers[build], table);
  try {
    // The first reading is done by code that the browser has not compiled for good yet.
    const start = browser.cpu();
    for (let again = 0; again < READINGS; again += 1) await browser.call('openTable', table, table);
    seconds.reading[build].push(browser.cpu() - start);
    for (const job of [...PRESETS, DEFAULT]) {
      const wanted = job === DEFAULT ? job.recipe : recipe(job, EPOCHS, 0);
      const { cpu_seconds, rows, weights_hash } = await train(browser, wanted);
      ((seconds[job.id] ??= [[], []])[build]).push(cpu_seconds);
      if ((hashes[job.id] ??= weights_hash) !== weights_hash) throw new Error(`${job.id}: the builds disagree on the weights of ${rows.train} rows`);
    }
  } finally {
    await browser.close();
  }
}

/** The mean of the logarithms of new ÷ old and its interval, as ratios. */
function compared([old, fresh]) {
  const logs = old.map((value, index) => Math.log(fresh[index] / value));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const variance = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logs.length - 1);
  const wide = (STUDENT[logs.length - 2] ?? 1.96) * Math.sqrt(variance / logs.length);
  return [mean, mean - wide, mean + wide].map((value) => Math.exp(value).toFixed(3));
}

try {
  for (let index = 0; index < Number(rounds); index += 1) {
    for (const build of index % 2 ? [1, 0] : [0, 1]) await round(build);
    console.error(`builds: round ${index + 1} of ${rounds}`);
  }
} finally {
  await Promise.all(servers.map((server) => server.close()));
}
const lines = Object.entries(seconds).map(([what, both]) => {
  const [ratio, low, high] = compared(both);
  return [what, ...both.map((values) => `${times(median(values))} s`), `${ratio} (${low} to ${high})`];
});
console.log(markdown(['what', 'old', 'new', 'new ÷ old'], lines).join('\n'));
