// A WebDriver client (https://www.w3.org/TR/webdriver2/) for the browsers that Playwright cannot drive.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Starts a driver (`command`, with `port` turned into its arguments) and a browser with `capabilities`. */
export async function startBrowser(command, argumentsFor, capabilities) {
  const port = await freePort();
  const driver = spawn(command, argumentsFor(port), { stdio: 'ignore' });
  const failed = once(driver, 'error').then(([error]) => {
    throw new Error(`${command} did not start: ${error.message}`);
  });
  failed.catch(() => {});
  const base = `http://127.0.0.1:${port}`;
  try {
    await Promise.race([failed, isListening(base)]);
    const session = await call('POST', `${base}/session`, { capabilities: { alwaysMatch: capabilities } });
    return new Browser(`${base}/session/${session.sessionId}`, driver, session.capabilities.browserVersion);
  } catch (error) {
    driver.kill();
    throw error;
  }
}

class Browser {
  constructor(session, driver, version) {
    this.session = session;
    this.driver = driver;
    this.version = version;
  }

  open(url) {
    return call('POST', `${this.session}/url`, { url });
  }

  /** Runs the body of a function in the page and returns its value. */
  run(script, ...args) {
    return call('POST', `${this.session}/execute/sync`, { script, args });
  }

  /** Runs `script` until it returns something true, which it returns. */
  async until(what, script, ...args) {
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      const value = await this.run(script, ...args);
      if (value) return value;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const text = await this.run('return document.body.innerText');
    throw new Error(`waited a minute for ${what}; the page says:\n${text}`);
  }

  async close() {
    await call('DELETE', this.session).catch(() => {});
    this.driver.kill();
  }
}

async function call(method, url, body) {
  const response = await fetch(url, { method, body: body && JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${url}: ${value.error}: ${value.message}`);
  return value;
}

async function isListening(base) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return await call('GET', `${base}/status`);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
