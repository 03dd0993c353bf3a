// npm run screenshots: every page of the example with its sample data, on every screen. Fails when the browser complains or axe finds something grave.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../tests/support/browser.mjs';
import { documentation } from './screenshots/docs.mjs';
import { everyPage } from './screenshots/every-page.mjs';
import { readOptions, usage } from './screenshots/options.mjs';
import { serve } from './serve.mjs';

/** @param {string[]} given */
function optionsOrUsage(given) {
  try {
    return readOptions(given);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}

const options = optionsOrUsage(process.argv.slice(2));
const data = mkdtempSync(join(tmpdir(), 'haidang-shots-'));
const server = options.server === undefined ? await serve({ data, args: ['--no-simulate'] }) : undefined;
const url = (options.server ?? server?.url ?? '').replace(/\/$/, '');
const browser = await launchChromium();
/** @type {string[]} */
let wrong = [];
try {
  wrong = options.docs ? await documentation({ browser, url }) : await everyPage({ ...options, browser, url });
} finally {
  await browser.close();
  await server?.stop();
  rmSync(data, { recursive: true, force: true });
}
for (const line of wrong) console.error(line);
if (wrong.length > 0) console.error(`${wrong.length} things to mend`);
process.exit(wrong.length > 0 ? 1 : 0);
