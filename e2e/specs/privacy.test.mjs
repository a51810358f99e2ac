import assert from 'node:assert/strict';
import { test } from 'node:test';
import { houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

test('loading a file and training cause no request', async (t) => {
  const page = await visit(t);
  const fromTheTab = [];
  page.tab.context().on('request', (request) => fromTheTab.push(request.url()));
  page.server.requests.length = 0;
  await page.read(houses());
  await page.trainThrough(20);
  await page.download('Model (JSON)');
  assert.deepEqual(page.server.requests, []);
  // A download of something made in the page has an address that stays in the browser.
  assert.deepEqual(fromTheTab.filter((url) => !/^(blob|data):/.test(url)), []);
});

test('everything that the page loads comes from its own folder', async (t) => {
  const page = await visit(t, { ready: false });
  const urls = [];
  page.tab.context().on('request', (request) => urls.push(request.url()));
  await page.tab.reload();
  await page.isReady();
  assert.ok(urls.length > 3);
  assert.deepEqual(urls.filter((url) => !url.startsWith(page.server.address)), []);
});

test('a connection to another origin is blocked by the page itself', async (t) => {
  const page = await visit(t);
  const policy = await page.tab.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  assert.match(policy, /connect-src 'self'/);
  assert.doesNotMatch(policy, /'unsafe-inline'|'unsafe-eval'|https?:|\*/);

  // Another name is another origin; the server listens there too, so that nothing but the policy stands in the way.
  const { origin } = new URL(page.server.address);
  const other = origin.replace('127.0.0.1', 'localhost');
  page.server.requests.length = 0;
  const outcome = await page.tab.evaluate(async (url) => {
    const violation = new Promise((resolve) => addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective)));
    const answer = await fetch(url, { mode: 'no-cors' }).then(() => 'connected', () => 'blocked');
    return answer === 'blocked' ? `blocked by ${await violation}` : answer;
  }, `${other}/`);
  assert.equal(outcome, 'blocked by connect-src');
  assert.deepEqual(page.server.requests, []);
});
