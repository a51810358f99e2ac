import { chromium } from 'playwright-core';
import { ARGUMENTS, executable } from './chromium.mjs';
import { Perceptab } from './page.mjs';
import { houses } from './inputs.mjs';
import { serve } from './server.mjs';
const server = await serve('dist');
const browser = await chromium.launch({ executablePath: executable(), args: ARGUMENTS });
const context = await browser.newContext({ viewport: { width: 640, height: 400 } });
const tab = await context.newPage();
const page = new Perceptab(tab, server);
await tab.goto(server.address);
await page.isReady();
await page.read(houses());
await page.openNetwork();
await page.network.getByText('All settings').click();
for (const place of [0, 0.5, 1]) {
  console.log(await tab.evaluate((place) => {
    scrollTo(0, place * document.documentElement.scrollHeight);
    const r = (s) => { const e = document.querySelector(s); if (!e) return s; const b = e.getBoundingClientRect(); return `${s} ${b.top | 0}..${b.bottom | 0} ${getComputedStyle(e).position} ${getComputedStyle(e).display} ${getComputedStyle(e).height}`; };
    return [scrollY, document.documentElement.scrollHeight, ...['body', '#app', '.parts', '.drawer', '.stage', '.bar', '.tabs'].map(r)].join('\n');
  }, place));
}
await tab.screenshot({ path: '/tmp/shots/zoom.png' });
await browser.close();
await server.close();
