// Starts the worker with what the page hands over: the address of the module's script, and the module, compiled.
// A module that cannot be started in a worker gives no error event in some browsers: it is told here.
// The other half of the module (rest.js) may follow at any time, before rest.js is there or after.
self.addEventListener('message', (event) => {
  if (event.data === 'beat') {
    // A sign of life: nothing has happened.
    event.stopImmediatePropagation();
    self.postMessage([]);
  }
  if (!(event.data instanceof WebAssembly.Module)) return;
  event.stopImmediatePropagation();
  if (self.rest) self.rest.keep(event.data);
  else self.restModule = event.data;
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

self.onmessage = async ({ data: [script, module, lock] }) => {
  self.onmessage = null;
  try {
    await hold(lock);
    const [{ default: start }] = await Promise.all([import(new URL(script, self.location.href).href), import('./rest.js')]);
    await start({ module_or_path: module });
  } catch (error) {
    self.postMessage(`It could not be started: ${error}`);
  }
};
