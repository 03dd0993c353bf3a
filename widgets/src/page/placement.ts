import type { Catalog, CatalogWidget, Explanation, Geography, Query, WidgetContext, WidgetElement } from '@haidang/sdk';
import { type Client, label, type Ports, QueryController, resolveBinding } from '@haidang/sdk/client';
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import '../frame/frame.ts';
import type { IocFrame, StatusBadge } from '../frame/frame.ts';
import { absenceOf, hasData, missingSource } from './absence.ts';
import type { ArrangedWidget } from './arrange.ts';
import { iconOf } from './domain-icons.ts';
import { headingOf, originsOf } from './origins.ts';
import type { PageViewState } from './page-view-state.ts';
import { type Absence, placeholder } from './placeholder.ts';
import { placementStyles } from './placement-styles.ts';
import { sizeOf } from './size.ts';
import { makeWidget } from './widget-modules.ts';

/** What a placement tells its page whenever its data change. */
export interface PlacementData {
  readonly id: string;
  readonly heading: string;
  readonly ports: Ports;
}

/** One widget on a page: its frame, its queries, and the element of its type, loaded when it is needed. It fails alone. */
export class IocPlacement extends LitElement {
  static override properties = {
    widget: { attribute: false },
    catalog: { attribute: false },
    client: { attribute: false },
    view: { attribute: false },
    now: { attribute: false },
    isEager: { attribute: false },
    size: { state: true },
    absence: { state: true },
    element: { state: true },
    badge: { state: true },
  };

  static override styles = placementStyles;

  declare widget: ArrangedWidget;
  declare catalog: Catalog;
  declare client: Client;
  declare view: PageViewState;
  declare now: number;
  /** Watches even while nobody sees it, because whether it is seen depends on its data. */
  declare isEager: boolean;
  declare size: WidgetContext['size'];
  declare absence: Absence | undefined;
  declare element: WidgetElement | undefined;
  declare badge: StatusBadge | undefined;

  #queries: QueryController | undefined;
  #told: Ports | undefined;
  #made: string | undefined;
  #isSeen = false;
  #lastContext: WidgetContext | undefined;
  #lastVersion: string | undefined;
  readonly #geography = (): Promise<Geography> => this.client.geography();
  readonly #sight = new IntersectionObserver((entries) => this.#seen(entries.at(-1)?.isIntersecting ?? false), {
    rootMargin: '240px',
    scrollMargin: '240px',
  });
  readonly #room = new ResizeObserver(() => this.#resized());

  constructor() {
    super();
    this.now = 0;
    this.isEager = false;
    this.size = 'm';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sight.observe(this);
    this.#room.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sight.disconnect();
    this.#room.disconnect();
  }

  /** Opens the panel of the frame that says where the numbers come from. */
  openSource(): void {
    this.shadowRoot?.querySelector<IocFrame>('ioc-frame')?.openSource();
  }

  /** Asks the server again for everything this widget shows. */
  reload(): void {
    if (this.absence === 'failed') this.#retryModule();
    this.#queries?.pause();
    if (this.#isSeen || this.isEager) this.#queries?.resume();
    this.#queries?.retry();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.#queries) {
      this.#queries = new QueryController(this, this.client);
      this.#watchOrPause();
    }
    if (changed.has('widget') || changed.has('catalog')) this.#make();
    // What nobody can draw is not asked for.
    if (changed.has('widget') || changed.has('view') || changed.has('catalog'))
      this.#queries.bind(this.absence && this.absence !== 'failed' ? {} : this.#questions());
    if (changed.has('isEager')) this.#watchOrPause();
    this.#hand();
  }

  protected override updated(): void {
    const ports = this.#queries?.data ?? {};
    if (ports === this.#told) return;
    this.#told = ports;
    const detail: PlacementData = { id: this.widget.id, heading: this.#heading, ports };
    this.dispatchEvent(new CustomEvent('placement-data', { detail, bubbles: true, composed: true }));
  }

  override render(): TemplateResult {
    const { placement } = this.widget;
    const type = this.catalog.widgets[placement.use];
    const { locale } = this.view;
    return html`<ioc-frame
      .heading=${this.#heading}
      .subtitle=${placement.note ? label(placement.note, locale) : ''}
      .icon=${iconOf({ placement, catalog: this.catalog })}
      .locale=${locale}
      .widgetRole=${type?.role ?? 'figure'}
      .compact=${type?.group === 'value'}
      .flush=${type?.group === 'table' || type?.group === 'map'}
      .now=${this.now}
      .ports=${this.absence ? {} : (this.#queries?.data ?? {})}
      .origins=${originsOf(placement.bind, this.catalog)}
      .badge=${this.badge}
      .hasData=${hasData(this.widget.placement, type)}
      @ioc-badge=${this.#badged}
      .explain=${this.#explain}
      .hasFiles=${this.#listed !== undefined && this.client.exportAddress !== undefined}
      @frame-reload=${this.#reloadAsked}
      @frame-download=${this.#downloadAsked}
      @widget-action=${this.#acted}
    >${this.absence ? placeholder({ absence: this.absence, placement, installed: type?.v, missingSource: missingSource(placement, this.catalog), locale, retry: () => this.#retryModule() }) : this.element}</ioc-frame>`;
  }

  get #heading(): string {
    return label(headingOf({ placement: this.widget.placement, catalog: this.catalog }), this.view.locale);
  }

  #questions(): { readonly [port: string]: Query } {
    const { time, vars } = this.view;
    const { bind } = this.widget.placement;
    return Object.fromEntries(
      Object.entries(bind ?? {}).map(([port, binding]) => [port, resolveBinding(binding, { vars, ...(time !== undefined && { time }) })]),
    );
  }

  /** Finds out whether the widget can be drawn and makes its element, once for each type. */
  #make(): void {
    const { placement } = this.widget;
    const type = this.catalog.widgets[placement.use];
    const absence = absenceOf(placement, type) ?? (missingSource(placement, this.catalog) === undefined ? undefined : 'source');
    if (absence || this.absence !== 'failed') this.absence = absence;
    if (absence || !type || this.#made === type.module) return;
    this.#made = type.module;
    this.absence = undefined;
    this.element = undefined;
    void this.#load(type);
  }

  async #load(type: CatalogWidget): Promise<void> {
    try {
      const element = await makeWidget(type);
      if (this.#made === type.module) this.element = element;
    } catch (error) {
      if (this.#made === type.module) this.#failed(error);
    }
  }

  /** Gives the element what it needs before it is connected and whenever that changes. A vendor's setter may throw: then this widget alone is lost. */
  #hand(): void {
    const { element } = this;
    if (!element) return;
    try {
      element.options = this.widget.placement.options ?? noOptions;
      element.heading = this.#heading;
      element.context = this.#context();
      element.data = this.#queries?.data ?? {};
    } catch (error) {
      this.#failed(error);
    }
  }

  /** The same object as long as nothing in it changed: a widget draws again when it is given another, and maps ask again for their shapes. */
  #context(): WidgetContext {
    const { locale, theme, vars } = this.view;
    const { version } = this.catalog;
    const last = this.#lastContext;
    const isSame = last?.locale === locale && last.theme === theme && last.vars === vars && last.size === this.size;
    if (isSame && this.#lastVersion === version) return last;
    this.#lastVersion = version;
    this.#lastContext = { mode: 'view', locale, theme, size: this.size, vars, can: noRights, geography: this.#geography };
    return this.#lastContext;
  }

  #failed(error: unknown): void {
    this.absence = 'failed';
    this.element = undefined;
    this.dispatchEvent(new CustomEvent('widget-error', { detail: { error }, bubbles: true, composed: true }));
  }

  #retryModule(): void {
    this.#made = undefined;
    this.#make();
  }

  #badged(event: CustomEvent<StatusBadge | undefined>): void {
    event.stopPropagation();
    this.badge = event.detail ?? undefined;
  }

  #reloadAsked(event: Event): void {
    event.stopPropagation();
    this.reload();
  }

  /** The question that is answered by rows or groups of a dataset: what a file can hold. */
  get #listed(): Query | undefined {
    return Object.values(this.#questions()).find(({ from, measures, by }) => (!measures || by) && from in this.catalog.datasets);
  }

  /** Why the number of a port is what it is; only indicators can be explained. */
  readonly #explain = (port: string): Promise<Explanation> | undefined => {
    const query = this.#questions()[port];
    return query && query.from in this.catalog.indicators ? this.client.explain?.(query) : undefined;
  };

  #downloadAsked(event: HTMLElementEventMap['frame-download']): void {
    event.stopPropagation();
    const address = this.#listed && this.client.exportAddress?.(this.#listed, event.detail);
    if (address === undefined) return;
    const link = document.createElement('a');
    link.href = address;
    link.download = '';
    link.click();
  }

  #acted(event: HTMLElementEventMap['widget-action']): void {
    if (event.detail.action !== 'retry') return;
    event.stopPropagation();
    this.#queries?.retry();
  }

  #seen(isSeen: boolean): void {
    this.#isSeen = isSeen;
    this.#watchOrPause();
  }

  #watchOrPause(): void {
    if (this.#isSeen || this.isEager) this.#queries?.resume();
    else this.#queries?.pause();
  }

  #resized(): void {
    if (this.widget) this.size = sizeOf(this.clientWidth, this.view.profile);
    if (this.widget?.h === 'auto')
      this.dispatchEvent(
        new CustomEvent('placement-height', { detail: { id: this.widget.id, height: this.offsetHeight }, bubbles: true, composed: true }),
      );
  }
}

const noRights: ReadonlySet<string> = new Set();
const noOptions = {};

customElements.define('ioc-placement', IocPlacement);
declare global {
  interface HTMLElementTagNameMap {
    'ioc-placement': IocPlacement;
  }
  interface HTMLElementEventMap {
    'placement-data': CustomEvent<PlacementData>;
    'placement-height': CustomEvent<{ readonly id: string; readonly height: number }>;
    'ioc-badge': CustomEvent<StatusBadge | undefined>;
  }
}
