// Starts the worker. A module that fails to compile in a worker gives no error event in some browsers: it is told here.
// The query names the build, so that no cache answers with the files of another one.
const { search } = self.location;
try {
  const { default: start } = await import(`./worker.js${search}`);
  await start({ module_or_path: new URL(`./worker_bg.wasm${search}`, self.location.href) });
} catch (error) {
  self.postMessage(`It could not be started: ${error}`);
}
