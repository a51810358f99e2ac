// Starts the worker with what the page hands over: the address of the module's script, and the module, compiled.
// A module that cannot be started in a worker gives no error event in some browsers: it is told here.
// The half of the module that few visits need (rest.js) may follow at any time: it is kept until it is called.
self.addEventListener('message', (event) => {
  if (!(event.data instanceof WebAssembly.Module)) return;
  event.stopImmediatePropagation();
  self.restModule = event.data;
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
