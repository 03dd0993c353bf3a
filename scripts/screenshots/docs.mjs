import { join } from 'node:path';
import { settled } from '../../tests/support/settled.mjs';
import { viewer } from '../../tests/support/viewer.mjs';
import { root } from '../serve.mjs';
import { screens } from './screens.mjs';

const shots = /** @type {const} */ ([
  { name: 'overview-desk-dark', path: '/', screen: 'desk', theme: 'dark' },
  { name: 'overview-desk-light', path: '/', screen: 'desk', theme: 'light' },
  { name: 'overview-phone', path: '/', screen: 'phone', theme: 'light' },
  { name: 'reports-desk-dark', path: '/page/phan-anh-hien-truong', screen: 'desk', theme: 'dark' },
]);

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
    await page.screenshot({ path: join(root, 'docs', `${shot.name}.png`) });
    console.log(`docs/${shot.name}.png`);
    wrong.push(...complaints.map((complaint) => `${shot.name}: ${complaint}`));
    await close();
  }
  return wrong;
}
