// Trunk's step beside the app's own: builds the module that reads workbooks, and puts it and its script into the folder.
// The app knows neither; the worker imports the script when a workbook is opened (www/worker_boot.js).
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const TOOLS = fileURLToPath(new URL('../node_modules/binaryen/bin/', import.meta.url));

const run = (program, ...args) => promisify(execFile)(program, args, { maxBuffer: 2 ** 28 });

/**
 * What the module is called by. The crate for archives brings glue for wasm-bindgen along, to draw random numbers when it locks
 * one: nobody does that here, and what no export leads to is taken out, with all that it would import.
 */
const EXPORTS = ['memory', 'room', 'place', 'length', 'read'];

/** The path of the module, as Cargo tells it. */
async function build() {
  const cargo = ['build', '--locked', '--package', 'perceptab-workbook', '--target', 'wasm32-unknown-unknown', '--profile', 'app'];
  const { stdout } = await run('cargo', ...cargo, '--message-format', 'json-render-diagnostics');
  const files = stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line)).flatMap(({ filenames = [] }) => filenames);
  const module = files.findLast((file) => file.endsWith('perceptab_workbook.wasm'));
  if (!module) throw new Error('Cargo made no module of perceptab-workbook');
  return module;
}

const tool = (name, ...args) => run(process.execPath, join(TOOLS, name), ...args);

/** Takes out what is not called, and the names. */
async function shrink(from, to) {
  const { stdout } = await tool('wasm-dis', from);
  const isSpare = (line) => /^ \(export "(.*?)"/.test(line) && !EXPORTS.includes(line.match(/"(.*?)"/)[1]);
  const text = stdout.split('\n').filter((line) => !isSpare(line)).join('\n');
  await writeFile(`${to}.wat`, text);
  const [, list] = text.match(/^ ;; features section: (.*)$/m) ?? [];
  if (!list) throw new Error('the module does not say which features it uses');
  const features = list.split(', ').map((feature) => `--enable-${feature}`);
  await tool('wasm-as', ...features, `${to}.wat`, '-o', `${to}.plain`);
  await tool('wasm-opt', ...features, `${to}.plain`, '-O1', '--remove-unused-module-elements', '--reorder-functions-by-name', '-o', to);
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(await readFile(to)));
  if (imports.length) throw new Error(`the module would import ${imports.map(({ name }) => name).join(', ')}`);
}

const { TRUNK_STAGING_DIR: out } = process.env;
const folder = await mkdtemp(join(tmpdir(), 'perceptab-workbook-'));
try {
  const module = join(folder, 'workbook.wasm');
  await shrink(await build(), module);
  const hash = createHash('sha256').update(await readFile(module)).digest('hex').slice(0, 16);
  const name = `workbook-${hash}.wasm`;
  await copyFile(module, join(out, name));
  const script = await readFile(new URL('../www/workbook.js', import.meta.url), 'utf8');
  await writeFile(join(out, 'workbook.js'), script.replace("'workbook.wasm'", `'${name}'`));
} finally {
  await rm(folder, { recursive: true });
}
