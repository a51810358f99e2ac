// The browser engines, each as a fresh browser that runs functions of a page and says what CPU time that took.
import { chromium } from 'playwright-core';

import { ARGUMENTS, executable } from '../e2e/chromium.mjs';
import { MORE_ENGINES } from '../e2e/more_engines.mjs';
import { cpuSeconds, peakMemory } from './processes.mjs';

/** Between two looks at whether the page is done: rare, so that looking takes no time from what is timed. */
const INTERVAL = 100;

/**
 * Starts a fresh browser of `engine` (Chromium, Firefox or WebKitGTK) at `address`. Returns {call(name, ...args): a function
 * of the page, awaited; cpu(): CPU seconds so far of all its processes; memory(): the most memory in bytes that one of its
 * processes has had, version, close()}.
 */
export async function start(engine, address) {
  return engine === 'Chromium' ? startChromium(address) : startByDriver(engine, address);
}

/** Why `engine` cannot be had here, or null. */
export async function missing(engine) {
  try {
    const browser = await start(engine, 'about:blank');
    await browser.close();
    return null;
  } catch (error) {
    return String(error.message).split('\n')[0];
  }
}

async function startChromium(address) {
  // As a server, since only that tells the id of the process.
  const process = await chromium.launchServer({ executablePath: executable(), args: ARGUMENTS });
  const id = process.process().pid;
  const browser = await chromium.connect(process.wsEndpoint());
  const page = await browser.newPage();
  await page.goto(address);
  return {
    call: (name, ...args) => page.evaluate(([name, args]) => window[name](...args), [name, args]),
    cpu: () => cpuSeconds(id),
    memory: () => peakMemory(id, '--type=renderer'),
    version: browser.version(),
    close: () => process.close(),
  };
}

async function startByDriver(engine, address) {
  const browser = await MORE_ENGINES[engine]();
  await browser.open(address);
  const id = browser.driver.pid;
  return {
    async call(name, ...args) {
      await browser.run(
        `const [name, args] = arguments;
         window.outcome = null;
         Promise.resolve(window[name](...args)).then(
           (value) => { window.outcome = { value }; },
           (error) => { window.outcome = { failure: String(error.message ?? error) }; });`,
        ...[name, args],
      );
      for (;;) {
        const outcome = await browser.run('return window.outcome');
        if (outcome?.failure) throw new Error(outcome.failure);
        if (outcome) return outcome.value;
        await new Promise((resolve) => setTimeout(resolve, INTERVAL));
      }
    },
    cpu: () => cpuSeconds(id),
    memory: () => peakMemory(id),
    version: browser.version,
    close: () => browser.close(),
  };
}
