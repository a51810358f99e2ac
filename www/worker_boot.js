// Starts the worker with what the page hands over: the address of the module's script, and the module, compiled.
// A module that cannot be started in a worker gives no error event in some browsers: it is told here.
self.onmessage = async ({ data: [script, module] }) => {
  self.onmessage = null;
  try {
    const { default: start } = await import(new URL(script, self.location.href).href);
    await start({ module_or_path: module });
  } catch (error) {
    self.postMessage(`It could not be started: ${error}`);
  }
};
