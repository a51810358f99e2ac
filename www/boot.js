// Starts the page where the browser can run it, and says so where it cannot.

/** The smallest module with a SIMD instruction: () -> v128, of i8x16.popcnt(i8x16.splat(0)). */
const SIMD = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
];

function canRun() {
  try {
    return typeof Worker === 'function' && WebAssembly.validate(new Uint8Array(SIMD));
  } catch {
    return false;
  }
}

function show(id) {
  document.getElementById(id).hidden = false;
}

if (canRun()) {
  const { app, wasm } = document.querySelector('script[data-app]').dataset;
  try {
    const { default: start } = await import(new URL(app, document.baseURI).href);
    await start({ module_or_path: new URL(wasm, document.baseURI) });
  } catch (error) {
    console.error(error);
    show('not-loaded');
  }
} else {
  show('too-old');
}
