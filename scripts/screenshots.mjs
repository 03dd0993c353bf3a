// npm run screenshots: the pages of the example with its sample data, as pictures in docs/. Fails when the browser complains.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../tests/support/browser.mjs';
import { root, serve } from './serve.mjs';

const shots = [
  { name: 'overview-desk-dark', path: '/', width: 1440, height: 900, theme: 'dark' },
  { name: 'overview-desk-light', path: '/', width: 1440, height: 900, theme: 'light' },
  { name: 'overview-phone', path: '/', width: 390, height: 844, theme: 'light' },
  { name: 'reports-desk-dark', path: '/page/phan-anh-hien-truong', width: 1440, height: 900, theme: 'dark' },
];

const data = mkdtempSync(join(tmpdir(), 'haidang-shots-'));
const server = await serve({ data, args: [] });
const browser = await launchChromium();
/** @type {string[]} */
const complaints = [];
try {
  for (const { name, path, width, height, theme } of shots) {
    const isPhone = width < 600;
    const context = await browser.newContext({
      locale: 'vi-VN',
      viewport: { width, height },
      colorScheme: /** @type {'dark' | 'light'} */ (theme),
      isMobile: isPhone,
      hasTouch: isPhone,
      deviceScaleFactor: isPhone ? 2 : 1,
    });
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(`${name}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`${name}: ${error.message}`));
    await page.goto(server.url + path);
    await page.locator('core-value[state=ready]').first().waitFor();
    // Charts load lazily; a picture wants all of them.
    await page.waitForFunction(() => document.fonts.status === 'loaded');
    await page.waitForTimeout(4000);
    await page.screenshot({ path: join(root, 'docs', `${name}.png`) });
    console.log(`docs/${name}.png`);
    await context.close();
  }
} finally {
  await browser.close();
  await server.stop();
  rmSync(data, { recursive: true, force: true });
}
for (const complaint of complaints) console.error(complaint);
process.exit(complaints.length > 0 ? 1 : 0);
