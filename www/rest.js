// Loads the half of the module that the page can begin without (scripts/split.mjs): once the page is there, or at once where
// something of it is called before. The module knows these functions as `rest` (src/web/rest.rs).

let asked = false;
let arrived;
let tried;
/** The half, compiled, as soon as it is there: the page's workers get it from the page. */
const arrival = new Promise((resolve) => {
  arrived = resolve;
});
/** It is there, or was not to be had for now. */
const trial = new Promise((resolve) => {
  tried = resolve;
});
arrival.then(() => tried());

/** The module names its other half by an export; a build that was not split has none. */
function fileOf(exports) {
  return Object.keys(exports).find((name) => name.endsWith('.wasm'));
}

/** On the page: once there is nothing else to do. */
function fetchIdly(exports) {
  const file = fileOf(exports);
  if (!file || asked) return;
  asked = true;
  const whenIdle = self.requestIdleCallback ?? ((act) => setTimeout(act, 50));
  whenIdle(async () => {
    try {
      const response = await fetch(file);
      if (!response.ok) throw new Error(`${file} was answered with ${response.status}`);
      const { module } = await WebAssembly.instantiate(await response.arrayBuffer(), { p: exports });
      arrived(module);
    } catch (error) {
      asked = false;
      tried();
      console.warn('It will be loaded when it is needed:', error);
    } finally {
      // The tests wait for it.
      performance.mark('rest');
    }
  });
}

/** On the page: the worker gets the compiled half, now or as soon as it is there (worker_boot.js keeps it). */
function send(worker) {
  arrival.then((module) => worker.postMessage(module));
}

/** In a worker: the page has sent the half, compiled. */
function keep(module) {
  self.restModule = module;
  arrived(module);
}

/** Once it is there; a build that was not split has it all. */
function whenHere(exports, act) {
  if (fileOf(exports)) arrival.then(() => act());
  else act();
}

/** The same, but where it could not be fetched it is tried anyway: who needs it then loads it, or says why not. */
function whenTried(exports, act) {
  if (fileOf(exports)) trial.then(() => act());
  else act();
}

/** On the page and in a worker, where something of the half is called and it is not there: nothing goes on without it. */
function load(exports) {
  try {
    const module = self.restModule ?? new WebAssembly.Module(fetchNow(fileOf(exports)));
    new WebAssembly.Instance(module, { p: exports });
    arrived(module);
  } catch (error) {
    self.document?.getElementById('not-loaded').removeAttribute('hidden');
    throw new Error(`A part of Perceptab could not be loaded. Check the connection (${error.message})`);
  }
}

function fetchNow(file) {
  const request = new XMLHttpRequest();
  request.open('GET', file, false);
  // A page that waits for its answer may not ask for bytes: they come as letters, one a byte.
  request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  if (request.status !== 200) throw new Error(`${file} was answered with ${request.status}`);
  return Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0) & 255);
}

/** In a worker: a sheet of a workbook (workbook.js, which is loaded with the first one). */
async function readWorkbook(file, sheet) {
  return (await import('./workbook.js')).read(file, sheet);
}

if (self.restModule) arrived(self.restModule);

self.rest = { fetchIdly, send, keep, whenHere, whenTried, load, readWorkbook };
