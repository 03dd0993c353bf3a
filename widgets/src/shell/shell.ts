import type { CatalogPage, Time } from '@haidang/sdk';
import { type ChosenView, type Client, label, varScalars } from '@haidang/sdk/client';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { icon } from '../icons/icon.ts';
import { brokenPage, faultStyles } from '../page/broken-page.ts';
import type { PageStatus } from '../page/page-status.ts';
import '../page/page-view.ts';
import type { PageViewState } from '../page/page-view-state.ts';
import { profileOf } from '../page/profile.ts';
import { type Address, addressOf, readAddress } from './address.ts';
import { Centre } from './centre.ts';
import './clock.ts';
import './entry-control.ts';
import { connectionIcon, connectionWords, footer, oldest, sampleNote } from './footer.ts';
import { pressed } from './keys.ts';
import { Look } from './look.ts';
import { mark } from './mark.ts';
import { type MenuOf, menuPages, rail, tabs } from './menu.ts';
import './options-control.ts';
import type { Opened } from './page-loader.ts';
import { moveRegion } from './regions.ts';
import { shellStyles } from './shell-styles.ts';
import { showShortcuts } from './shortcuts-dialog.ts';
import { say } from './texts.ts';
import './time-control.ts';
import { variables } from './variables.ts';

const nothingYet: PageStatus = { sample: 0 };

/** The operator's screen: header with the page's choices and the clock, pages at the left, the page, and its state at the foot. What was chosen stands in the address. */
export class IocShell extends LitElement {
  static override properties = { connect: { attribute: false }, address: { state: true }, status: { state: true }, profile: { state: true } };

  static override styles = [faultStyles, shellStyles];

  /** Makes the client of the page; called again when the language changes, so that all answers come in one language. */
  declare connect: (language: () => string) => Client;
  declare address: Address;
  declare status: PageStatus;
  declare profile: PageViewState['profile'];

  readonly #look = new Look(this);
  readonly #centre = new Centre(this, () => this.#look.locale);
  #locale = '';
  #view: PageViewState | undefined;
  #viewKey = '';

  constructor() {
    super();
    this.status = nothingYet;
    this.address = readAddress(location);
    this.profile = profileOf(innerWidth);
    this.addEventListener('page-status', (event) => {
      this.status = event.detail;
    });
    this.addEventListener('vars-choose', (event) => this.#choose({ vars: { ...this.address.chosen.vars, ...event.detail } }));
    this.addEventListener('page-open', (event) => this.#drill(event.detail.to));
    this.addEventListener('widget-action', (event) => this.#act(event.detail.action));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('popstate', this.#moved);
    addEventListener('keydown', this.#key);
    addEventListener('resize', this.#resized);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('popstate', this.#moved);
    removeEventListener('keydown', this.#key);
    removeEventListener('resize', this.#resized);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { locale } = this.#look;
    if (changed.has('connect') || this.#locale !== locale) {
      this.#locale = locale;
      this.status = nothingYet;
      if (this.connect) this.#centre.start(this.connect(() => this.#look.locale), this.address.slug);
    }
    const { ioc } = this.#centre.catalog ?? {};
    if (ioc && ioc !== this.#followed) {
      this.#followed = ioc;
      this.#look.follow(ioc);
    }
    this.setAttribute('theme', this.#look.theme);
    document.title = [this.#title, this.#centreName].filter(Boolean).join(' · ');
  }

  #followed: unknown;

  override render(): TemplateResult {
    const { locale } = this.#look;
    const { client, page, connection } = this.#centre;
    const menu = this.#menu();
    return html`
      <a class="skip" href="#page" @click=${this.#skip}>${say('skip', locale)}</a>
      <header data-region tabindex="-1" aria-label=${say('region.header', locale)}>${this.#header()}</header>
      <nav data-region tabindex="-1" aria-label=${say('region.menu', locale)}>${this.profile === 'phone' ? tabs(menu) : rail(menu)}</nav>
      <main id="page" data-region tabindex="-1" aria-label=${say('region.page', locale)}>
        ${this.#body(this.#centre.opened)}
        <div class="below">${oldest(this.status, client?.now() ?? 0, locale)}${sampleNote(this.status, locale)}</div>
      </main>
      <footer data-region tabindex="-1" aria-label=${say('region.status', locale)}>${footer({ page, status: this.status, connection, now: client?.now() ?? 0, locale })}</footer>`;
  }

  #header(): TemplateResult {
    const { locale, mode, languages } = this.#look;
    const { client, page, connection } = this.#centre;
    const isInside = page !== undefined && page.level > 1;
    const name = isInside || this.profile === 'phone' ? this.#title : this.#siteName;
    const words = connectionWords(connection, locale);
    return html`
      <a class="home" href="/" aria-label=${this.#centreName} title=${this.#centreName} @click=${(event: MouseEvent) => this.#goHome(event)}>${mark()}</a>
      <div class="name"><b title=${name}>${name}</b><small>${isInside ? `${this.#siteName} › ${say(`level.${page.level}`, locale)}` : this.#centreName}</small>${client ? html`<ioc-clock .client=${client} .locale=${locale}></ioc-clock>` : nothing}</div>
      <div class="variables">${this.#variables()}</div>
      <span class="gap"></span>
      <div class="tools">
        <span class="tool phone" role="img" aria-label=${words} title=${words}>${connectionIcon(connection, 18)}</span>
        <button class="tool" type="button" aria-label=${say(`theme.${mode}`, locale)} title=${say(`theme.${mode}`, locale)} @click=${() => this.#look.nextTheme()}>${icon({ auto: 'sun-moon', dark: 'moon', light: 'sun' }[mode], 18)}</button>
        ${languages.length > 1 ? html`<button class="tool" type="button" aria-label=${say('language', locale)} title=${say('language', locale)} @click=${() => this.#look.nextLanguage()}>${icon('languages', 18)}</button>` : nothing}
      </div>
      ${client ? html`<ioc-clock .client=${client} .locale=${locale}></ioc-clock>` : nothing}`;
  }

  #variables(): TemplateResult | typeof nothing {
    const { catalog, client, opened } = this.#centre;
    if (!catalog || !client || opened?.kind !== 'page') return nothing;
    const { page } = opened.resolved;
    const { time, vars } = this.#viewOf(opened);
    return variables({
      page,
      catalog,
      client,
      locale: this.#look.locale,
      time,
      period: this.status.period,
      vars,
      chooseTime: (chosen) => this.#choose({ time: chosen }),
      chooseVar: (name, values) => this.#choose({ vars: { ...this.address.chosen.vars, [name]: values } }),
    });
  }

  #body(opened: Opened | undefined): unknown {
    const { locale } = this.#look;
    const { catalog, client } = this.#centre;
    if (opened?.kind === 'page' && catalog && client) {
      return html`<h1 class="unseen">${this.#title}</h1>${keyed(client, html`<ioc-page-view .resolved=${opened.resolved} .catalog=${catalog} .client=${client} .view=${this.#viewOf(opened)}></ioc-page-view>`)}`;
    }
    if (opened?.kind === 'broken') return brokenPage(opened.lines, locale);
    if (opened?.kind === 'failed') {
      return html`<div class="message" role="alert">${icon('unplug', 28)}<h2>${opened.title}</h2><p>${opened.why}</p>
        ${opened.mayRetry ? html`<button type="button" @click=${() => this.#centre.retry()}>${say('fail.retry', locale)}</button>` : nothing}</div>`;
    }
    return html`<p class="opening" role="status">${say(catalog?.pages.length === 0 ? 'noPages' : 'loading', locale)}</p>`;
  }

  /** The same object as long as nothing in it changed: widgets compare it. */
  #viewOf({ resolved: { page } }: Extract<Opened, { readonly kind: 'page' }>): PageViewState {
    const { chosen } = this.address;
    const time = chosen.time ?? page.time;
    const { locale, theme } = this.#look;
    const view = { vars: varScalars({ declared: page.vars, chosen: chosen.vars }), locale, theme, profile: this.profile, ...(time !== undefined && { time }) };
    const key = JSON.stringify(view);
    if (!this.#view || key !== this.#viewKey) this.#view = view;
    this.#viewKey = key;
    return this.#view;
  }

  #menu(): MenuOf {
    const { catalog, page } = this.#centre;
    return {
      pages: menuPages(catalog?.pages ?? []),
      current: page?.id,
      locale: this.#look.locale,
      hrefOf: (to) => addressOf(to, this.address.chosen),
      go: (event, to) => {
        if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        this.#go(to);
      },
    };
  }

  get #title(): string {
    const { page } = this.#centre;
    return page ? label(page.title, this.#look.locale) : '';
  }

  get #centreName(): string {
    const { catalog } = this.#centre;
    return catalog ? label(catalog.ioc.title, this.#look.locale) : 'Hải Đăng';
  }

  /** The place that the centre serves. */
  get #siteName(): string {
    const { catalog } = this.#centre;
    const unit = catalog?.units.find(({ key }) => key === catalog.ioc.unit);
    return unit ? label(unit.title, this.#look.locale) : this.#centreName;
  }

  #choose(change: { readonly time?: Time | undefined; readonly vars?: ChosenView['vars'] }): void {
    const { page } = this.#centre;
    if (!page) return;
    const { time, vars } = { ...this.address.chosen, ...change };
    const chosen: ChosenView = { vars, ...(time !== undefined && { time }) };
    this.#visit(page, chosen);
  }

  /** Another page keeps the period and the variables that it knows too. */
  #go(page: CatalogPage): void {
    if (page.id === this.#centre.page?.id) return;
    this.status = nothingYet;
    this.#visit(page, this.address.chosen);
    this.#centre.open(page.slug);
    this.#main?.scrollTo(0, 0);
  }

  #visit(page: CatalogPage, chosen: ChosenView): void {
    const href = addressOf(page, chosen);
    if (href !== `${location.pathname}${location.search}`) history.pushState(undefined, '', href);
    this.address = readAddress(location);
  }

  #goHome(event: MouseEvent): void {
    const { catalog } = this.#centre;
    const home = catalog?.pages.find(({ id }) => id === catalog.ioc.home);
    if (home) this.#menu().go(event, home);
  }

  #drill(to: string): void {
    const page = this.#centre.catalog?.pages.find(({ id, slug }) => id === to || slug === to);
    if (page) this.#go(page);
  }

  #up(): void {
    const { page, catalog } = this.#centre;
    const above = catalog?.pages.find(({ id }) => id === (page?.parent ?? catalog.ioc.home));
    if (above) this.#go(above);
  }

  #act(action: HTMLElementEventMap['widget-action']['detail']['action']): void {
    if (action === 'clear-filters') this.#choose({ vars: {} });
    if (action === 'choose-time') void this.shadowRoot?.querySelector('ioc-time')?.open();
  }

  readonly #moved = () => {
    const { slug } = this.address;
    this.address = readAddress(location);
    if (slug === this.address.slug) return;
    this.status = nothingYet;
    this.#centre.open(this.address.slug);
  };

  readonly #resized = () => {
    this.profile = profileOf(innerWidth);
  };

  readonly #key = (event: KeyboardEvent) => {
    const found = pressed(event);
    // An open dialog keeps the keyboard to itself.
    if (!found || document.querySelector('ioc-source-dialog, ioc-shortcuts')) return;
    event.preventDefault();
    const view = this.shadowRoot?.querySelector('ioc-page-view');
    if (found.action === 'next-region' && this.shadowRoot) moveRegion(this.shadowRoot, 1);
    if (found.action === 'previous-region' && this.shadowRoot) moveRegion(this.shadowRoot, -1);
    if (found.action === 'page') this.#goTo(found.digit ?? 0);
    if (found.action === 'up') this.#up();
    if (found.action === 'time') void this.shadowRoot?.querySelector('ioc-time')?.open();
    if (found.action === 'reload') view ? view.reload() : void this.#centre.retry();
    if (found.action === 'source') view?.openSource();
    if (found.action === 'shortcuts') showShortcuts(this.#look.locale);
  };

  #goTo(digit: number): void {
    const page = this.#menu().pages[digit - 1];
    if (page) this.#go(page);
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.#main?.focus();
  }

  get #main(): HTMLElement | null | undefined {
    return this.shadowRoot?.querySelector('main');
  }
}

customElements.define('ioc-shell', IocShell);
declare global {
  interface HTMLElementTagNameMap {
    'ioc-shell': IocShell;
  }
}
