// Splits a module, in wasm-dis's text form, into two: the primary, which starts without the other, and the rest.

/** An identifier of the text form: `$name` or `$"any name"`. */
const NAME = String.raw`\$(?:"(?:[^"\\]|\\.)*"|[^\s()"]+)`;

/** Any other kind of field is news to this script. */
const KINDS = ['type', 'import', 'memory', 'table', 'global', 'elem', 'export', 'data', 'func'];

/** Refers to segments by number, and the segments stay in the primary. */
const BOUND_TO_SEGMENTS = /\((?:memory\.init|data\.drop|table\.init|elem\.drop|array\.(?:new|init)_(?:data|elem)) /;

/**
 * `goes(name)`: whether the function of this name goes to the rest; what only such functions call goes with them.
 * `loader`: the export that loads the rest. It takes and gives nothing, and once it returns the rest is instantiated,
 * with the primary's exports as the module `p` of its imports. The rest then has filled a table with its functions.
 *
 * In the primary a function that went is a stub of the same name, so tables, exports and other functions go on naming
 * it: it has the rest loaded where the table is empty and calls through the table.
 *
 * Returns the texts of both, and the names of the functions that went: {primary(file), rest, gone}. The primary names
 * the file of its rest by an export. Throws on what it does not understand.
 */
export function halves(text, { goes, loader }) {
  const fields = read(text);
  const functions = new Map(fields.filter(({ kind }) => kind === 'func').map((field) => [field.name, field]));
  const load = fields.find(({ kind, text }) => kind === 'export' && text.startsWith(` (export "${loader}" (func `));
  if (!load) throw new Error(`the module exports no function ${loader}`);
  const loaderName = names(load.text)[0];

  const entries = fields.filter(({ kind }) => kind === 'elem' || kind === 'export').flatMap(({ text }) => names(text));
  // What the loader calls must be there before the rest is.
  const needed = reached([loaderName], functions, () => true);
  const stays = reached(entries, functions, (name) => needed.has(name) || !goes(plain(name)));
  const gone = [...functions.values()].filter(({ name }) => !stays.has(name));
  for (const { name, text } of gone) {
    if (BOUND_TO_SEGMENTS.test(text)) throw new Error(`${name} uses a segment, which only the primary has`);
  }
  const kept = fields.filter((field) => !gone.includes(field));
  const called = new Set([...entries, ...[...stays].flatMap((name) => callees(functions.get(name).text))]);
  const stubs = gone.filter(({ name }) => called.has(name));
  if (!stubs.length) throw new Error('nothing that is used goes to the rest');

  const shared = sharedFields(kept, gone);
  return {
    primary: (file) => primary(kept, stubs, shared, loaderName, file),
    rest: rest(fields, gone, stubs, shared),
    gone: gone.map(({ name }) => plain(name)),
  };
}

/** wasm-dis indents a module's fields by one space and all within them by more. */
function read(text) {
  const [head, ...fields] = text.replace(/^ ;;.*\n/gm, '').replace(/\)\s*$/, '').split(/\n(?= \()/);
  if (!/^\(module( \$\S+)?$/.test(head)) throw new Error(`wasm-dis began with ${head.slice(0, 80)}`);
  return fields.map((text) => {
    const kind = text.match(/^ \(([a-z]+)/)?.[1];
    if (!KINDS.includes(kind)) throw new Error(`a field of a kind that is not known: ${text.slice(0, 80)}`);
    // An import is named within.
    const [, sort, name] = text.match(new RegExp(kind === 'import' ? `\\((func|memory|table|global) (${NAME})` : `^ \\(([a-z]+) (${NAME})`)) ?? [];
    if (kind === 'import' && !name) throw new Error(`an import of a kind that is not known: ${text.slice(0, 80)}`);
    return { kind, sort, name, text: text.trimEnd() };
  });
}

function names(text) {
  return text.match(new RegExp(NAME, 'g')) ?? [];
}

function callees(text) {
  return [...text.matchAll(new RegExp(`\\((?:call|return_call|ref\\.func) (${NAME})`, 'g'))].map(([, name]) => name);
}

function plain(name) {
  return name.replace(/^\$"?|"$/g, '');
}

/** The functions that are called from these, directly or by others, as far as each is `wanted`. */
function reached(from, functions, wanted) {
  const seen = new Set();
  const waiting = [...from];
  while (waiting.length) {
    const name = waiting.pop();
    if (seen.has(name) || !functions.has(name) || !wanted(name)) continue;
    seen.add(name);
    waiting.push(...callees(functions.get(name).text));
  }
  return seen;
}

/** What the rest uses of the primary: {field, as}, `as` being the name of its export. */
function sharedFields(kept, gone) {
  const used = new Set(gone.flatMap(({ text }) => [
    ...callees(text),
    ...[...text.matchAll(new RegExp(`\\(global\\.[gs]et (${NAME})`, 'g'))].map(([, name]) => name),
  ]));
  // Functions and globals may bear one name: which is meant is told by what refers to it, and to share both does no harm.
  const fields = kept.filter(({ sort, name }) => sort === 'memory' || sort === 'table' || ((sort === 'func' || sort === 'global') && used.has(name)));
  return fields.map((field, index) => ({ field, as: `p${index.toString(36)}` }));
}

/** `(param …) (result …)` of a function, defined or imported. */
function signature({ text, name }) {
  const header = text.slice(text.indexOf(name) + name.length).split('\n')[0];
  const types = (what) => [...header.matchAll(new RegExp(`\\(${what}( \\$\\S+)? ([^()]+)\\)`, 'g'))].flatMap(([, , types]) => types.split(' '));
  const [params, results] = [types('param'), types('result')];
  const list = (what, types) => (types.length ? ` (${what} ${types.join(' ')})` : '');
  return { type: list('param', params) + list('result', results), count: params.length };
}

function primary(kept, stubs, shared, loader, file) {
  // Within the text form's rules a table's and a function's names do not meet.
  const additions = [
    ` (table $rest ${stubs.length} funcref)`,
    ` (export "rest" (table $rest))`,
    ` (export "${file}" (table $rest))`,
    ...shared.map(({ field: { sort, name }, as }) => ` (export "${as}" (${sort} ${name}))`),
    ` (func $rest:need (if (ref.is_null (table.get $rest (i32.const 0))) (then (call ${loader}))))`,
    ...stubs.map((field, slot) => {
      const { type, count } = signature(field);
      const values = Array.from({ length: count }, (_, index) => ` (local.get ${index})`).join('');
      return ` (func ${field.name}${type} (call $rest:need) (call_indirect $rest${type}${values} (i32.const ${slot})))`;
    }),
  ];
  return module([...kept.map(({ text }) => text), ...additions]);
}

function rest(fields, gone, stubs, shared) {
  const imported = shared.map(({ field, as }) => ` (import "p" "${as}" ${described(field)})`);
  return module([
    ...fields.filter(({ kind }) => kind === 'type').map(({ text }) => text),
    ...imported,
    ` (import "p" "rest" (table $rest ${stubs.length} funcref))`,
    ...gone.map(({ text }) => text),
    ` (elem (table $rest) (i32.const 0) func ${stubs.map(({ name }) => name).join(' ')})`,
  ]);
}

/** A field as an import describes it. */
function described(field) {
  const { kind, sort, name, text } = field;
  if (sort === 'func') return `(func ${name}${signature(field).type})`;
  if (kind === 'import') return text.slice(text.indexOf(`(${sort} ${name}`)).replace(/\)$/, '');
  if (sort === 'global') return `(global ${name} ${text.slice(text.indexOf(name) + name.length).match(/^ (\(mut \w+\)|\w+)/)[1]})`;
  return text.trim();
}

function module(fields) {
  return `(module\n${fields.join('\n')}\n)\n`;
}
