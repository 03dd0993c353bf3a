import type { Catalog, Condition, ResolvedPage } from '@haidang/sdk';
import { type Client, label, type Ports } from '@haidang/sdk/client';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../icons/icon.ts';
import { type ArrangedSection, type ArrangedWidget, type Arrangement, arrange } from './arrange.ts';
import { faultStyles, faultTable } from './broken-page.ts';
import { type Facts, holds } from './condition.ts';
import { faultLines } from './faults.ts';
import { flow, height, type Place } from './flow.ts';
import { followLink } from './links.ts';
import { type PageStatus, pageStatus } from './page-status.ts';
import { pageStyles } from './page-styles.ts';
import { say } from './page-texts.ts';
import type { PageViewState } from './page-view-state.ts';
import { placed, properties } from './placed.ts';
import './placement.ts';
import type { IocPlacement, PlacementData } from './placement.ts';

/** Height of a row and the gap between rows, in CSS pixels. */
const row = 24;
const gap = 8;
/** More rows than any window has room for: they stay as high as they are. */
const unbounded = 1000;

/** A page as an operator sees it: sections of widgets in frames, bound to live data. Tells `page-status` when its data change. */
export class IocPageView extends LitElement {
  static override properties = {
    resolved: { attribute: false },
    catalog: { attribute: false },
    client: { attribute: false },
    view: { attribute: false },
    now: { state: true },
    heights: { state: true },
    toggled: { state: true },
    ports: { state: true },
  };

  static override styles = [pageStyles, faultStyles];

  declare resolved: ResolvedPage;
  declare catalog: Catalog;
  declare client: Client;
  declare view: PageViewState;
  declare now: number;
  /** Rows that widgets of height `auto` need. */
  declare heights: ReadonlyMap<string, number>;
  /** Sections that the viewer opened or closed. */
  declare toggled: ReadonlySet<string>;
  /** Data of widgets that are shown or hidden by them. */
  declare ports: ReadonlyMap<string, Ports>;

  readonly #data = new Map<string, PlacementData>();
  #arrangement: Arrangement = { sections: [], skipped: [] };
  #status = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.now = 0;
    this.heights = new Map();
    this.toggled = new Set();
    this.ports = new Map();
    this.addEventListener('placement-data', this.#heard);
    this.addEventListener('placement-height', this.#measured);
    this.addEventListener('widget-select', this.#linked);
    this.addEventListener('widget-open', this.#linked);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Ages are in words of a minute at least; seconds tick in the clock only.
    this.#timer = setInterval(() => this.#tick(), 15_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  /** Opens the panel of sources for the widget in focus, else under the pointer, else the first. */
  openSource(): void {
    const root = this.shadowRoot;
    const focused = root?.activeElement?.closest<IocPlacement>('ioc-placement');
    (focused ?? root?.querySelector<IocPlacement>('ioc-placement:hover') ?? root?.querySelector('ioc-placement'))?.openSource();
  }

  /** Asks the server again for everything on the page. */
  reload(): void {
    for (const placement of this.shadowRoot?.querySelectorAll('ioc-placement') ?? []) placement.reload();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.now === 0 || changed.has('client')) this.now = this.client.now();
    if (changed.has('resolved') || changed.has('catalog') || this.#isOtherScreen(changed))
      this.#arrangement = arrange(this.resolved.page, this.view.profile, this.catalog);
    if (changed.has('resolved') && changed.get('resolved')?.page.id !== this.resolved.page.id) this.toggled = new Set();
  }

  protected override updated(): void {
    const shown = new Set([...(this.shadowRoot?.querySelectorAll('ioc-placement') ?? [])].map(({ widget }) => widget.id));
    for (const id of this.#data.keys()) if (!shown.has(id)) this.#data.delete(id);
    this.#tell();
  }

  override render(): TemplateResult {
    const facts: Facts = { profile: this.view.profile, vars: this.view.vars, now: this.now };
    const sections = this.#arrangement.sections.filter((section) => holds(section.show, facts));
    const isEmpty = sections.every((section) => section.widgets.length === 0);
    return html`<div class="page">
      ${this.#notice()}
      ${isEmpty ? html`<p class="empty">${say('empty', this.view.locale)}</p>` : nothing}
      ${repeat(
        sections,
        ({ id }) => `${this.resolved.page.id} ${id}`,
        (section) => this.#section(section, facts),
      )}
    </div>`;
  }

  #section(section: ArrangedSection, facts: Facts): TemplateResult {
    const isOpen = section.isCollapsed === this.toggled.has(section.id);
    const drawn = section.widgets.flatMap((widget) => {
      const isShown = holds(widget.placement.show, { ...facts, ports: this.ports.get(widget.id) ?? {} });
      return isShown || usesPorts(widget.placement.show) ? [{ widget, isShown }] : [];
    });
    const places = this.#places(
      section,
      drawn.flatMap(({ widget, isShown }) => (isShown ? [widget] : [])),
    );
    return html`<section aria-label=${section.title ? label(section.title, this.view.locale) : nothing}>
      ${section.title || section.isCollapsed ? this.#title(section, isOpen) : nothing}
      <div class="grid" ?hidden=${!isOpen} ${properties({ '--columns': section.columns, '--rows': this.#isWhole ? height(places) : unbounded })}>
        ${repeat(
          drawn,
          ({ widget }) => widget.id,
          ({ widget, isShown }) => html`<ioc-placement
          ?hidden=${!isShown}
          .widget=${widget} .catalog=${this.catalog} .client=${this.client} .view=${this.view} .now=${this.now}
          .isEager=${usesPorts(widget.placement.show)}
          ${placed(places.get(widget.id), widget.h === 'auto')}
        ></ioc-placement>`,
        )}
      </div>
    </section>`;
  }

  #title({ id, title, isCollapsed }: ArrangedSection, isOpen: boolean): TemplateResult {
    const text = title ? label(title, this.view.locale) : '';
    if (!isCollapsed) return html`<h2 class="title">${text}</h2>`;
    return html`<h2 class="title"><button type="button" aria-expanded=${isOpen} aria-label=${say('section.open', this.view.locale, { title: text })} @click=${() => this.#toggle(id)}>${icon('chevron-down')}${text}</button></h2>`;
  }

  /** Fixed places first, the others below them. */
  #places(section: ArrangedSection, widgets: readonly ArrangedWidget[]): ReadonlyMap<string, Place> {
    const cell = (widget: ArrangedWidget) => ({
      id: widget.id,
      w: widget.w,
      h: widget.h === 'auto' ? (this.heights.get(widget.id) ?? 4) : widget.h,
    });
    const places = new Map<string, Place>();
    let below = 0;
    for (const widget of widgets) {
      if (!widget.at) continue;
      const { w, h } = cell(widget);
      places.set(widget.id, { x: widget.at[0], y: widget.at[1], w, h });
      below = Math.max(below, widget.at[1] + h);
    }
    for (const [id, place] of flow(widgets.filter((widget) => !widget.at).map(cell), section.columns, section.isDense))
      places.set(id, { ...place, y: place.y + below });
    return places;
  }

  #notice(): TemplateResult | typeof nothing {
    const { locale } = this.view;
    const faults = faultLines(this.resolved.problems, locale);
    const skipped = this.#arrangement.skipped.map(({ path, why }) => ({ path, text: say(`skipped.${why}`, locale) }));
    const lines = [...faults, ...skipped];
    if (lines.length === 0) return nothing;
    return html`<details class="notice" role="status"><summary>${say('skipped.title', locale, { n: lines.length })}</summary>${faultTable(lines, locale)}</details>`;
  }

  /** A page of one section may grow to the foot of its window. */
  get #isWhole(): boolean {
    return this.#arrangement.sections.length === 1;
  }

  #isOtherScreen(changed: PropertyValues<this>): boolean {
    return changed.has('view') && changed.get('view')?.profile !== this.view.profile;
  }

  #toggle(id: string): void {
    const toggled = new Set(this.toggled);
    if (!toggled.delete(id)) toggled.add(id);
    this.toggled = toggled;
  }

  #tick(): void {
    if (document.visibilityState === 'visible') this.now = this.client.now();
  }

  readonly #heard = (event: HTMLElementEventMap['placement-data']) => {
    event.stopPropagation();
    const { detail } = event;
    this.#data.set(detail.id, detail);
    if (usesPorts(this.resolved.page.widgets[detail.id as keyof typeof this.resolved.page.widgets]?.show))
      this.ports = new Map(this.ports).set(detail.id, detail.ports);
    this.#tell();
  };

  readonly #measured = (event: HTMLElementEventMap['placement-height']) => {
    event.stopPropagation();
    const { id, height } = event.detail;
    const rows = Math.max(1, Math.ceil((height + gap) / (row + gap)));
    if (height > 0 && this.heights.get(id) !== rows) this.heights = new Map(this.heights).set(id, rows);
  };

  readonly #linked = (event: HTMLElementEventMap['widget-select'] | HTMLElementEventMap['widget-open']) => {
    const placement = event
      .composedPath()
      .find((node): node is IocPlacement => node instanceof HTMLElement && node.localName === 'ioc-placement');
    if (placement) followLink({ from: placement.widget.id, event, page: this.resolved.page, view: this });
  };

  #tell(): void {
    const status: PageStatus = pageStatus([...this.#data.values()], this.resolved.page.widgets);
    const text = JSON.stringify(status);
    if (text === this.#status) return;
    this.#status = text;
    this.dispatchEvent(new CustomEvent('page-status', { detail: status, bubbles: true, composed: true }));
  }
}

function usesPorts(condition: Condition | undefined): boolean {
  if (!condition) return false;
  if ('all' in condition) return condition.all.some(usesPorts);
  if ('any' in condition) return condition.any.some(usesPorts);
  return 'not' in condition ? usesPorts(condition.not) : 'port' in condition;
}

customElements.define('ioc-page-view', IocPageView);
declare global {
  interface HTMLElementTagNameMap {
    'ioc-page-view': IocPageView;
  }
  interface HTMLElementEventMap {
    'page-status': CustomEvent<PageStatus>;
  }
}
