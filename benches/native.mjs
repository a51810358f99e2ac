// The contestants that are programs: our own command line, and scikit-learn.
import { spawn } from 'node:child_process';

import { peakMemory } from './processes.mjs';

/** Milliseconds between two looks at a program's memory. */
const INTERVAL = 5;

/**
 * Runs a program to its end. Returns the JSON object that it prints, with `program`: {seconds, cpu_seconds} of the whole
 * program, its start and the reading of the file included, by bash's `time`. With `watched` also peak_memory in bytes, which
 * takes a little time from a machine's other core.
 */
export function run(command, args, watched = false) {
  return new Promise((resolve, reject) => {
    const script = 'TIMEFORMAT="seconds %R %U %S"; time "$@"';
    const child = spawn('bash', ['-c', script, 'bash', command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, words, peak] = ['', '', null];
    const watch = watched && setInterval(() => (peak = peakMemory(child.pid) ?? peak), INTERVAL);
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (words += data));
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      if (code !== 0) return reject(new Error(`${command} ended with ${code}: ${words.trim()}`));
      // Some locales write a decimal comma.
      const times = words.match(/seconds ([\d.,]+) ([\d.,]+) ([\d.,]+)\s*$/)?.slice(1).map((text) => +text.replace(',', '.'));
      const program = times ? { seconds: times[0], cpu_seconds: times[1] + times[2] } : {};
      resolve({ ...JSON.parse(out), program: { ...program, peak_memory: peak } });
    });
  });
}
