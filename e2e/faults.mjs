// What may be wrong with each file of dist/, for the specs that take them away.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';

export const FILES = readdirSync('dist', { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);
const named = (pattern) => {
  const found = FILES.filter((name) => pattern.test(name));
  assert.equal(found.length, 1, `${pattern}: ${found.join(', ')}`);
  return found[0];
};

export const STYLE = named(/^style-.*\.css$/);
/** Without these no script says anything. */
export const START = ['boot.js', 'download.js', 'watch.js'];
export const PAGE = [named(/^page-.*\.js$/), named(/^page-.*\.wasm$/)];
export const ENGINE = ['worker_boot.js', named(/^engine-.*\.js$/), named(/^engine-.*\.wasm$/)];
export const WORKBOOK = ['workbook.js', named(/^workbook-.*\.wasm$/)];
/** The page is there without these, if need be less pretty. */
export const SPARE = [STYLE, 'theme.js', 'icon.svg', 'manifest.webmanifest'];

const FAULTS = {
  missing: { status: 404, body: 'not here' },
  cut: { fault: 'cut' },
  'a web page in its place': { type: 'text/html; charset=utf-8', body: '<!doctype html><title>Sign in</title>' },
};
const STALLED = { fault: 'stalled' };

/** Ten seconds in one. */
export const hasty = (name) => ({ body: readFileSync(`dist/${name}`, 'utf8').replace(/1e4|10_?000/, '1e3') });
/** The text that comes late comes at once. */
export const prompt = { [STYLE]: { body: readFileSync(`dist/${STYLE}`, 'utf8').replace(/\b12s\b/, '10ms') } };

/** The faults of a file, and what it takes to notice that it never comes. */
export function* cases(names, stalled) {
  for (const name of names) {
    for (const [fault, answer] of Object.entries(FAULTS)) yield [name, fault, { [name]: answer }];
    yield [name, 'stalled', { [name]: STALLED, ...stalled }];
  }
}
