import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const grave = ['serious', 'critical'];

/** What axe finds on the page as it stands that keeps people from using it. It is brought by the debugger's own door, so the page's policy stays untouched and in force.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<{ rule: string, impact: string, target: string, why: string }[]>} */
export async function graveFindings(page) {
  if (!(await page.evaluate(() => 'axe' in window))) {
    const session = await page.context().newCDPSession(page);
    const { exceptionDetails } = await session.send('Runtime.evaluate', { expression: source });
    await session.detach();
    if (exceptionDetails) throw new Error(`axe does not start: ${exceptionDetails.text}`);
  }
  /** @type {import('axe-core').Result[]} */
  const violations = await page.evaluate(async () => {
    const results = await Reflect.get(window, 'axe').run(document, { resultTypes: ['violations'] });
    return results.violations;
  });
  return violations
    .filter(({ impact }) => grave.includes(impact ?? ''))
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, failureSummary }) => ({
        rule: id,
        impact: impact ?? '',
        target: target.flat().join(' '),
        why: (failureSummary ?? '').replace(/\s+/g, ' ').trim(),
      })),
    );
}
