// The contestants that are programs: our own command line, and scikit-learn.
import { spawn } from 'node:child_process';

/**
 * Runs a program to its end. Returns the JSON object that it prints, with `program`: {seconds, cpu_seconds} of the whole
 * program, its start and the reading of the file included, by bash's `time`.
 */
export function run(command, args) {
  return new Promise((resolve, reject) => {
    const script = 'TIMEFORMAT="seconds %R %U %S"; time "$@"';
    const child = spawn('bash', ['-c', script, 'bash', command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, words] = ['', ''];
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (words += data));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${words.trim()}`));
      // Some locales write a decimal comma.
      const times = words.match(/seconds ([\d.,]+) ([\d.,]+) ([\d.,]+)\s*$/)?.slice(1).map((text) => +text.replace(',', '.'));
      const program = times ? { seconds: times[0], cpu_seconds: times[1] + times[2] } : {};
      resolve({ ...JSON.parse(out), program });
    });
  });
}
