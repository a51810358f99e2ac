// Starts the page where the browser can run it, and says so where it cannot. Page and engine are two modules, which are
// fetched side by side: the page is there as soon as its own is.
import './download.js';
import './watch.js';

/** The smallest module with a SIMD instruction: () -> v128, of i8x16.popcnt(i8x16.splat(0)). */
const SIMD = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
];

const files = document.querySelector('script[data-page]').dataset;

let compiled;
let asked = false;

/**
 * The engine as the page hands it to each worker (src/web/engine.rs): its script's address, and its module, which is
 * fetched and compiled once. One that could not be had is asked for anew by who wants it next.
 */
self.engine = {
  script: () => files.engine,
  module: () => {
    compiled ??= self.download.compiled(files.engineModule, asked).catch((error) => {
      compiled = undefined;
      throw error;
    });
    asked = true;
    return compiled;
  },
};

function canRun() {
  try {
    return typeof Worker === 'function' && WebAssembly.validate(new Uint8Array(SIMD));
  } catch {
    return false;
  }
}

function show(id, words = '') {
  const message = document.getElementById(id);
  message.querySelector('.why')?.replaceChildren(words);
  message.querySelector('button')?.addEventListener('click', () => location.reload());
  message.hidden = false;
}

/** What has not come after ten seconds must not keep everything else from being shown. */
function goOnWithoutStyle() {
  setTimeout(() => {
    for (const part of document.querySelectorAll('link[rel=stylesheet], script[blocking]')) {
      if (!part.sheet) part.remove();
    }
  }, 10_000);
}

/**
 * Waits until the shell is painted: where everything comes at once, compiling would keep the processor from that. A tab in the
 * background paints nothing, and a style sheet may be late, so it waits for a second at most.
 */
function painted() {
  if (document.hidden || !globalThis.PerformanceObserver?.supportedEntryTypes?.includes('paint')) return undefined;
  return new Promise((resolve) => {
    new PerformanceObserver((list, observer) => {
      observer.disconnect();
      resolve();
    }).observe({ type: 'paint', buffered: true });
    setTimeout(resolve, 1_000);
  });
}

if (document.readyState === 'loading') await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve));
// From now on this script says what is wrong, and not the text that comes by itself.
document.getElementById('late').remove();
goOnWithoutStyle();
if (canRun()) {
  await painted();
  try {
    // Whoever needs it says what is wrong with it.
    self.engine.module().catch(() => {});
    const [{ default: start }, module] = await Promise.all([
      self.download.script(files.page),
      self.download.compiled(files.pageModule),
    ]);
    await start({ module_or_path: module });
  } catch (error) {
    console.error(error);
    show('not-loaded', ` (${error.message})`);
  }
} else {
  show('too-old');
}
