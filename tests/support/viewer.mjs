import { watchPage } from './watch-page.mjs';

/** A page of a browser as a person with that look has it: screen, theme and language, as the shell keeps them on their machine.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {import('./viewer.d.mts').ViewerLook} look */
export async function viewer(browser, url, { screen, theme, language }) {
  const { width, height, isPhone = false } = screen;
  const settings = { name: 'haidang.settings', value: JSON.stringify({ theme, locale: language }) };
  const context = await browser.newContext({
    locale: language === 'vi' ? 'vi-VN' : 'en-GB',
    viewport: { width, height },
    colorScheme: theme,
    isMobile: isPhone,
    hasTouch: isPhone,
    deviceScaleFactor: isPhone ? 2 : 1,
    storageState: { cookies: [], origins: [{ origin: new URL(url).origin, localStorage: [settings] }] },
  });
  const page = await context.newPage();
  return { page, complaints: await watchPage(page), close: () => context.close() };
}
