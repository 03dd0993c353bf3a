import type { CatalogPage } from '@haidang/sdk';
import { type ChosenView, formatView, parseView } from '@haidang/sdk/client';

/** Where the viewer is: a page by its slug, the home page when absent, and what was chosen there. */
export interface Address {
  readonly slug?: string;
  readonly chosen: ChosenView;
}

const path = /^\/page\/([^/]+)\/?$/;

/** Reads the address of the shell: `/page/:slug?time=…&v.ward=…`. */
export function readAddress({ pathname, search }: { pathname: string; search: string }): Address {
  const slug = path.exec(pathname)?.[1];
  return { ...(slug !== undefined && { slug: decode(slug) }), chosen: parseView(search) };
}

/** Address of a page with what was chosen. */
export function addressOf({ slug }: Pick<CatalogPage, 'slug'>, chosen: ChosenView): string {
  return `/page/${encodeURIComponent(slug)}${formatView(chosen)}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
