import { settled } from './settled.mjs';

/** Goes down the open page: the screen as it opens, and each further screenful below it, once it is drawn. Gives their numbers, counted from 1.
 * @param {import('playwright-core').Page} page
 * @returns {AsyncGenerator<number>} */
export async function* screenfuls(page) {
  for (let number = 1; ; number += 1) {
    await settled(page);
    yield number;
    const isMore = await page.evaluate(() => {
      const main = document.querySelector('ioc-shell')?.shadowRoot?.querySelector('main');
      if (!main || main.scrollTop + main.clientHeight >= main.scrollHeight - 8) return false;
      main.scrollBy({ top: main.clientHeight * 0.9, behavior: 'instant' });
      return true;
    });
    if (!isMore || number === 20) return;
  }
}
