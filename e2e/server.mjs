// A static file server for the tests: dist/ under a sub-path, every request written down.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A sub-path on purpose: the page must not assume that it stands at the root of its host. */
export const SUB_PATH = '/some/folder/';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** What a static host sends as it is, because it is packed already. */
const PACKED = /^image\/(png|x-icon)$|^application\/octet-stream$/;

/**
 * Serves `root` on a free port of this machine.
 * `requests`: the path of every request so far. `replacements`: path within the folder → answer {status, type, body}
 * that stands in for the file, or {fault}: 'cut' ends the file's answer in its middle, 'stalled' never begins it.
 * With `packing` files go out gzipped to whoever takes that, as from a static host; otherwise as they are.
 * `close()` ends it.
 */
export async function serve(root, { packing = false } = {}) {
  const requests = [];
  const replacements = new Map();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    requests.push(path);
    const { status, type, body, fault } = await answer(root, path, replacements);
    if (fault === 'stalled') return;
    const head = { 'content-type': type, 'cache-control': 'no-store' };
    if (fault === 'cut') {
      response.writeHead(status, { ...head, 'content-length': body.length });
      response.write(body.subarray(0, body.length / 2), () => response.destroy());
      return;
    }
    if (packing && !PACKED.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'])) {
      const packed = await promisify(gzip)(body);
      response.writeHead(status, { ...head, 'content-encoding': 'gzip', vary: 'accept-encoding' }).end(packed);
      return;
    }
    response.writeHead(status, head).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    address: origin + SUB_PATH,
    requests,
    replacements,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(root, path, replacements) {
  const missing = { status: 404, type: TYPES['.txt'], body: `${path} is not here` };
  if (!path.startsWith(SUB_PATH)) return missing;
  const name = path.slice(SUB_PATH.length) || 'index.html';
  const replacement = replacements.get(name);
  if (replacement && !replacement.fault) return { status: 200, type: TYPES[extname(name)], ...replacement };
  const file = normalize(join(root, name));
  if (!file.startsWith(normalize(root))) return missing;
  try {
    return { status: 200, type: TYPES[extname(file)] ?? 'application/octet-stream', body: await readFile(file), fault: replacement?.fault };
  } catch {
    return missing;
  }
}
