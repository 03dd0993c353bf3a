import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { graveFindings } from '../../tests/support/axe.mjs';
import { screenfuls } from '../../tests/support/screenfuls.mjs';
import { viewer } from '../../tests/support/viewer.mjs';
import { looks } from './screens.mjs';

/** Takes every page in every look and prints a line a picture. Answers what is wrong, a line each.
 * @param {{ browser: import('playwright-core').Browser, url: string, out: string, page: readonly string[], only: readonly string[] }} asked
 * @returns {Promise<string[]>} */
export async function everyPage({ browser, url, out, page: wanted, only }) {
  mkdirSync(out, { recursive: true });
  /** @type {{ pages: { slug: string }[] }} */
  const { pages } = await (await fetch(`${url}/api/catalog`)).json();
  const slugs = pages.map(({ slug }) => slug).filter((slug) => wanted.length === 0 || wanted.includes(slug));
  const missing = wanted.filter((slug) => !slugs.includes(slug)).map((slug) => `there is no page ${slug}`);
  /** @type {string[]} */
  const wrong = [...missing];
  for (const look of looks(only)) {
    const { page, complaints, close } = await viewer(browser, url, look);
    for (const slug of slugs) {
      const name = [slug, look.screen.name, look.theme, look.language].join('-');
      const told = complaints.length;
      try {
        await page.goto(`${url}/page/${encodeURIComponent(slug)}`);
        const found = new Set();
        for await (const number of screenfuls(page)) {
          const file = join(out, number === 1 ? `${name}.png` : `${name}-${number}.png`);
          await page.screenshot({ path: file });
          const findings = await graveFindings(page);
          console.log(`${relative(process.cwd(), file)}: axe ${findings.length}, browser ${complaints.length - told}`);
          for (const { rule, impact, target, why } of findings) found.add(`${name}: axe ${impact} ${rule} at ${target}: ${why}`);
        }
        wrong.push(...found);
      } catch (error) {
        wrong.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
      for (const complaint of complaints.slice(told)) wrong.push(`${name}: ${complaint}`);
    }
    await close();
  }
  return wrong;
}
