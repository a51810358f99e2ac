// Visits dist/ with Lighthouse as it imitates a phone, each time with a fresh browser, and prints what it measured. Called by
// scripts/lighthouse.sh, which installs Lighthouse. The reports are left in target/lighthouse/reports.
import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { ARGUMENTS, executable } from '../e2e/chromium.mjs';
import { serve } from '../e2e/server.mjs';
import { AIMS, figures, lost, table, verdict } from './scores.mjs';

const FOLDER = new URL('../target/lighthouse/', import.meta.url);
const { default: lighthouse } = await import(new URL('node_modules/lighthouse/core/index.js', FOLDER));
const { launch } = await import(new URL('node_modules/chrome-launcher/dist/index.js', FOLDER));

/** Lighthouse's report of one visit. Without options of ours it is a phone, on its slow network and with its slow processor. */
async function visit(address) {
  const browser = await launch({ chromePath: executable(), chromeFlags: ['--headless=new', ...ARGUMENTS] });
  try {
    const { lhr } = await lighthouse(address, { port: browser.port, logLevel: 'error', onlyCategories: Object.keys(AIMS) });
    if (lhr.runtimeError) throw new Error(`Lighthouse could not look at the page: ${lhr.runtimeError.message}`);
    return lhr;
  } finally {
    browser.kill();
  }
}

const count = Number(process.env.LIGHTHOUSE_VISITS || 5);
if (!Number.isInteger(count) || count < 1) throw new Error('LIGHTHOUSE_VISITS is how often to visit: a whole number from 1.');
const reports = new URL('reports/', FOLDER);
await mkdir(reports, { recursive: true });
const server = await serve('dist', { packing: true });
const visits = [];
const failures = new Map();
try {
  for (let number = 1; number <= count; number += 1) {
    const report = await visit(server.address);
    await writeFile(new URL(`${number}.json`, reports), JSON.stringify(report, null, 1));
    visits.push(figures(report, loadavg()[0]));
    for (const [id, text] of lost(report)) failures.set(id, text);
    console.error(`lighthouse: visit ${number} of ${count}: performance ${visits.at(-1).performance}`);
  }
} finally {
  await server.close();
}
console.log(table(visits));
for (const text of failures.values()) console.log(`- ${text}`);
const missed = verdict(visits);
for (const sentence of missed) console.error(`lighthouse: ${sentence}`);
process.exit(missed.length ? 1 : 0);
