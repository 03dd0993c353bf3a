import type { CatalogPage } from '@haidang/sdk';
import { type Client, label, varScalars } from '@haidang/sdk/client';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { icon } from '../icons/icon.ts';
import { brokenPage, faultStyles } from '../page/broken-page.ts';
import type { PageStatus } from '../page/page-status.ts';
import '../page/page-view.ts';
import type { PageViewState } from '../page/page-view-state.ts';
import { profileOf } from '../page/profile.ts';
import { Centre } from './centre.ts';
import './entry-control.ts';
import { footer, oldest, sampleNote } from './footer.ts';
import { header } from './header.ts';
import { pressed, type ShellAction } from './keys.ts';
import { Look } from './look.ts';
import { rail, tabs } from './menu.ts';
import { Navigation } from './navigation.ts';
import './options-control.ts';
import type { Opened } from './page-loader.ts';
import { moveRegion } from './regions.ts';
import { shellStyles } from './shell-styles.ts';
import { showShortcuts } from './shortcuts-dialog.ts';
import { say } from './texts.ts';
import './time-control.ts';
import { variables } from './variables.ts';

type OpenPage = Extract<Opened, { readonly kind: 'page' }>;

const nothingYet: PageStatus = { sample: 0 };

/** The operator's screen: header with the page's choices and the clock, pages at the left, the page, and its state at the foot. What was chosen stands in the address. */
export class IocShell extends LitElement {
  static override properties = { connect: { attribute: false }, status: { state: true }, profile: { state: true } };

  static override styles = [faultStyles, shellStyles];

  /** Makes the client of the page; called again when the language changes, so that all answers come in one language. */
  declare connect: (language: () => string) => Client;
  declare status: PageStatus;
  declare profile: PageViewState['profile'];

  readonly #look = new Look(this);
  readonly #centre = new Centre(this, () => this.#look.locale);
  readonly #navigation = new Navigation(this, this.#centre);
  #locale = '';
  #view: PageViewState | undefined;
  #viewKey = '';

  constructor() {
    super();
    this.status = nothingYet;
    this.profile = windowProfile();
    this.addEventListener('page-status', ({ detail }) => {
      this.status = detail;
    });
    this.addEventListener('vars-choose', ({ detail }) => this.#choose(detail));
    this.addEventListener('page-open', ({ detail }) => this.#go(this.#navigation.find(detail.to)));
    this.addEventListener('widget-action', ({ detail }) => {
      if (detail.action === 'clear-filters') this.#navigation.choose({ vars: {} });
      if (detail.action === 'choose-time') this.#openTime();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.#key);
    addEventListener('resize', this.#resized);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#key);
    removeEventListener('resize', this.#resized);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { locale } = this.#look;
    if (this.connect && (changed.has('connect') || this.#locale !== locale)) {
      this.#locale = locale;
      const client = this.connect(() => this.#look.locale);
      this.#centre.start(client, this.#navigation.address.slug);
    }
    if (this.#centre.catalog) this.#look.follow(this.#centre.catalog.ioc);
    if (this.#centre.opened?.kind !== 'page') this.status = nothingYet;
    this.setAttribute('theme', this.#look.theme);
    document.title = [this.#title, this.#centreName].filter(Boolean).join(' · ');
  }

  override render(): TemplateResult {
    const { locale } = this.#look;
    const { client, page, connection, opened } = this.#centre;
    const now = client?.now() ?? 0;
    return html`
      <a class="skip" href="#page" @click=${this.#skip}>${say('skip', locale)}</a>
      <header data-region tabindex="-1" aria-label=${say('region.header', locale)}>${this.#header()}</header>
      <nav data-region tabindex="-1" aria-label=${say('region.menu', locale)}>${this.#menu()}</nav>
      <main id="page" data-region tabindex="-1" aria-label=${say('region.page', locale)} @click=${this.#linkPressed}>
        ${this.#body(opened)}
        <div class="below">${oldest(this.status, now, locale)}${sampleNote(this.status, locale)}</div>
      </main>
      <footer data-region tabindex="-1" aria-label=${say('region.status', locale)}>${footer({ page, status: this.status, connection, now, locale })}</footer>`;
  }

  #header(): TemplateResult {
    const { client, connection, page, opened } = this.#centre;
    const isInside = page !== undefined && page.level > 1;
    return header({
      name: isInside || this.profile === 'phone' ? this.#title : this.#siteName,
      below: isInside ? `${this.#siteName} › ${say(`level.${page.level}`, this.#look.locale)}` : this.#centreName,
      centreName: this.#centreName,
      client,
      connection,
      look: this.#look,
      variables: opened?.kind === 'page' ? this.#variables(opened) : nothing,
      goHome: (event) => this.#follow(event, this.#navigation.home),
    });
  }

  #menu(): TemplateResult {
    const draw = this.profile === 'phone' ? tabs : rail;
    return draw({
      pages: this.#navigation.pages,
      current: this.#centre.page?.id,
      locale: this.#look.locale,
      hrefOf: (page) => this.#navigation.hrefOf(page),
      go: (event, page) => this.#follow(event, page),
    });
  }

  #variables(opened: OpenPage): TemplateResult | typeof nothing {
    const { catalog, client } = this.#centre;
    if (!catalog || !client) return nothing;
    const { time, vars } = this.#viewOf(opened);
    return variables({
      page: opened.resolved.page,
      catalog,
      client,
      locale: this.#look.locale,
      time,
      period: this.status.period,
      vars,
      chooseTime: (chosen) => this.#navigation.choose({ time: chosen }),
      chooseVar: (name, values) => this.#choose({ [name]: values }),
    });
  }

  #body(opened: Opened | undefined): unknown {
    const { locale } = this.#look;
    const { catalog, client } = this.#centre;
    if (opened?.kind === 'page' && catalog && client) {
      const view = html`<ioc-page-view .resolved=${opened.resolved} .catalog=${catalog} .client=${client} .view=${this.#viewOf(opened)}></ioc-page-view>`;
      return html`<h1 class="unseen">${this.#title}</h1>${keyed(client, view)}`;
    }
    if (opened?.kind === 'broken') return brokenPage(opened.lines, locale);
    if (opened?.kind === 'failed') {
      const retry = html`<button type="button" @click=${() => this.#centre.retry()}>${say('fail.retry', locale)}</button>`;
      return html`<div class="message" role="alert">${icon(opened.mayRetry ? 'unplug' : 'search', 28)}<h2>${opened.title}</h2><p>${opened.why}</p>${opened.mayRetry ? retry : nothing}</div>`;
    }
    return html`<p class="opening" role="status">${say(catalog?.pages.length === 0 ? 'noPages' : 'loading', locale)}</p>`;
  }

  /** The same object as long as nothing in it changed: widgets compare it. */
  #viewOf({ resolved: { page } }: OpenPage): PageViewState {
    const { chosen } = this.#navigation.address;
    const time = chosen.time ?? page.time;
    const { locale, theme } = this.#look;
    const vars = varScalars({ declared: page.vars, chosen: chosen.vars });
    const view = { vars, locale, theme, profile: this.profile, ...(time !== undefined && { time }) };
    const key = JSON.stringify(view);
    if (!this.#view || key !== this.#viewKey) this.#view = view;
    this.#viewKey = key;
    return this.#view;
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

  #choose(vars: { readonly [name: string]: readonly string[] }): void {
    this.#navigation.choose({ vars: { ...this.#navigation.address.chosen.vars, ...vars } });
  }

  /** A link of ours opens in place. */
  #follow(event: MouseEvent, page: CatalogPage | undefined): void {
    if (!page || !isPlain(event)) return;
    event.preventDefault();
    this.#go(page);
  }

  /** A link that a widget drew. */
  #linkPressed(event: MouseEvent): void {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!link || !isPlain(event) || event.defaultPrevented || link.target !== '' || link.origin !== location.origin) return;
    if (!this.#navigation.follow(link)) return;
    event.preventDefault();
    this.shadowRoot?.querySelector('main')?.scrollTo(0, 0);
  }

  #go(page: CatalogPage | undefined): void {
    this.#navigation.go(page);
    this.shadowRoot?.querySelector('main')?.scrollTo(0, 0);
  }

  #openTime(): void {
    void this.shadowRoot?.querySelector('ioc-time')?.open();
  }

  readonly #resized = () => {
    this.profile = windowProfile();
  };

  readonly #key = (event: KeyboardEvent) => {
    const found = pressed(event);
    // An open dialog keeps the keyboard to itself.
    if (!found || !this.shadowRoot || document.querySelector('ioc-source-dialog, ioc-shortcuts')) return;
    event.preventDefault();
    this.#do(found.action, found.digit, this.shadowRoot);
  };

  #do(action: ShellAction, digit = 0, root: ShadowRoot): void {
    const view = root.querySelector('ioc-page-view');
    if (action === 'next-region') moveRegion(root, 1);
    if (action === 'previous-region') moveRegion(root, -1);
    if (action === 'page') this.#go(this.#navigation.pages[digit - 1]);
    if (action === 'up') this.#navigation.up();
    if (action === 'time') this.#openTime();
    if (action === 'reload') view ? view.reload() : void this.#centre.retry();
    if (action === 'source') view?.openSource();
    if (action === 'shortcuts') showShortcuts(this.#look.locale);
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.shadowRoot?.querySelector('main')?.focus();
  }
}

function windowProfile(): PageViewState['profile'] {
  return profileOf({ width: innerWidth, height: innerHeight });
}

/** Held keys and the other buttons are the browser's. */
function isPlain({ button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): boolean {
  return button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey;
}

customElements.define('ioc-shell', IocShell);
declare global {
  interface HTMLElementTagNameMap {
    'ioc-shell': IocShell;
  }
}
