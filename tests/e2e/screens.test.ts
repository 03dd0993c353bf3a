import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { screenfuls } from '../support/screenfuls.mjs';
import { lookAt, pagesOf } from './look.ts';
import { type Centre, launchChromium, startExample } from './support.ts';

let browser: Browser;
let centre: Centre;

beforeAll(async () => {
  [browser, centre] = await Promise.all([launchChromium(), startExample()]);
});

afterAll(async () => {
  await browser?.close();
  await centre?.stop();
});

/** What is written on the page in letters smaller than so many points; on a wall a point is two pixels. */
async function smallerThan(page: Page, least: number): Promise<string[]> {
  return await page.evaluate((points) => {
    const nodes = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((node) => [node, ...(node.shadowRoot ? nodes(node.shadowRoot) : [])]);
    const own = (node: Element) => [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.textContent?.trim());
    return nodes(document)
      .filter(
        (node) =>
          own(node) && !['STYLE', 'SCRIPT', 'NOSCRIPT', 'TITLE'].includes(node.nodeName.toUpperCase()) && node.getClientRects().length > 0,
      )
      .filter((node) => Number.parseFloat(getComputedStyle(node).fontSize) < points)
      .map((node) => `${node.localName} ${getComputedStyle(node).fontSize} ${node.textContent?.trim()}`);
  }, least);
}

/** How far the page reaches beyond its window. */
const beyond = (page: Page) =>
  page.evaluate(() => {
    const main = document.querySelector('ioc-shell')?.shadowRoot?.querySelector('main');
    return main ? { right: main.scrollWidth - main.clientWidth, below: main.scrollHeight - main.clientHeight } : undefined;
  });

test.each([
  ['desk', 12],
  ['phone', 12],
  ['wall', 14],
] as const)('on a %s no page is wider than the window, and no letter smaller than %i points', async (screen, points) => {
  const looked = await lookAt(browser, centre.url, { screen, theme: 'dark', language: 'vi' });
  for (const path of await pagesOf(centre.url)) {
    await looked.open(path);
    for await (const screenful of screenfuls(looked.page)) {
      const wide = (await beyond(looked.page))?.right;
      expect([path, screenful, wide, await smallerThan(looked.page, points)]).toEqual([path, screenful, 0, []]);
    }
    // Nobody scrolls a wall.
    if (screen === 'wall') expect([path, (await beyond(looked.page))?.below]).toEqual([path, 0]);
  }
  expect(looked.complaints).toEqual([]);
  await looked.close();
});

test('on a wall the menu takes no room, and comes when its edge is pointed at or by the keyboard', async () => {
  const looked = await lookAt(browser, centre.url, { screen: 'wall', theme: 'light', language: 'vi' });
  const { page } = looked;
  await looked.open('/');
  const seen = () => page.locator('nav').evaluate((nav) => getComputedStyle(nav).opacity);
  expect(await seen()).toBe('0');
  await page.mouse.move(4, 1000);
  expect(await seen()).toBe('1');
  await page.mouse.move(2000, 1000);
  expect(await seen()).toBe('0');
  await page.keyboard.press('F6');
  await page.keyboard.press('F6');
  expect(await seen()).toBe('1');
  await looked.close();
});
