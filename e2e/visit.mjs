// One server and one browser for a spec file, a fresh visitor for each test.
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { ARGUMENTS, executable } from './chromium.mjs';
import { Perceptab } from './page.mjs';
import { serve } from './server.mjs';

/** How long any single wait may take, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Call it once at the top of a spec file. The function it returns opens the page as a new visitor, without anything
 * stored by an earlier one, and ends the visit with the test:
 * `const page = await visit(t, { viewport, colorScheme, …, ready, replacing })`.
 * With `ready: false` it does not wait for the worker; `replacing` is what the server answers in place of its
 * files, of which one may never come: then `load: false`.
 */
export function visitor() {
  let browser;
  let server;
  before(async () => {
    server = await serve('dist');
    browser = await chromium.launch({ executablePath: executable(), args: ARGUMENTS });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  return async (t, { ready = true, load = true, replacing = {}, ...options } = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true, ...options });
    context.setDefaultTimeout(PATIENCE);
    const tab = await context.newPage();
    const page = new Perceptab(tab, server);
    t.after(async () => {
      server.replacements.clear();
      await context.close();
    });
    for (const [name, answer] of Object.entries(replacing)) server.replacements.set(name, answer);
    await tab.goto(server.address, { waitUntil: load ? 'load' : 'commit' });
    if (ready) await page.isReady();
    return page;
  };
}
