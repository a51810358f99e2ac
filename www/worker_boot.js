// Starts a worker with what the page hands over: the address of the engine's script with the name of a lock, and the
// engine's module, compiled, as soon as the page has it. What could not be loaded or started gives no error event in some
// browsers: it is told here. An empty list of events is a sign of life.
import './download.js';

self.addEventListener('message', (event) => {
  if (event.data !== 'beat') return;
  event.stopImmediatePropagation();
  self.postMessage([]);
});

const engine = new Promise((resolve) => {
  self.addEventListener('message', (event) => {
    if (!(event.data instanceof WebAssembly.Module)) return;
    event.stopImmediatePropagation();
    resolve(event.data);
  });
});

/** Holds the lock whose release tells the page that this worker is gone (watch.js). */
function hold(lock) {
  if (!navigator.locks) return;
  return new Promise((goOn) => {
    const request = navigator.locks.request(lock, () => {
      goOn();
      return new Promise(() => {});
    });
    // A browser may deny it.
    request.catch(goOn);
  });
}

/** A sheet of a workbook: its reader is loaded with the first one. */
self.workbook = {
  read: async (file, sheet) => (await self.download.script('./workbook.js')).read(file, sheet),
};

self.onmessage = async ({ data: [script, lock] }) => {
  self.onmessage = null;
  self.postMessage([]);
  let start;
  try {
    await hold(lock);
    ({ default: start } = await self.download.script(script));
  } catch (error) {
    self.postMessage({ missing: error.message });
    return;
  }
  self.postMessage([]);
  try {
    await start({ module_or_path: await engine });
  } catch (error) {
    self.postMessage(`It could not be started: ${error}`);
  }
};
