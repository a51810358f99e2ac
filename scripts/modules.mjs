// Trunk's step after its own: gives the engine's files names with their hash, as Trunk does for the page's, and writes them
// into the page. In a release build wasm-opt works on both modules; what they were before, with their functions' names, is
// left in target/modules for scripts/modules.test.mjs.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WASM_OPT = join(ROOT, 'node_modules/binaryen/bin/wasm-opt');
const NAMED = join(ROOT, 'target/modules');

/** What packs best, found by trying: -Oz makes smaller files that pack worse; functions ordered by name stand beside those that are
 * like them. The engine would pack worse with the page's passes. */
const PASSES = {
  page: ['-O2', '--flatten', '--rereloop', '-Os', '--strip-producers', '--reorder-functions-by-name'],
  engine: ['-O1', '--flatten', '--rereloop', '-O1', '--strip-producers', '--reorder-functions-by-name'],
};

const { TRUNK_PROFILE, TRUNK_STAGING_DIR: out } = process.env;
const isRelease = TRUNK_PROFILE === 'release';

async function optimise(name, path) {
  if (!isRelease) return;
  await mkdir(NAMED, { recursive: true });
  await copyFile(path, join(NAMED, `${name}.wasm`));
  // The module itself says which features it uses: a newer one could be beyond a visitor's browser.
  await promisify(execFile)(process.execPath, [WASM_OPT, path, ...PASSES[name], '-o', path], { maxBuffer: 2 ** 28 });
}

const page = (await readdir(out)).find((name) => /^page-.*\.wasm$/.test(name));
const [script, module] = ['engine.js', 'engine_bg.wasm'].map((name) => join(out, name));
await Promise.all([optimise('page', join(out, page)), optimise('engine', module)]);

const hash = createHash('sha256').update(await readFile(module)).update(await readFile(script)).digest('hex').slice(0, 16);
const [ownScript, ownModule] = [`engine-${hash}.js`, `engine-${hash}_bg.wasm`];
await rename(script, join(out, ownScript));
await rename(module, join(out, ownModule));

const shell = join(out, 'index.html');
const html = await readFile(shell, 'utf8');
const start = /(<script\b[^>]*?\bdata-page-module=[^ >]+)/;
if (!start.test(html)) throw new Error('index.html has no start script to name the engine in');
const preload = `<link rel="preload" href="${ownModule}" as="fetch" type="application/wasm" crossorigin="anonymous">`;
await writeFile(shell, html.replace(start, `$1 data-engine="${ownScript}" data-engine-module="${ownModule}"`).replace('</head>', `${preload}</head>`));

// Trunk runs its hooks side by side: what follows another is called by it.
await import('./minify.mjs');
