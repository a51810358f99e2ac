// A module of a few lines is split, and its halves do what it did.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { halves } from './halves.mjs';

const TOOLS = fileURLToPath(new URL('../node_modules/binaryen/bin/', import.meta.url));
const FEATURES = ['--enable-reference-types', '--enable-bulk-memory', '--enable-mutable-globals', '--enable-simd'];

const MODULE = `(module
  (import "js" "load" (func $load))
  (import "js" "note" (func $note (param i32)))
  (global $depth (mut i32) (i32.const 0))
  (memory $memory 1)
  (data (i32.const 8) "a \\22word\\22\\n (func $no")
  (table $indirect 2 2 funcref)
  (elem (i32.const 0) func $"rest::is_even<a b>(c)" $kept::twice)
  (func $load_rest (export "load_rest") (call $load))

  ;; Kept and gone call each other down to nothing, and count the calls.
  (func $"rest::is_even<a b>(c)" (param $n i32) (result i32)
    (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
    (if (result i32) (i32.eqz (local.get $n))
      (then (i32.const 1))
      (else (call $kept::is_odd (i32.sub (local.get $n) (i32.const 1))))))
  (func $kept::is_odd (export "is_odd") (param $n i32) (result i32)
    (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
    (if (result i32) (i32.eqz (local.get $n))
      (then (i32.const 0))
      (else (call $"rest::is_even<a b>(c)" (i32.sub (local.get $n) (i32.const 1))))))
  (func $depth (export "depth") (result i32) (global.get $depth))

  (func $kept::twice (param $n i32) (result i32) (i32.mul (local.get $n) (i32.const 2)))
  (func $indirectly (export "indirectly") (param $slot i32) (param $n i32) (result i32)
    (call_indirect $indirect (param i32) (result i32) (local.get $n) (local.get $slot)))

  ;; Of several values and kinds; reads the data, calls JS, the table and what nobody else calls.
  (func $rest::sum (export "sum") (param $a i32) (param $b i64) (param $c f64) (result f64)
    (call $note (i32.load8_u (i32.const 8)))
    (i32.store (i32.const 64) (call_indirect $indirect (param i32) (result i32) (local.get $a) (i32.const 1)))
    (call $only_for_the_rest (f64.convert_i64_s (local.get $b)) (local.get $c)))
  (func $only_for_the_rest (param $a f64) (param $b f64) (result f64)
    (f64.add (f64.convert_i32_s (i32.load (i32.const 64))) (f64.add (local.get $a) (local.get $b))))
  (func $stored (export "stored") (result i32) (i32.load (i32.const 64)))
)`;

const goes = (name) => name.startsWith('rest::');

let folder;
let text;
let whole;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'perceptab-halves-'));
  text = normal(MODULE);
  whole = split(goes);
});
after(() => rmSync(folder, { recursive: true }));

function tool(name, ...args) {
  return execFileSync(process.execPath, [join(TOOLS, name), ...FEATURES, ...args], { encoding: 'utf8' });
}

/** The path of the binary of a text. */
function assembled(text) {
  const [source, module] = ['module.wat', 'module.wasm'].map((name) => join(folder, name));
  writeFileSync(source, text);
  tool('wasm-as', '-g', source, '-o', module);
  return module;
}

/** A text as wasm-dis writes it. */
function normal(text) {
  return tool('wasm-dis', assembled(text));
}

function compiled(text) {
  return new WebAssembly.Module(readFileSync(assembled(text)));
}

/** Both halves, compiled. */
function split(goes) {
  const { primary, rest, gone } = halves(text, { goes, loader: 'load_rest' });
  return { first: compiled(primary('rest-1.wasm')), second: compiled(rest), gone };
}

/** The primary, started, with what loads its rest; `loads` and `notes` grow with what it calls. */
function start({ first, second, gone } = whole) {
  const half = { gone, loads: [], notes: [], offline: false };
  half.load = () => {
    half.loads.push(Object.keys(half.exports).find((name) => name.endsWith('.wasm')));
    if (half.offline) throw new Error('offline');
    new WebAssembly.Instance(second, { p: half.exports });
  };
  const js = { load: half.load, note: (value) => half.notes.push(value) };
  half.exports = new WebAssembly.Instance(first, { js }).exports;
  return half;
}

test('what goes takes along what only it calls, and nothing else', () => {
  const { gone } = start();
  assert.deepEqual(gone.sort(), ['only_for_the_rest', 'rest::is_even<a b>(c)', 'rest::sum']);
});

test('the rest is loaded by the first call of it, once, under the name that the primary tells', () => {
  const { exports, loads } = start();
  assert.equal(exports.indirectly(1, 21), 42);
  assert.deepEqual(loads, []);
  assert.equal(exports.is_odd(7), 1);
  assert.equal(exports.is_odd(10), 0);
  assert.equal(exports.sum(1, 2n, 3), 7);
  assert.deepEqual(loads, ['rest-1.wasm']);
});

test('a rest that is already there is not loaded again', () => {
  const { exports, load, loads } = start();
  load();
  assert.equal(exports.is_odd(7), 1);
  assert.equal(loads.length, 1);
});

test('both halves have the same globals, memory, table and JS', () => {
  const { exports, notes } = start();
  exports.is_odd(7);
  // 7, 6, …, 0.
  assert.equal(exports.depth(), 8);
  // 2 · 10 + 0.5 + 3, by way of the memory.
  assert.equal(exports.sum(10, 3n, 0.5), 23.5);
  assert.equal(exports.stored(), 20);
  assert.deepEqual(notes, ['a'.charCodeAt(0)]);
  // A table's entry goes on naming what went.
  assert.equal(exports.indirectly(0, 4), 1);
});

test('a rest that cannot be loaded is an error of the call, and the next call tries again', () => {
  const half = start();
  half.offline = true;
  assert.throws(() => half.exports.is_odd(3), /offline/);
  half.offline = false;
  assert.equal(half.exports.is_odd(3), 1);
  assert.equal(half.loads.length, 2);
});

test('what the loader calls stays, whatever its name', () => {
  const { gone, exports } = start(split((name) => name === 'load_rest' || goes(name)));
  assert.ok(!gone.includes('load_rest'));
  assert.equal(exports.is_odd(3), 1);
});

test('what cannot be split is refused', () => {
  assert.throws(() => halves(text, { goes, loader: 'nobody' }), /no function nobody/);
  assert.throws(() => halves(text, { goes: () => false, loader: 'load_rest' }), /nothing/);
  assert.throws(() => halves(text.replace(' (memory', ' (tag $t)\n (memory'), { goes, loader: 'load_rest' }), /not known/);
  assert.throws(() => halves('()', { goes, loader: 'load_rest' }), /began/);
  const bound = normal(MODULE.replace('(data (i32', '(data $passive "x") (data (i32').replace('(call $note ', '(data.drop $passive) (call $note '));
  assert.throws(() => halves(bound, { goes, loader: 'load_rest' }), /uses a segment/);
});
