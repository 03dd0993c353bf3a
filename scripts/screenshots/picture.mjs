import { settled } from '../../tests/support/settled.mjs';

/** Pictures of the open page: the screen as it opens, and for each further screenful below it one more.
 * @param {import('playwright-core').Page} page
 * @param {(number: number) => string} fileOf file of the picture, counted from 1
 * @returns {AsyncGenerator<string>} */
export async function* screenfuls(page, fileOf) {
  for (let number = 1; ; number += 1) {
    await settled(page);
    await page.screenshot({ path: fileOf(number) });
    yield fileOf(number);
    const isMore = await page.evaluate(() => {
      const main = document.querySelector('ioc-shell')?.shadowRoot?.querySelector('main');
      if (!main || main.scrollTop + main.clientHeight >= main.scrollHeight - 8) return false;
      main.scrollBy({ top: main.clientHeight * 0.9, behavior: 'instant' });
      return true;
    });
    if (!isMore || number === 20) return;
  }
}
