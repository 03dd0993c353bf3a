import type { CatalogPage } from '@haidang/sdk';
import type { ChosenView } from '@haidang/sdk/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Address, addressOf, readAddress } from './address.ts';
import type { Centre } from './centre.ts';
import { menuPages } from './menu.ts';

/** Where the viewer is and how to get elsewhere. The address holds page, period and variables; back and forward are the browser's. */
export class Navigation implements ReactiveController {
  address: Address = readAddress(location);
  readonly #host: ReactiveControllerHost;
  readonly #centre: Centre;

  constructor(host: ReactiveControllerHost, centre: Centre) {
    this.#host = host;
    this.#centre = centre;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('popstate', this.#moved);
  }

  hostDisconnected(): void {
    removeEventListener('popstate', this.#moved);
  }

  /** Pages of the menu, in the order that Alt and a digit count them. */
  get pages(): readonly CatalogPage[] {
    return menuPages(this.#centre.catalog?.pages ?? []);
  }

  get home(): CatalogPage | undefined {
    const { catalog } = this.#centre;
    return catalog?.pages.find(({ id }) => id === catalog.ioc.home);
  }

  hrefOf(page: CatalogPage): string {
    return addressOf(page, this.address.chosen);
  }

  /** Changes period or variables of the open page. */
  choose(change: Partial<ChosenView> | { readonly time: undefined }): void {
    const { page } = this.#centre;
    if (!page) return;
    const { time, vars } = { ...this.address.chosen, ...change };
    this.#visit(addressOf(page, { vars, ...(time !== undefined && { time }) }));
  }

  /** Opens another page; period and the variables that it knows too go along. */
  go(page: CatalogPage | undefined): void {
    if (!page || page.id === this.#centre.page?.id) return;
    this.#visit(this.hrefOf(page));
    this.#centre.open(page.slug);
  }

  /** Opens a page of ours by a link that a widget drew. What the link leaves open stays as it was chosen. */
  follow({ pathname, search }: Pick<URL, 'pathname' | 'search'>): boolean {
    const { slug, chosen } = readAddress({ pathname, search });
    const page = slug === undefined ? (pathname === '/' ? this.home : undefined) : this.find(slug);
    if (!page) return false;
    this.#visit(addressOf(page, { ...this.address.chosen, ...chosen, vars: { ...this.address.chosen.vars, ...chosen.vars } }));
    if (page.id !== this.#centre.page?.id) this.#centre.open(page.slug);
    return true;
  }

  /** A page by id or slug. */
  find(name: string): CatalogPage | undefined {
    return this.#centre.catalog?.pages.find(({ id, slug }) => id === name || slug === name);
  }

  /** The page above: the parent that the page names, else home. */
  up(): void {
    const { parent } = this.#centre.page ?? {};
    this.go((parent && this.find(parent)) ?? this.home);
  }

  #visit(href: string): void {
    if (href !== `${location.pathname}${location.search}`) history.pushState(undefined, '', href);
    this.address = readAddress(location);
    this.#host.requestUpdate();
  }

  readonly #moved = () => {
    const { slug } = this.address;
    this.address = readAddress(location);
    if (slug !== this.address.slug) this.#centre.open(this.address.slug);
    this.#host.requestUpdate();
  };
}
