// The contestants that are programs: our own command line, and scikit-learn.
import { spawn } from 'node:child_process';

/**
 * Runs a program to its end. Returns the JSON object that it prints, with `program_cpu_seconds`: the CPU time of the
 * whole program, its start and the reading of the file included, by bash's `time`.
 */
export function run(command, args) {
  return new Promise((resolve, reject) => {
    const script = 'TIMEFORMAT="cpu-seconds %U %S"; time "$@"';
    const child = spawn('bash', ['-c', script, 'bash', command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, words] = ['', ''];
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (words += data));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${words.trim()}`));
      // Some locales write a decimal comma.
      const cpu = words.match(/cpu-seconds ([\d.,]+) ([\d.,]+)/)?.slice(1).map((text) => +text.replace(',', '.'));
      resolve({ ...JSON.parse(out), program_cpu_seconds: cpu ? cpu[0] + cpu[1] : null });
    });
  });
}
