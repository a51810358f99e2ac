// Trunk's last step with the module in a release build: takes out what the page can begin without, so that it is downloaded
// once the page is ready (www/rest.js), and lets wasm-opt at both halves.
//
// What goes is named here, by its place in the source, with what only it calls: so it must be a function of its own in
// the module, which `#[inline(never)]` makes sure of. invariant: nothing that the page needs until it is ready, and no
// kernel; e2e/specs/light.test.mjs goes that way without the rest.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { halves } from './halves.mjs';

const REST = [
  // From a file's bytes to the numbers that are trained on, and what is said of them.
  /perceptab_engine::table::/,
  /perceptab_engine::(dataset|audit)::(?!target::)/,
  // Long work in steps: a table is prepared, and a run's scores are read.
  /perceptab_engine::pace::/,
  /Run::prepared\b/,
  /session::run::reading\b/,
  /Session::finish_bytes\b/,
  /perceptab::page::(reading_part::listed|findings::listed|beside|roles)::/,
  /perceptab::session::reading::/,
  /perceptab::page::column_editor::/,
  /App>::pasted\b/,
  // Files to keep: predictions, history, recipe, model, pictures.
  /Session::export\b/,
  /perceptab::model::(export|ledger)::/,
  // A model's file is made and opened.
  /perceptab::model::(check|container|error|file|keys|sha256|unreadable|version_1)::/,
  /impl serde_core::de::Deserialize for perceptab_engine::dataset::target::/,
  /perceptab::session::files::/,
  /perceptab::recipe::(read|fit)::/,
  /perceptab::web::app::files::save/,
  /App>::save_picture\b/,
  /perceptab::web::canvas::to_png\b/,
  // New rows for a model.
  /Session::predict_settings\b/,
  /perceptab::model::(new_rows|guard)::/,
  /perceptab::model::(shared|producer|outputs|predict|member)::/,
  /perceptab::page::model_card::predicted\b/,
  // Runs side by side: the pool, its workers, and the table's way to them.
  /perceptab::session::pool::/,
  // All settings but the five in view.
  /perceptab::page::all_settings::/,
  /perceptab::page::field::flag\b/,
  // The assignment: its part of the page, its figures and reports.
  /perceptab::page::assignment_part::/,
  /perceptab::assignment::/,
  /perceptab::chart::svg::/,
  // Solvers and stopping rules that few recipes have.
  /training::(lbfgs|line_search|penalty|quasi_newton|validation)::/,
  /App>::carry_out_order\b/,
  /App>::start_pooled\b/,
  /Worker::share_table\b/,
  /Worker::adopt_table\b/,
  /Session::(shared_table|adopt_table)\b/,
  /Recipe>?::keep_known\b/,
  /perceptab_engine::table::packed::/,
  /perceptab::web::block::/,
  // What few see: names of hundreds of letters, settings of another table, and what goes with a worker that is lost.
  /perceptab::page::shown::whole\b/,
  /perceptab::page::state::names_of\b/,
  /PageState>?::say_one_of_many\b/,
  /perceptab::page::safety::save\b/,
  // What stands folded or waits for a button: figures as a table, how fast the machine could be.
  /perceptab::page::history_table::table\b/,
  /perceptab::session::self_test::self_test\b/,
  // Why a run ended early, and why a table cannot be prepared as planned.
  /plan::PrepareError::sentence\b/,
  /Run::early_conclusion\b/,
  // Odd files: in UTF-16, or with numbers of more digits than a float has.
  /Decoder::decode_utf16\b/,
  /core(\[\w+\])?::num::dec2flt::decimal_seq::/,
  // Tables inside of something: compressed files, rows of JSON, workbooks.
  /table::container::/,
  /miniz_oxide::/,
  // Records with quotes, and the quotes of what is written.
  /csv_core::/,
  /Reading::look\b/,
  /Session::declare\b/,
  /Worker::decoder\b/,
  /worker::decoded\b/,
  /Worker::read_workbook\b/,
  /Worker::take_workbook\b/,
  // What is wrong with a file of ours.
  /serde_json::error::/,
];

/** What drops a value runs for one that is not there, too; and a recipe is copied, compared and sent before there is a table. */
const STAYS = /^core::ptr::drop_in_place| as core(\[\w+\])?::(clone::Clone|cmp::PartialEq)>::|ser::Serialize for perceptab_engine/;
const goes = (name) => !STAYS.test(name) && REST.some((part) => part.test(name));

/** -Oz makes smaller files that pack worse; functions ordered by name stand beside those that are like them. */
const PASSES = ['-O1', '--flatten', '--rereloop', '-O1', '--reorder-functions-by-name'];

const TOOLS = fileURLToPath(new URL('../node_modules/binaryen/bin/', import.meta.url));

async function tool(name, ...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [join(TOOLS, name), ...args], { maxBuffer: 2 ** 28 });
  return stdout;
}

/** The features that the module was compiled with, and no others: a newer one could be beyond a visitor's browser. */
function features(text) {
  const [, list] = text.match(/^ ;; features section: (.*)$/m) ?? [];
  if (!list) throw new Error('the module does not say which features it uses: has the profile strip = true?');
  return list.split(', ').map((feature) => `--enable-${feature}`);
}

async function split(module, out, folder) {
  const text = await tool('wasm-dis', module);
  const { primary, rest, gone } = halves(text, { goes, loader: 'load_rest' });
  const idle = REST.filter((part) => !gone.some((name) => part.test(name)));
  if (idle.length) throw new Error(`there is no such function; was it renamed, or made part of its caller? ${idle.join(' ')}`);
  const flags = features(text);
  const optimised = async (name, text) => {
    const [source, plain, path] = ['wat', 'names.wasm', 'wasm'].map((ending) => join(folder, `${name}.${ending}`));
    await writeFile(source, text);
    await tool('wasm-as', '-g', ...flags, source, '-o', plain);
    await tool('wasm-opt', ...flags, ...PASSES, plain, '-o', path);
    return path;
  };
  const second = await optimised('rest', rest);
  const hash = createHash('sha256').update(await readFile(second)).digest('hex').slice(0, 16);
  const file = `rest-${hash}.wasm`;
  await copyFile(await optimised('primary', primary(file)), module);
  await copyFile(second, join(out, file));
}

const { TRUNK_PROFILE, TRUNK_STAGING_DIR: out } = process.env;
if (TRUNK_PROFILE === 'release') {
  const modules = (await readdir(out)).filter((name) => name.endsWith('.wasm') && !name.startsWith('workbook-'));
  if (modules.length !== 1) throw new Error(`one module was expected: ${modules.join(', ')}`);
  const folder = await mkdtemp(join(tmpdir(), 'perceptab-split-'));
  try {
    await split(join(out, modules[0]), out, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
