// Reading a large CSV: our worker in Chromium beside PapaParse, d3-dsv and DuckDB-wasm in Chromium, and pandas and polars
// natively, in one run. `scripts/bench-reading.sh` starts it; it writes its section of BENCHMARKS.md.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';

import { start } from './engines.mjs';
import { machine } from './machine.mjs';
import { madeTable } from './made_table.mjs';
import { open, put } from './page.mjs';
import { median, spread } from './statistics.mjs';

const OURS = 'Perceptab';
const BUNDLES = 'target/bench/peers/bundles';
const DUCKDB = 'target/bench/peers/node_modules/@duckdb/duckdb-wasm/dist';
const MARKS = ['<!-- reading -->', '<!-- /reading -->'];

/** 14 columns of numbers with five digits behind the point: 113 MB. The seed is in its name. */
const TABLE = { rows: Number(process.env.BENCH_READING_ROWS ?? 1e6), columns: 13, digits: 5 };
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const python = process.env.BENCH_PYTHON;
const say = (words) => console.error(`bench-reading: ${words}`);

/** Each contestant reads the file once, in a fresh browser. */
const PEERS_PAGE = `<!doctype html><title>Peers</title><script src="./duckdb.js"></script><script>
  const bring = async (address) => new File([await (await fetch(address)).blob()], 'table.csv');
  let worker;
  Object.assign(window, {
    async parse(parser, address) {
      const file = await bring(address);
      worker = new Worker('./reading.js');
      return new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => ('failure' in data ? reject(new Error(data.failure)) : resolve(data));
        worker.onerror = (error) => reject(new Error(error.message ?? 'the worker could not be loaded'));
        worker.postMessage({ parser, file });
      });
    },
    async query(address) {
      await startDuck();
      return duck(await bring(address));
    },
  });
</script>`;

async function inBrowser(server, page, work) {
  const browser = await start('Chromium', `${server.address}${page}`);
  try {
    const result = await work(browser);
    return { ...result, memory: browser.memory(), version: browser.version };
  } finally {
    await browser.close();
  }
}

const CONTESTANTS = {
  [OURS]: (server) =>
    inBrowser(server, 'bench.html', async (browser) => {
      await browser.call('ready');
      const seconds = await browser.call('openTable', 'table.csv', 'table.csv');
      return { seconds, worker_memory: await browser.call('memory') };
    }),
  PapaParse: (server) => inBrowser(server, 'reading.html', (browser) => browser.call('parse', 'PapaParse', 'table.csv')),
  'd3-dsv': (server) => inBrowser(server, 'reading.html', (browser) => browser.call('parse', 'd3-dsv', 'table.csv')),
  'DuckDB-wasm': (server) => inBrowser(server, 'reading.html', (browser) => browser.call('query', 'table.csv')),
};
const NATIVE = ['pandas', 'polars'];

async function measure() {
  const path = await madeTable(TABLE);
  const server = await open('dist', { 'table.csv': path });
  put(server, 'reading.html', PEERS_PAGE);
  for (const name of ['reading', 'duckdb']) put(server, `${name}.js`, readFileSync(`${BUNDLES}/${name}.js`));
  for (const name of ['duckdb-browser-eh.worker.js', 'duckdb-eh.wasm']) put(server, name, readFileSync(`${DUCKDB}/${name}`));
  const results = {};
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const [name, read] of Object.entries(CONTESTANTS)) {
        say(`round ${round} of ${rounds}: ${name}`);
        const result = await read(server);
        if (result.rows !== undefined && (result.rows !== TABLE.rows || result.columns !== TABLE.columns + 1)) {
          throw new Error(`${name} read ${result.rows} rows and ${result.columns} columns`);
        }
        (results[name] ??= []).push(result);
      }
      for (const name of python ? NATIVE : []) {
        say(`round ${round} of ${rounds}: ${name}`);
        const out = execFileSync(python, ['benches/reading.py', name, path], { encoding: 'utf8' });
        (results[name] ??= []).push(JSON.parse(out));
      }
    }
  } finally {
    await server.close();
  }
  return { results, bytes: statSync(path).size, rounds, date: new Date().toISOString().slice(0, 10), versions: versions() };
}

function versions() {
  const { packages } = JSON.parse(readFileSync('benches/peers/package-lock.json', 'utf8'));
  const npm = { PapaParse: 'papaparse', 'd3-dsv': 'd3-dsv', 'DuckDB-wasm': '@duckdb/duckdb-wasm' };
  const pinned = readFileSync('benches/reading_requirements.txt', 'utf8').matchAll(/^(\w+)==(\S+)$/gm);
  return {
    ...Object.fromEntries(Object.entries(npm).map(([name, id]) => [name, packages[`node_modules/${id}`].version])),
    ...Object.fromEntries([...pinned].map(([, name, version]) => [name, version])),
  };
}

const twoDigits = (value) => value.toFixed(2);

function section({ results, bytes, rounds, date, versions }) {
  const seconds = (name) => results[name].map((one) => (NATIVE.includes(name) ? one.cpu_seconds : one.seconds));
  const ours = median(seconds(OURS));
  const rows = Object.keys(results).map((name) => {
    const time = median(seconds(name));
    const memory = median(results[name].map(({ memory }) => memory ?? 0)) / bytes;
    const own = name === OURS ? `; its WebAssembly memory ${twoDigits(median(results[name].map((one) => one.worker_memory)) / bytes)}` : '';
    const what = NATIVE.includes(name) ? `${name} ${versions[name]}, native, CPU` : name === OURS ? name : `${name} ${versions[name]}`;
    return `| ${what} | ${spread(seconds(name), twoDigits)} | ${(bytes / 1e6 / time).toFixed(0)} | ${(time / ours).toFixed(2)} | ${memory ? `${twoDigits(memory)}${own}` : ''} |`;
  });
  return [
    MARKS[0],
    '## Reading',
    '',
    `\`make bench-reading\` writes this section. ${date}, ${machine()}, Chromium ${results[OURS][0].version}. ${TABLE.rows.toLocaleString('en')} rows of ${TABLE.columns + 1} numbers, ${(bytes / 1e6).toFixed(0)} MB, made with a fixed seed; medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'} (least to most), each reading in a fresh browser or process.`,
    '',
    '| | seconds | MB/s | times as long as ours | peak memory, bytes per byte of the file |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    'Ours is from the command with the `File` to the table’s event in the worker: the typed table, the kinds of all columns, their statistics and what is proposed. PapaParse (`dynamicTyping`, streamed from the `File`) and d3-dsv (`autoType`) run in a worker, DuckDB-wasm in its own; they end with typed rows or a table, without statistics. pandas and polars are told in CPU seconds of all their threads. Memory is that of the whole tab’s process in Chromium, the browser’s own share included, and natively what the process grew by.',
    MARKS[1],
    '',
  ].join('\n');
}

function write(text) {
  const path = 'BENCHMARKS.md';
  const page = readFileSync(path, 'utf8');
  const [from, to] = MARKS.map((mark) => page.indexOf(mark));
  const before = from < 0 ? page.indexOf('## How it is measured') : from;
  const after = from < 0 ? before : to + MARKS[1].length + 1;
  writeFileSync(path, `${page.slice(0, before)}${text}${from < 0 ? '\n' : ''}${page.slice(after)}`);
}

const figures = await measure();
writeFileSync('target/bench/reading.json', JSON.stringify(figures, null, 1));
const text = section(figures);
const isWhole = rounds >= 3 && TABLE.rows === 1e6;
if (isWhole) write(text);
else console.log(text);
