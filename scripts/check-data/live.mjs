import { launchChromium } from '../../tests/support/browser.mjs';
import { serve } from '../serve.mjs';
import { holds, same } from './result.mjs';
import { importFile, withFolder } from './run.mjs';
import { expectedTotals } from './totals.mjs';

const period = '2011-07-01/2011-11-05';

/** The real overview open in a browser, at the period of the file, while the file is imported into the running centre: totals rise, the page stays fluent, the end is right. Three runs and an idle one.
 * @param {string} file */
export async function checkLive(file) {
  const expected = expectedTotals(file);
  const browser = await launchChromium();
  try {
    for (const run of ['idle', 'import 1', 'import 2', 'import 3']) {
      await withFolder(async (data) => {
        const server = await serve({ data, args: ['--no-simulate'] });
        try {
          const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1440, height: 900 } });
          const page = await context.newPage();
          /** @type {string[]} */
          const complaints = [];
          page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
          page.on('pageerror', (error) => complaints.push(error.message));
          await page.goto(`${server.url}/?time=${period}`);
          await page.getByRole('main').waitFor();
          await page.waitForTimeout(3000);
          await page.evaluate(() => {
            /** @type {number[]} */
            const tasks = [];
            Object.assign(window, { longTasks: tasks });
            new PerformanceObserver((list) => {
              for (const { duration } of list.getEntries()) tasks.push(duration);
            }).observe({ type: 'longtask', buffered: false });
          });
          const seen = [await received(page)];
          let isOver = run === 'idle';
          const done =
            run === 'idle'
              ? page.waitForTimeout(8000)
              : importFile({ file, data }).finally(() => {
                  isOver = true;
                });
          const started = Date.now();
          while (!isOver || (run === 'idle' && Date.now() - started < 8000)) {
            const now = await received(page);
            if (now !== seen.at(-1)) seen.push(now);
            await page.waitForTimeout(50);
          }
          await done;
          await page.waitForTimeout(4000);
          const last = await received(page);
          if (last !== seen.at(-1)) seen.push(last);
          const tasks = /** @type {number[]} */ (await page.evaluate(() => Reflect.get(window, 'longTasks'))).sort((a, b) => a - b);
          const p99 = tasks[Math.ceil(tasks.length * 0.99) - 1] ?? 0;
          holds(
            `${run}: long tasks at p99 in ms`,
            p99 <= 200,
            `${Math.round(p99)} of ${tasks.length}, longest ${Math.round(tasks.at(-1) ?? 0)}`,
          );
          if (run !== 'idle') {
            const rises = seen.filter((value, index) => index > 0 && value > (seen[index - 1] ?? 0)).length;
            holds(`${run}: totals seen rising`, rises >= 3, `${rises} times: ${seen.join(' → ')}`);
            same(`${run}: total at the end`, last, expected.rows);
          }
          same(`${run}: console errors`, complaints, []);
          await context.close();
        } finally {
          await server.stop();
        }
      });
    }
  } finally {
    await browser.close();
  }
}

/** The number of reports received, as it stands on the screen.
 * @param {import('playwright-core').Page} page */
async function received(page) {
  const frame = page.locator('ioc-frame').filter({ has: page.getByRole('heading', { name: 'Tiếp nhận trong kỳ', exact: true }) });
  const text = await frame
    .locator('core-value .digits')
    .first()
    .textContent({ timeout: 500 })
    .catch(() => '0');
  return Number((text ?? '').replaceAll('.', '')) || 0;
}
