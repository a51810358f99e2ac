// The machine's ceiling: the probe of `benches/ceiling/` in a worker of a fresh Chromium.
import { start } from './engines.mjs';
import { put } from './page.mjs';

/** A clock in a browser may tick every 0.1 ms: a call must take many of them, and short enough to try often. */
const PAGE = `<!doctype html><title>Ceiling</title><script type="module">
  const code = \`onmessage = async ({ data: { address, seconds } }) => {
    const { instance } = await WebAssembly.instantiate(await (await fetch(address)).arrayBuffer());
    const probes = Object.entries(instance.exports).filter(([name]) => /^(block|chains)_/.test(name));
    const best = {};
    // Many calls, so that the browser's optimised code gets in, and the best of them: a ceiling, not an average.
    for (const end = performance.now() + 1000 * seconds; performance.now() < end;) {
      for (const [name, probe] of probes) {
        const start = performance.now();
        const operations = probe(name.startsWith('block_') ? 3000 : 20000);
        const speed = operations / (performance.now() - start) / 1e6;
        best[name] = Math.max(best[name] ?? 0, speed);
      }
    }
    postMessage(best);
  };\`;
  const worker = new Worker(URL.createObjectURL(new Blob([code])));
  window.probe = (seconds) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (error) => reject(new Error(error.message));
    worker.postMessage({ address: new URL('./ceiling.wasm', location).href, seconds });
  });
</script>`;

/** The best GFLOP/s of each probe within `seconds`. The server serves the probe as ceiling.wasm. */
export async function ceiling(server, seconds) {
  put(server, 'ceiling.html', PAGE);
  const browser = await start('Chromium', `${server.address}ceiling.html`);
  try {
    return await browser.call('probe', seconds);
  } finally {
    await browser.close();
  }
}

const best = (round, kind) => Math.max(...Object.entries(round).filter(([name]) => name.startsWith(kind)).map(([, speed]) => speed));

/** The best block shape of a round's matrix products, and the best of its multiply-add loops. */
export const matrixProduct = (round) => best(round, 'block_');
export const multiplyAdd = (round) => best(round, 'chains_');
