import { execFileSync } from 'node:child_process';

/** What the command line says as one JSON object. */
export function perceptab(...args) {
  const output = execFileSync('target/debug/perceptab', args, { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 28 });
  return JSON.parse(output);
}
