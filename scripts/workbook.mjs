// Trunk's step beside the app's own: builds the module that reads workbooks, and puts it and its script into the folder.
// The app knows neither; the worker imports the script when a workbook is opened (www/rest.js).
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const WASM_OPT = fileURLToPath(new URL('../node_modules/binaryen/bin/wasm-opt', import.meta.url));

const run = (program, ...args) => promisify(execFile)(program, args, { maxBuffer: 2 ** 28 });

/**
 * The crate for archives draws random numbers to lock them, which nobody does here; in a browser it would get them through
 * wasm-bindgen, and the module could not be without the glue for it.
 */
const NO_CHANCE = 'target.wasm32-unknown-unknown.rustflags=["--cfg", \'getrandom_backend="unsupported"\']';

/** The path of the module, as Cargo tells it. */
async function build() {
  const cargo = ['build', '--locked', '--package', 'perceptab-workbook', '--target', 'wasm32-unknown-unknown', '--profile', 'app'];
  const { stdout } = await run('cargo', ...cargo, '--config', NO_CHANCE, '--message-format', 'json-render-diagnostics');
  const files = stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line)).flatMap(({ filenames = [] }) => filenames);
  const module = files.findLast((file) => file.endsWith('perceptab_workbook.wasm'));
  if (!module) throw new Error('Cargo made no module of perceptab-workbook');
  return module;
}

const { TRUNK_STAGING_DIR: out } = process.env;
const folder = await mkdtemp(join(tmpdir(), 'perceptab-workbook-'));
try {
  const module = join(folder, 'workbook.wasm');
  await run(process.execPath, WASM_OPT, await build(), '-O1', '--strip-debug', '--reorder-functions-by-name', '-o', module);
  const hash = createHash('sha256').update(await readFile(module)).digest('hex').slice(0, 16);
  const name = `workbook-${hash}.wasm`;
  await copyFile(module, join(out, name));
  const script = await readFile(new URL('../www/workbook.js', import.meta.url), 'utf8');
  await writeFile(join(out, 'workbook.js'), script.replace("'workbook.wasm'", `'${name}'`));
} finally {
  await rm(folder, { recursive: true });
}
