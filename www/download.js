// Fetches what the page is made of, and says in words why something could not be had. Page and worker share it.

/** Milliseconds without a byte after which a download is given up. */
const PATIENCE = 10_000;

/** When a byte last came, of whatever file. */
let heard = Date.now();

/** How long still to wait before giving up. */
const left = () => heard + PATIENCE - Date.now();

/** Whether a byte came within the last ten seconds: of the scripts that a browser fetches itself nothing else can be seen. */
function isFlowing() {
  return left() > 0;
}

/** `work`, unless no byte comes for ten seconds. */
async function unlessStuck(work, giveUp = () => {}) {
  heard = Date.now();
  let timer;
  const stuck = new Promise((resolve, reject) => {
    const wait = () => {
      timer = setTimeout(() => {
        if (isFlowing()) return wait();
        reject(new Error('no byte of it came for ten seconds'));
        giveUp();
      }, Math.max(left(), 1));
    };
    wait();
  });
  try {
    return await Promise.race([work, stuck]);
  } finally {
    clearTimeout(timer);
  }
}

/** The beginning of an answer that can be used. `again`: what a cache has of it may be what failed. */
async function answer(address, again, signal) {
  const response = await fetch(address, { signal, ...(again && { cache: 'reload' }) }).catch(() => {
    throw new Error(navigator.onLine ? 'it could not be reached' : 'this device is offline');
  });
  heard = Date.now();
  if (!response.ok) throw new Error(`the server answered with ${response.status}`);
  if (/html/.test(response.headers.get('content-type'))) throw new Error('the server sent a web page in its place');
  return response;
}

/** Follows the bytes of a copy, so that the answer itself goes to the browser's compiler. */
async function follow(copy) {
  const reader = copy.body.getReader();
  while (!(await reader.read()).done) heard = Date.now();
}

/** A WebAssembly module, compiled while it comes. */
async function compiled(address, again = false) {
  const stop = new AbortController();
  const name = address.split('/').pop();
  try {
    const response = await unlessStuck(answer(address, again, stop.signal), () => stop.abort());
    const copy = response.clone();
    const isModule = response.headers.get('content-type')?.startsWith('application/wasm');
    const module = isModule && WebAssembly.compileStreaming
      ? WebAssembly.compileStreaming(response)
      : response.arrayBuffer().then((bytes) => WebAssembly.compile(bytes));
    const whole = module.catch(() => {
      throw new Error('it came incomplete or damaged');
    });
    // What is there whole may take long to compile.
    await unlessStuck(Promise.race([follow(copy), whole]), () => stop.abort());
    return await whole;
  } catch (error) {
    throw new Error(`${name}: ${error.message}`);
  }
}

/** The bytes of a file. */
async function bytes(address) {
  const stop = new AbortController();
  const whole = answer(address, false, stop.signal).then((response) => {
    const copy = response.clone();
    return Promise.all([response.arrayBuffer(), follow(copy)]);
  });
  const [buffer] = await unlessStuck(whole, () => stop.abort());
  return new Uint8Array(buffer);
}

let tries = 0;

/** A script's exports. A browser may keep in mind that an address failed: it is asked for by another one then. */
async function script(address) {
  const { href, pathname } = new URL(address, self.location.href);
  try {
    return await unlessStuck(import(tries ? `${href}?${tries}` : href));
  } catch (error) {
    tries += 1;
    const why = /no byte/.test(error.message) ? error.message : 'it could not be loaded';
    throw new Error(`${pathname.split('/').pop()}: ${why}`);
  }
}

self.download = { bytes, compiled, isFlowing, patience: () => PATIENCE, script };
