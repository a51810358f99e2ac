// Starts the worker with what the page hands over: the address of the module's script, and the module, compiled.
// A module that cannot be started in a worker gives no error event in some browsers: it is told here.
// The other half of the module (rest.js) may follow at any time, before rest.js is there or after.
self.addEventListener('message', (event) => {
  if (!(event.data instanceof WebAssembly.Module)) return;
  event.stopImmediatePropagation();
  if (self.rest) self.rest.keep(event.data);
  else self.restModule = event.data;
});

self.onmessage = async ({ data: [script, module] }) => {
  self.onmessage = null;
  try {
    const [{ default: start }] = await Promise.all([import(new URL(script, self.location.href).href), import('./rest.js')]);
    await start({ module_or_path: module });
  } catch (error) {
    self.postMessage(`It could not be started: ${error}`);
  }
};
