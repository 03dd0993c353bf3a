import type { CatalogPage } from '@haidang/sdk';
import { label } from '@haidang/sdk/client';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../icons/icon.ts';
import { say } from './texts.ts';

/** Pages of the menu in the order of their ranks, higher levels first. */
export function menuPages(pages: readonly CatalogPage[]): readonly CatalogPage[] {
  return pages
    .filter(({ menu }) => menu)
    .sort((a, b) => a.level - b.level || compare(a.menu?.rank ?? '', b.menu?.rank ?? '') || compare(a.slug, b.slug));
}

/** What the menu draws and does. */
export interface MenuOf {
  readonly pages: readonly CatalogPage[];
  readonly current: string | undefined;
  readonly locale: string;
  readonly hrefOf: (page: CatalogPage) => string;
  readonly go: (event: MouseEvent, page: CatalogPage) => void;
}

/** The rail of a desk: overview first, then the pages of each level under its name. */
export function rail({ pages, ...of }: MenuOf): TemplateResult {
  const levels = [...new Set(pages.map(({ level }) => level))];
  return html`${levels.map((level) => {
    const inLevel = pages.filter((page) => page.level === level);
    const heading = level === 1 ? nothing : html`<p class="group">${say(`menu.${level}`, of.locale, { n: inLevel.length })}</p>`;
    return html`${heading}${repeat(
      inLevel,
      ({ id }) => id,
      (page) => item(page, of, 'layout-dashboard'),
    )}`;
  })}`;
}

/** The bar of a phone: as many pages as a thumb finds. */
export function tabs({ pages, ...of }: MenuOf): TemplateResult {
  return html`${repeat(
    pages.slice(0, 5),
    ({ id }) => id,
    (page) => item(page, of, 'layout-dashboard'),
  )}`;
}

function item(page: CatalogPage, { current, locale, hrefOf, go }: Omit<MenuOf, 'pages'>, otherwise: string): TemplateResult {
  const title = label(page.title, locale);
  return html`<a href=${hrefOf(page)} aria-current=${page.id === current ? 'page' : nothing} title=${title} @click=${(event: MouseEvent) => go(event, page)}>
    ${icon(page.broken ? 'file-warning' : (page.menu?.icon ?? otherwise), 20)}<span>${title}</span>
  </a>`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
