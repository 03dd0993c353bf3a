import type { Locator, Page } from 'playwright-core';
import { settled } from '../support/settled.mjs';

/** What a person opens on top of a page: how, and what is there once it is open. */
export interface Opening {
  readonly open: (page: Page) => Promise<void>;
  readonly opened: (page: Page) => Locator;
}

const chart = (page: Page) => page.locator('ioc-frame:not([hidden]):has(core-chart)').first();

export const openings = {
  'the menu of a frame': {
    open: (page) => page.locator('ioc-frame-menu .dots').first().click({ force: true }),
    opened: (page) => page.locator('ioc-frame-menu[open]').getByRole('menu'),
  },
  'a chart as a table': {
    open: async (page) => {
      const frame = chart(page);
      await frame.scrollIntoViewIfNeeded();
      // What comes into view asks for its data.
      await settled(page);
      await frame.locator('.dots').click({ force: true });
      await frame.getByRole('menuitem').first().click();
    },
    opened: (page) => chart(page).locator('.body table').first(),
  },
  'where a number comes from': {
    open: (page) => page.keyboard.press('Control+KeyI'),
    opened: (page) => page.locator('ioc-source-dialog dialog[open]'),
  },
  'the list of shortcuts': {
    open: (page) => page.keyboard.press('Control+/'),
    opened: (page) => page.locator('ioc-shortcuts dialog[open]'),
  },
  'the choice of the period': {
    open: (page) => page.locator('ioc-time button').first().click(),
    opened: (page) => page.locator('ioc-time[open]').getByRole('dialog'),
  },
  'the choice of the units': {
    open: (page) => page.locator('ioc-options button').first().click(),
    opened: (page) => page.locator('ioc-options[open]').getByRole('dialog'),
  },
} as const satisfies { readonly [name: string]: Opening };

/** Opens it and waits until it is there, drawn; fails when it does not come. */
export async function openIt(page: Page, { open, opened }: Opening): Promise<void> {
  await open(page);
  await opened(page).waitFor({ state: 'visible', timeout: 10_000 });
  await settled(page);
}
