import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graveFindings } from '../support/axe.mjs';
import { screenfuls } from '../support/screenfuls.mjs';
import { lookAt, pagesOf } from './look.ts';
import { openIt, openings } from './openings.ts';
import { type Centre, launchChromium, startExample } from './support.ts';

let browser: Browser;
let centre: Centre;

beforeAll(async () => {
  [browser, centre] = await Promise.all([launchChromium(), startExample({ simulate: false })]);
});

afterAll(async () => {
  await browser?.close();
  await centre?.stop();
});

// What can be opened looks the same in both lights but for its colours: each light once, each screen once.
const looks = [
  { screen: 'desk', theme: 'dark', language: 'vi', isOpened: true },
  { screen: 'desk', theme: 'light', language: 'en', isOpened: false },
  { screen: 'phone', theme: 'dark', language: 'en', isOpened: false },
  { screen: 'phone', theme: 'light', language: 'vi', isOpened: true },
] as const;

describe.each(looks)('on a $screen, $theme, $language', (look) => {
  test('axe finds nothing serious on any page, nor on what can be opened there', async () => {
    const looked = await lookAt(browser, centre.url, look);
    const { page } = looked;
    const paths = await pagesOf(centre.url);
    const found: string[] = [];
    const examine = async (where: string) => {
      for (const { rule, target, why } of await graveFindings(page)) found.push(`${where}: ${rule} at ${target}: ${why}`);
    };
    for (const path of paths) {
      await looked.open(path);
      for await (const screenful of screenfuls(page)) await examine(`${path}, screenful ${screenful}`);
    }
    for (const [name, opening] of look.isOpened ? Object.entries(openings) : []) {
      await looked.open('/');
      await openIt(page, opening);
      await examine(name);
      await page.keyboard.press('Escape');
    }
    expect(found).toEqual([]);
    expect(looked.complaints).toEqual([]);
    await looked.close();
  });
});

test('a fault would have been found: letters that can hardly be read, a button without a name', async () => {
  const looked = await lookAt(browser, centre.url, looks[1]);
  await looked.open('/');
  await looked.page.evaluate(() => {
    const frame = document.querySelector('ioc-shell')?.shadowRoot?.querySelector('main');
    const text = document.createElement('p');
    text.textContent = 'khó đọc';
    text.style.setProperty('color', '#eee');
    frame?.prepend(text, document.createElement('button'));
  });
  expect((await graveFindings(looked.page)).map(({ rule }) => rule).sort()).toEqual(['button-name', 'color-contrast']);
  await looked.close();
});
