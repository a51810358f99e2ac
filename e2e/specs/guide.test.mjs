// The guide as it is built: the pages a student reads, which the app does not load.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../axe.mjs';
import { SUB_PATH } from '../server.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();
const GUIDE = 'guide/index.html';
const APPEARANCES = {
  light: {},
  dark: { colorScheme: 'dark' },
  'on a phone': { viewport: { width: 390, height: 844 }, hasTouch: true },
  'at 320 pixels': { viewport: { width: 320, height: 640 } },
};

/** Leaves the app for the guide. */
async function read(t, options) {
  const page = await visit(t, { ready: false, ...options });
  page.server.requests.length = 0;
  await page.tab.goto(page.server.address + GUIDE);
  return page;
}

for (const [name, options] of Object.entries(APPEARANCES)) {
  test(`it fits, and axe finds nothing, ${name}`, async (t) => {
    const { tab } = await read(t, options);
    await tab.locator('summary').click();
    const tooWide = await tab.evaluate(() => {
      const right = (element) => element.getBoundingClientRect().right;
      const inside = [...document.querySelectorAll('section *')].filter((element) => right(element) > right(element.closest('section')));
      return [
        ...(document.documentElement.scrollWidth > innerWidth ? ['the page'] : []),
        ...inside.map((element) => `${element.closest('section').id}: ${element.textContent}`),
      ];
    });
    assert.deepEqual(tooWide, []);
    assert.deepEqual(await violations(tab), []);
  });
}

test('it takes the theme that was chosen in the app, and loads nothing else of it', async (t) => {
  const page = await read(t);
  const background = () => page.tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.tab.evaluate(() => localStorage.setItem('perceptab-theme', 'dark'));
  const errors = [];
  page.tab.on('console', (message) => errors.push(message.text()));
  page.server.requests.length = 0;
  await page.tab.reload();
  assert.notEqual(await background(), light);
  assert.deepEqual(errors, []);
  const files = new Set(page.server.requests.map((path) => path.slice(SUB_PATH.length)));
  // Not every browser asks for the icon by itself.
  files.delete('icon.svg');
  assert.deepEqual([...files].sort(), ['guide/guide.css', GUIDE, 'theme.js']);
});

test('a link to a section shows that section', async (t) => {
  const { tab } = await read(t);
  await tab.getByRole('link', { name: 'Dropout' }).click();
  const top = await tab.getByRole('heading', { name: 'Dropout' }).evaluate((heading) => heading.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 100, `${top}`);
});
