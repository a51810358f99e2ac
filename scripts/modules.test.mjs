// The page's module of the release build holds nothing that reads, trains or writes: it says which functions it has
// (scripts/modules.mjs leaves both modules with their names).
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

/** By where a function stands in the source. The engine has some of each, so a room that is renamed is noticed here. */
const ENGINE_ONLY = [
  /perceptab::table::(reader|splitter|encoding|packed|container|stream|dialect::(sample|detection|plan))::/,
  /perceptab::dataset::(prepare|encoder|split)::/,
  /perceptab::training::(trainer|optimiser|lbfgs|batches)::/,
  /perceptab::(audit::audit|pace)\b/,
  /perceptab_kernels::(matrix|network::perceptron)::/,
  /perceptab::model::(file|container|export|predict|new_rows::pass)::/,
  /perceptab::evaluation::baseline::.*(Constant::learn|Baseline>?::of)\b/,
  /perceptab_conversation::session::(conversation|model_control|intake|run|run_control|rehearsal|reading)::/,
  /perceptab_conversation::assignment::(html|markdown|zip|archive|document)::/,
  /\bcsv(_core)?::/,
  /miniz_oxide::/,
];

/** The functions of a module by its name section. */
async function functions(name) {
  const bytes = await readFile(new URL(`../target/modules/${name}.wasm`, import.meta.url));
  const [section] = WebAssembly.Module.customSections(new WebAssembly.Module(bytes), 'name');
  assert.ok(section, `${name} has lost its names: has the profile strip = true?`);
  return names(new Uint8Array(section));
}

/** Subsection 1 of the name section: a count, then index and name of each function. */
function names(bytes) {
  let at = 0;
  const number = () => {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = bytes[at++];
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    return value >>> 0;
  };
  const found = [];
  while (at < bytes.length) {
    const id = bytes[at++];
    const end = number() + at;
    if (id === 1) {
      for (let left = number(); left > 0; left -= 1) {
        number();
        const length = number();
        found.push(new TextDecoder().decode(bytes.subarray(at, at + length)));
        at += length;
      }
    }
    at = end;
  }
  return found;
}

test('the page holds nothing that reads, trains or writes', async () => {
  const [page, engine] = await Promise.all(['page', 'engine'].map(functions));
  for (const part of ENGINE_ONLY) {
    assert.ok(engine.some((name) => part.test(name)), `the engine has no function ${part}: was it renamed?`);
  }
  const own = page.filter((name) => ENGINE_ONLY.some((part) => part.test(name)));
  assert.deepEqual(own, [], 'these belong in the engine');
});

test('the engine holds nothing of the page', async () => {
  const own = (await functions('engine')).filter((name) => /perceptab_browser::(page|web::(app|dom|link|canvas))::/.test(name));
  assert.deepEqual(own, [], 'these belong in the page');
});
