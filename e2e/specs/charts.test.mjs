import assert from 'node:assert/strict';
import { test } from 'node:test';
import { houses } from '../inputs.mjs';
import { visitor } from '../visit.mjs';

const visit = visitor();

for (const deviceScaleFactor of [1, 2, 3]) {
  test(`at ${deviceScaleFactor} device pixels a CSS pixel the charts are drawn sharp`, async (t) => {
    const page = await visit(t, { deviceScaleFactor });
    await page.read(houses());
    await page.trainThrough(10);
    await page.open('Learn');
    const sizes = await page.tab.locator('canvas').evaluateAll((charts) =>
      charts.map((chart) => {
        const { width, height } = chart.getBoundingClientRect();
        return { drawn: [chart.width, chart.height], shown: [width, height] };
      }),
    );
    assert.equal(sizes.length, 2);
    for (const { drawn, shown } of sizes) {
      assert.ok(shown[0] > 100 && shown[1] > 50, `the chart is ${shown}`);
      drawn.forEach((pixels, i) => assert.ok(Math.abs(pixels - shown[i] * deviceScaleFactor) <= 1, `${drawn} for ${shown}`));
    }
  });
}
