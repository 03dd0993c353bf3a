import type { Browser, Page } from 'playwright-core';
import { settled } from '../support/settled.mjs';
import { viewer } from '../support/viewer.mjs';

/** How a person looks at a centre: on what screen, in what light, in what language. */
export interface Look {
  readonly screen: keyof typeof screens;
  readonly theme: 'dark' | 'light';
  readonly language: 'vi' | 'en';
}

export interface Looked {
  readonly page: Page;
  /** What the browser complains about, breaches of the page's policy too. */
  readonly complaints: string[];
  /** Opens a page of the centre and waits until everything on the screen is drawn. */
  open(path: string): Promise<void>;
  close(): Promise<void>;
}

const screens = {
  desk: { width: 1440, height: 900 },
  wall: { width: 3840, height: 2160 },
  phone: { width: 390, height: 844, isPhone: true },
} as const;

/** A browser as the person has left it. */
export async function lookAt(browser: Browser, url: string, { screen, theme, language }: Look): Promise<Looked> {
  const { page, complaints, close } = await viewer(browser, url, { screen: screens[screen], theme, language });
  const open = async (path: string) => {
    await page.goto(url + path);
    await settled(page);
  };
  return { page, complaints, open, close };
}

/** Addresses of all pages of a centre. */
export async function pagesOf(url: string): Promise<string[]> {
  const { pages } = (await (await fetch(`${url}/api/catalog`)).json()) as { pages: { slug: string }[] };
  return pages.map(({ slug }) => `/page/${encodeURIComponent(slug)}`);
}
