// Reads a spreadsheet's workbook in the worker, by a module of its own that is fetched when the first one is opened
// (workbook/src/browser.rs says what it exports); download.js is there already. Each file gets a fresh instance, whose memory goes with it.

/** scripts/workbook.mjs writes its name here. */
const MODULE = 'workbook.wasm';

let compiled;

/** The sheet of that name, of no name the first: `{csv, sheet: {notes, part, parts}}`; or what went wrong: `{refused: {kind, sentence}}`. */
export async function read(file, sheet) {
  try {
    compiled ??= await self.download.compiled(MODULE);
  } catch (error) {
    return refused('workbook-not-loaded', `The part of Perceptab that reads workbooks could not be loaded (${error.message}). Your file is kept: check the connection and try again.`);
  }
  let bytes;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return refused('unreadable-file', 'The file could not be read: it was changed, moved or is not allowed to be read. Choose it again.');
  }
  try {
    return readBytes(new WebAssembly.Instance(compiled).exports, bytes, new TextEncoder().encode(sheet));
  } catch {
    return refused('too-large', 'The workbook could not be unpacked: it is too large for this tab, or damaged. Save the sheet as CSV in the spreadsheet program and choose that file.');
  }
}

const refused = (kind, sentence) => ({ refused: { kind, sentence } });

function readBytes({ memory, room, place, length, read }, bytes, sheet) {
  const put = (slot, content) => {
    const at = room(slot, content.length);
    if (!at) throw new Error('there is no room');
    new Uint8Array(memory.buffer, at, content.length).set(content);
  };
  const taken = (slot) => new Uint8Array(memory.buffer, place(slot), length(slot));
  put(0, bytes);
  put(1, sheet);
  const good = read();
  const text = (slot) => new TextDecoder().decode(taken(slot));
  const texts = text(3).split('\0').slice(0, -1);
  const [part, ...parts] = texts;
  if (!good) return refused(...texts);
  return { csv: taken(2), sheet: { notes: text(4).split('\n').filter(Boolean), part, parts } };
}
