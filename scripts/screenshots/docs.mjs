import { join } from 'node:path';
import { settled } from '../../tests/support/settled.mjs';
import { viewer } from '../../tests/support/viewer.mjs';
import { root } from '../serve.mjs';
import { screens } from './screens.mjs';

/** Opens where a number comes from, and looks at why it is what it is.
 * @param {import('playwright-core').Page} page */
async function why(page) {
  const frame = page.locator('ioc-frame').filter({ hasText: 'Đúng hạn gốc' }).first();
  await frame.locator('.dots').click({ force: true });
  await frame.getByRole('menuitem', { name: 'Nguồn' }).click();
  await page.locator('ioc-source-dialog .why tfoot').first().scrollIntoViewIfNeeded();
}

/** @type {readonly { name: string, path: string, screen: string, theme: 'dark' | 'light', open?: typeof why }[]} */
const shots = [
  { name: 'overview-desk-dark', path: '/', screen: 'desk', theme: 'dark' },
  { name: 'overview-desk-light', path: '/', screen: 'desk', theme: 'light' },
  { name: 'overview-phone', path: '/', screen: 'phone', theme: 'light' },
  { name: 'reports-desk-dark', path: '/page/phan-anh-hien-truong', screen: 'desk', theme: 'dark' },
  { name: 'data-desk-light', path: '/page/so-lieu', screen: 'desk', theme: 'light' },
  { name: 'why-desk-dark', path: '/', screen: 'desk', theme: 'dark', open: why },
];

/** Takes the pictures that the documentation shows. Answers what the browser complained about.
 * @param {{ browser: import('playwright-core').Browser, url: string }} asked
 * @returns {Promise<string[]>} */
export async function documentation({ browser, url }) {
  /** @type {string[]} */
  const wrong = [];
  for (const shot of shots) {
    const screen = screens.find(({ name }) => name === shot.screen);
    if (!screen) throw new TypeError(`no screen ${shot.screen}`);
    const { page, complaints, close } = await viewer(browser, url, { screen, theme: shot.theme, language: 'vi' });
    await page.goto(url + shot.path);
    await settled(page);
    await shot.open?.(page);
    await page.screenshot({ path: join(root, 'docs', `${shot.name}.png`) });
    console.log(`docs/${shot.name}.png`);
    wrong.push(...complaints.map((complaint) => `${shot.name}: ${complaint}`));
    await close();
  }
  return wrong;
}
