import type { Trust } from '@haidang/sdk';
import {
  asOfText,
  type Badge,
  badgeOf,
  boundariesText,
  coverageText,
  type DownloadFormat,
  dueText,
  freshnessWord,
  missingText,
  noticeText,
  overallText,
  type Ports,
  ruleOf,
  sampleText,
  squaresOf,
  statusWord,
} from '@haidang/sdk/client';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { type StatusShape, statusMark } from '../atoms/status-shape.ts';
import { icon } from '../icons/icon.ts';
import './frame-menu.ts';
import type { IocFrameMenu, MenuItem } from './frame-menu.ts';
import { frameStyles } from './frame-styles.ts';
import type { Origin } from './origin.ts';
import './result-table.ts';
import { shorter } from './shorter-time.ts';
import { type Explain, showSource } from './source-dialog.ts';
import { squares } from './squares.ts';
import { type Summary, summary } from './summary.ts';
import { say } from './texts.ts';

/** A status that a widget shows in its frame: one of the five shapes and a word. */
export interface StatusBadge {
  readonly shape: StatusShape;
  readonly word: string;
}

const signs: { readonly [kind in Badge['kind']]: string } = { late: 'clock', frozen: 'snowflake', lost: 'unplug' };

const files: readonly DownloadFormat[] = ['csv', 'xlsx'];

/** The frame around every widget: title, trust, status, menu and source. The widget stands inside; what it shows is not the frame's business. */
export class IocFrame extends LitElement {
  static override properties = {
    heading: {},
    subtitle: {},
    icon: {},
    locale: {},
    widgetRole: { attribute: false },
    compact: { type: Boolean, reflect: true },
    flush: { type: Boolean, reflect: true },
    now: { attribute: false },
    ports: { attribute: false },
    origins: { attribute: false },
    badge: { attribute: false },
    hasData: { attribute: false },
    hasFiles: { attribute: false },
    explain: { attribute: false },
    isTable: { state: true },
  };

  static override styles = frameStyles;

  declare heading: string;
  declare subtitle: string;
  declare icon: string;
  declare locale: string;
  /** ARIA role of the widget. */
  declare widgetRole: string;
  /** Header of a single value, 2 px lower. */
  declare compact: boolean;
  /** Maps and tables run from edge to edge. */
  declare flush: boolean;
  /** The server's clock in milliseconds. */
  declare now: number;
  declare ports: Ports;
  declare origins: readonly Origin[];
  declare badge: StatusBadge | undefined;
  /** Whether the widget shows data at all; a note has no trust to tell of, and nothing to do with it. */
  declare hasData: boolean;
  /** Whether what it shows can be downloaded. */
  declare hasFiles: boolean;
  /** Asks why the number of a port is what it is. */
  declare explain: Explain | undefined;
  declare isTable: boolean;

  constructor() {
    super();
    this.heading = '';
    this.subtitle = '';
    this.icon = '';
    this.locale = 'vi';
    this.widgetRole = 'figure';
    this.compact = false;
    this.flush = false;
    this.now = 0;
    this.ports = {};
    this.origins = [];
    this.badge = undefined;
    this.hasData = true;
    this.hasFiles = false;
    this.explain = undefined;
    this.isTable = false;
    this.addEventListener('keydown', this.#key);
    this.addEventListener('contextmenu', this.#longPress);
  }

  /** Opens the panel that says where the numbers come from. */
  openSource(): void {
    showSource({
      heading: this.heading,
      ports: this.ports,
      origins: this.origins,
      locale: this.locale,
      ...(this.explain && { explain: this.explain }),
    });
  }

  override render(): TemplateResult {
    const { state, trust, result } = summary(this.ports);
    const notice = noticeText({ trust, result }, this.now, this.locale);
    const badge = this.#badge({ state, trust });
    const classes = [
      'frame',
      badge !== nothing && 'with-badge',
      (trust?.sample || trust?.boundaries?.former) && 'with-sample',
      trust && shorter(this.#time(trust)).length > 5 && 'with-long-time',
    ]
      .filter(Boolean)
      .join(' ');
    return html`<section class=${classes} data-rule=${this.hasData ? ruleOf({ state, trust }) : 'none'} role=${this.#role} aria-labelledby="title" aria-describedby=${state === 'unbound' ? nothing : 'words'}>
      <header>
        ${this.icon ? icon(state === 'denied' ? 'lock' : this.icon) : nothing}
        <h3 id="title" title=${this.heading}>${this.heading}</h3>
        ${this.subtitle ? html`<span class="subtitle" title=${this.subtitle}>${this.subtitle}</span>` : nothing}
        <span class="gap"></span>
        ${badge}
        ${this.hasData ? html`<ioc-frame-menu .label=${say('menu', this.locale, { title: this.heading })} .items=${this.#items(state)} @menu-choose=${this.#chosen}></ioc-frame-menu>` : nothing}
      </header>
      ${notice ? html`<p class="notice" title=${notice}>${notice}</p>` : nothing}
      <div class="body">
        ${this.isTable ? this.#tables() : nothing}
        <slot ?hidden=${this.isTable}></slot>
      </div>
      ${state === 'unbound' ? nothing : this.#foot({ state, trust })}
    </section>`;
  }

  /** A frame holds a table beside its title and menu; it is not one. */
  get #role(): string {
    return this.widgetRole === 'table' ? 'group' : this.widgetRole;
  }

  #badge({ state, trust }: Summary): TemplateResult | typeof nothing {
    const found = badgeOf({ state, trust }, this.now, this.locale);
    if (found)
      return html`<span class="badge" title=${found.text}>${icon(found.kind === 'lost' && state === 'offline' ? 'wifi-off' : signs[found.kind], 14)}<span class=${found.kind}>${found.text}</span></span>`;
    if (!this.badge || this.badge.shape === 'normal') return nothing;
    return html`<span class="badge"><svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">${statusMark(this.badge.shape)}</svg>${this.badge.word}</span>`;
  }

  #foot({ state, trust }: Summary): TemplateResult {
    const words = squaresOf(trust, this.locale);
    return html`<footer>
      <svg class="squares" width="38" height="8" viewBox="0 0 38 8" aria-hidden="true"><title>${this.#quality(trust)}</title>${squares(words)}</svg>
      ${this.#overall(trust)}
      <span class="owner" aria-hidden="true" title=${this.#owner(trust)}>${trust ? this.#owner(trust) : state === 'loading' ? say('loading', this.locale) : nothing}</span>
      ${trust ? this.#sample(trust) : nothing}
      ${trust ? this.#former(trust) : nothing}
      ${trust ? this.#asOf(this.#time(trust)) : nothing}
      <span class="words" id="words">${this.#words({ state, trust })}</span>
    </footer>`;
  }

  #owner(trust: Trust | undefined): string {
    if (!trust) return '';
    const status = trust.status === 'operational' ? '' : statusWord(trust.status, this.locale);
    const until =
      trust.freshness === 'late' && trust.asOf ? say('until', this.locale, { time: asOfText(trust, this.now, this.locale) }) : '';
    return [coverageText(trust, this.locale), trust.source.owner, status, until].filter(Boolean).join(' · ');
  }

  /** Cut, not rounded: what is shown has been reached. */
  #overall(trust: Trust | undefined): TemplateResult | typeof nothing {
    const { overall } = trust?.quality ?? {};
    if (!trust || overall === undefined) return nothing;
    return html`<span class="overall" aria-hidden="true" title=${overallText(trust, this.locale) ?? ''}>${Math.floor(overall)}</span>`;
  }

  #quality(trust: Trust | undefined): string {
    const overall = trust && overallText(trust, this.locale);
    return [...squaresOf(trust, this.locale).map(({ text }) => text), ...(overall ? [overall] : [])].join(', ');
  }

  #sample(trust: Trust): TemplateResult | typeof nothing {
    const text = sampleText(trust, this.locale);
    return text
      ? html`<span class="sample" aria-hidden="true" title=${text}><span class="long">${text}</span><span class="short">${say('sample.short', this.locale)}</span></span>`
      : nothing;
  }

  #former(trust: Trust): TemplateResult | typeof nothing {
    const text = boundariesText(trust, this.locale);
    return text
      ? html`<span class="sample former" aria-hidden="true" title=${text}><span class="long">${text}</span><span class="short">${say('former.short', this.locale)}</span></span>`
      : nothing;
  }

  #asOf(time: string): TemplateResult {
    return html`<span class="as-of" aria-hidden="true" title=${time}><span class="long">${time}</span><span class="short">${shorter(time)}</span></span>`;
  }

  /** What the data speak of; once they are late, when they were due. */
  #time(trust: Trust): string {
    const due = trust.freshness === 'late' ? dueText(trust, this.now, this.locale) : undefined;
    return due ?? asOfText(trust, this.now, this.locale);
  }

  #words({ state, trust }: Summary): string {
    if (state === 'denied') return say('denied', this.locale);
    if (!trust) return state === 'loading' ? say('loading', this.locale) : '';
    const { locale } = this;
    return [
      say('freshness', locale, { word: freshnessWord(trust.freshness, locale) }),
      trust.asOf && say('asOf', locale, { time: asOfText(trust, this.now, locale) }),
      dueText(trust, this.now, locale),
      say('owner', locale, { owner: trust.source.owner }),
      statusWord(trust.status, locale),
      say('quality', locale, { words: this.#quality(trust) }),
      coverageText(trust, locale),
      missingText(trust, locale),
      sampleText(trust, locale),
      boundariesText(trust, locale),
    ]
      .filter(Boolean)
      .join('; ');
  }

  #items(state: Summary['state']): readonly MenuItem[] {
    const { locale } = this;
    const hasResult = Object.values(this.ports).some((port) => port.result);
    const table = this.isTable
      ? { id: 'widget', text: say('widget', locale), icon: 'layout-dashboard' }
      : { id: 'table', text: say('table', locale), icon: 'table-2' };
    return [
      ...(hasResult ? [table] : []),
      { id: 'source', text: say('source', locale), icon: 'database', keys: 'Ctrl+I' },
      ...(this.hasFiles && hasResult
        ? files.map((id) => ({ id: `download.${id}`, text: say(`download.${id}`, locale), icon: 'download' }))
        : []),
      ...(state === 'unbound' ? [] : [{ id: 'reload', text: say('reload', locale), icon: 'rotate-cw' }]),
    ];
  }

  #tables(): TemplateResult {
    const ports = Object.entries(this.ports);
    return html`<div class="tables">${ports.map(([port, { result }]) => html`<ioc-result-table .result=${result} .locale=${this.locale} .caption=${ports.length > 1 ? port : ''}></ioc-result-table>`)}</div>`;
  }

  #chosen(event: CustomEvent<string>): void {
    event.stopPropagation();
    if (event.detail === 'source') this.openSource();
    if (event.detail === 'table' || event.detail === 'widget') this.isTable = event.detail === 'table';
    const file = files.find((id) => event.detail === `download.${id}`);
    if (file) this.dispatchEvent(new CustomEvent('frame-download', { detail: file, bubbles: true, composed: true }));
    if (event.detail === 'reload') this.dispatchEvent(new CustomEvent('frame-reload', { bubbles: true, composed: true }));
  }

  readonly #key = (event: KeyboardEvent) => {
    if (event.code !== 'F10' || !event.shiftKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    void this.#menu?.show();
  };

  /** Fingers have no right button and the badge may hide the dots: a long press opens the menu. */
  readonly #longPress = (event: Event) => {
    if (!(event instanceof PointerEvent) || event.pointerType !== 'touch') return;
    event.preventDefault();
    void this.#menu?.show();
  };

  get #menu(): IocFrameMenu | null | undefined {
    return this.shadowRoot?.querySelector('ioc-frame-menu');
  }
}

customElements.define('ioc-frame', IocFrame);
declare global {
  interface HTMLElementTagNameMap {
    'ioc-frame': IocFrame;
  }
  interface HTMLElementEventMap {
    'frame-reload': CustomEvent<undefined>;
    'frame-download': CustomEvent<DownloadFormat>;
  }
}
