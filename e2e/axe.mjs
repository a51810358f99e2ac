import { readFile } from 'node:fs/promises';

const AXE = new URL('../node_modules/axe-core/axe.min.js', import.meta.url);

/** The violations that axe-core finds in the page as it stands, one line each. */
export async function violations(tab) {
  // Evaluated by the browser's tools, not added to the page: the Content-Security-Policy would refuse a script element.
  await tab.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = await tab.evaluate(() => window.axe.run());
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target}: ${failureSummary}`));
}
