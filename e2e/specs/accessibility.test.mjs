import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../axe.mjs';
import { BAD, houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();
const APPEARANCES = {
  light: {},
  dark: { colorScheme: 'dark' },
  'on a phone': { viewport: { width: 390, height: 844 }, hasTouch: true },
};

for (const [name, options] of Object.entries(APPEARANCES)) {
  test(`axe finds nothing, ${name}`, async (t) => {
    const page = await visit(t, { reducedMotion: 'reduce', ...options });
    const check = async (state) => t.test(state, async () => assert.deepEqual(await violations(page.tab), []));
    await check('empty');
    await page.choose(BAD.empty());
    await page.complaint();
    await check('refused');
    await page.read(houses());
    await page.openNetwork();
    await page.network.getByText('All settings').click();
    await check('ready');
    await page.tab.getByText('How the file was read').click();
    await page.button(/^Change /).first().click();
    await page.tab.getByLabel('Role').waitFor();
    await check('how the file was read, and a column');
    await page.set('Epochs', 'many');
    await page.explanation('Epochs');
    await check('wrong setting');
    await page.trainThrough(10);
    for (const fold of await page.result.locator('summary:visible').all()) await fold.click();
    await check('finished');
    await page.button('Cross-validate').click();
    await page.tab.getByRole('row', { name: /^Mean ± standard deviation/ }).getByText('5 folds').waitFor();
    await check('cross-validated');
    await page.set('Learning rate', '1e9');
    await page.train();
    await page.complaint();
    await check('diverged, with a previous run');
  });
}

test('the keyboard alone: choose a file, train, read values off the chart', async (t) => {
  const page = await visit(t);
  const chooser = page.tab.waitForEvent('filechooser');
  await tabTo(page, page.button('Choose a CSV'));
  await page.tab.keyboard.press('Enter');
  await (await chooser).setFiles(houses());
  await page.hasRead('houses.csv');

  await tabTo(page, page.tab.locator('.network-line'));
  await page.tab.keyboard.press('Enter');
  await tabTo(page, page.field('Epochs'));
  await page.tab.keyboard.press('ControlOrMeta+A');
  await page.tab.keyboard.type('20');
  await tabTo(page, page.button('Train'));
  await page.tab.keyboard.press('Enter');
  await page.reading();

  await tabTo(page, page.tab.getByRole('link', { name: 'Learn' }));
  await page.tab.keyboard.press('Enter');
  await tabTo(page, page.tab.getByRole('img', { name: /^Loss|loss/ }));
  await page.tab.keyboard.press('Home');
  await page.result.getByText(/^Epoch 8:/).last().waitFor();
  await page.tab.keyboard.press('End');
  await page.result.getByText(/^Epoch 20: train .* test /).last().waitFor();

  await tabTo(page, page.tab.locator('summary', { hasText: 'Export' }));
  await page.tab.keyboard.press('Enter');
  await tabTo(page, page.button('History (CSV)'));
  const download = page.tab.waitForEvent('download');
  await page.tab.keyboard.press('Enter');
  assert.match((await download).suggestedFilename(), /\.csv$/);
});

/** Presses Tab until the element has the focus, which must then be visible. */
async function tabTo(page, element) {
  const isFocused = () => element.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 120; presses++) {
    if (await isFocused()) {
      const outline = await element.evaluate((element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
      });
      assert.ok(outline, `the focus on ${element} cannot be seen`);
      return;
    }
    await page.tab.keyboard.press('Tab');
  }
  assert.fail(`Tab never reached ${element}`);
}
