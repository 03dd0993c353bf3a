import type { Catalog, CatalogWidget, Geography, Placement, PortData, Query, ResolvedPage, WholePage } from '@haidang/sdk';
import { adoptTheme, type Client, type Connection, type QueryAnswer } from '@haidang/sdk/client';
import { clock, resultOf } from '../frame/testing.ts';
import type { PageStatus } from './page-status.ts';
import './page-view.ts';
import type { IocPageView } from './page-view.ts';
import type { PageViewState } from './page-view-state.ts';
import type { IocPlacement } from './placement.ts';

/** A client without a server: says what is watched, and tells what the test wants. */
export class FakeClient implements Client {
  connection: Connection = { state: 'open', delayMs: 38, skewMs: 0, since: clock };
  readonly #connections = new Set<(connection: Connection) => void>();
  /** Watches that are alive. */
  readonly watched: { readonly query: Query; readonly tell: (data: PortData) => void }[] = [];
  readonly retried: Query[] = [];
  readonly asked: { readonly [name: string]: Query }[] = [];
  isClosed = false;
  exportAddress: Client['exportAddress'];
  pages: { readonly [name: string]: ResolvedPage | Error } = {};
  /** What a watch is told at once. */
  first: (query: Query) => PortData = () => ({ state: 'loading' });
  answer: (query: Query) => QueryAnswer = () => ({ result: resultOf(1) });
  centre: Catalog;

  constructor(centre: Catalog = catalogOf()) {
    this.centre = centre;
  }

  async catalog(): Promise<Catalog> {
    return this.centre;
  }

  async geography(): Promise<Geography> {
    return { units: this.centre.units, sources: [], version: this.centre.version };
  }

  async page(name: string): Promise<ResolvedPage> {
    const found = this.pages[name];
    if (found instanceof Error) throw found;
    if (!found) throw Object.assign(new Error('not-found'), { code: 'not-found', details: {} });
    return found;
  }

  async queries<K extends string>(queries: { readonly [name in K]: Query }): Promise<{ readonly [name in K]: QueryAnswer }> {
    this.asked.push(queries);
    return Object.fromEntries(Object.entries<Query>(queries).map(([name, query]) => [name, this.answer(query)])) as {
      readonly [name in K]: QueryAnswer;
    };
  }

  watch(query: Query, tell: (data: PortData) => void): () => void {
    const watch = { query, tell };
    this.watched.push(watch);
    tell(this.first(query));
    return () => {
      this.watched.splice(this.watched.indexOf(watch), 1);
    };
  }

  /** Tells all watches on a dataset or indicator. */
  tell(from: string, data: PortData): void {
    for (const watch of [...this.watched]) if (watch.query.from === from) watch.tell(data);
  }

  retry(query: Query): void {
    this.retried.push(query);
  }

  onConnection(listener: (connection: Connection) => void): () => void {
    listener(this.connection);
    this.#connections.add(listener);
    return () => this.#connections.delete(listener);
  }

  /** The line is cut, or is back. */
  connect(state: Connection['state']): void {
    this.connection = { ...this.connection, state };
    for (const tell of this.#connections) tell(this.connection);
  }

  onChanged(): () => void {
    return () => {};
  }

  now(): number {
    return clock;
  }

  close(): void {
    this.isClosed = true;
  }
}

/** A type of widget whose module stands in its address. */
export function widgetOf(element: CatalogWidget['element'], script: string, more: Partial<CatalogWidget> = {}): CatalogWidget {
  return {
    label: { vi: element },
    element,
    module: `data:text/javascript,${encodeURIComponent(script)}`,
    group: 'chart',
    ports: {},
    size: { min: [2, 2], ideal: [6, 5] },
    role: 'figure',
    options: {},
    v: 1,
    ...more,
  };
}

export function catalogOf(more: Partial<Catalog> = {}): Catalog {
  return {
    ioc: {
      title: { vi: 'Trung tâm điều hành', en: 'Operations Centre' },
      unit: '593@2025-03-01',
      languages: ['vi', 'en'],
      home: 'pg_home',
    },
    pages: [],
    widgets: {},
    datasets: {},
    indicators: {},
    units: [],
    problems: [],
    version: '1',
    now: new Date(clock).toISOString(),
    ...more,
  };
}

const plain = widgetOf(
  'test-plain',
  `customElements.define('test-plain', class extends HTMLElement {
    set data(data) { this.received = [...(this.received ?? []), data]; this.textContent = String(data.main?.result?.rows[0]?.[0] ?? data.main?.state); }
    connectedCallback() { this.hadAll = this.options !== undefined && this.heading !== undefined && this.context !== undefined && this.received !== undefined; }
  });`,
  { group: 'value' },
);
const throwing = widgetOf(
  'test-throwing',
  `customElements.define('test-throwing', class extends HTMLElement { set options(_) { throw new Error('vendor'); } });`,
);
const broken = widgetOf('test-broken', 'this is no script');
const other = widgetOf('test-other', 'export {};');

const catalog: Catalog = catalogOf({
  widgets: { 't/plain': plain, 't/throwing': throwing, 't/broken': broken, 't/other': other },
  indicators: {
    't/rate': { label: { vi: 'Tỷ lệ', en: 'Rate' }, unit: '%', frequency: 'day', formula: '100*count(a)/count(b)', icon: 'landmark' },
  },
});
export const place = (more: Partial<Placement> = {}): Placement => ({
  use: 't/plain',
  v: 1,
  in: 'sc_a',
  rank: 'a0',
  bind: { main: { from: 't/rate' } },
  ...more,
});
export const pageOf = (widgets: WholePage['widgets'], more: Partial<WholePage> = {}): WholePage => ({
  kind: 'page',
  format: 1,
  id: 'pg_t',
  slug: 't',
  title: { vi: 'T' },
  level: 1,
  sections: { sc_a: { rank: 'a0', layout: { kind: 'flow' } } },
  widgets,
  ...more,
});
export const desk: PageViewState = { vars: {}, locale: 'vi', theme: 'dark', profile: 'desk' };

/** The page of the running test, its client, and what it told last. */
export let client: FakeClient;
export let view: IocPageView;
export let status: PageStatus | undefined;

/** Nothing of one test stays for the next. */
export function clear(): void {
  adoptTheme(document);
  document.documentElement.dataset.theme = 'dark';
  document.body.replaceChildren();
  client = new FakeClient(catalog);
  status = undefined;
}

/** Draws a page at that width. */
export async function open(page: WholePage, state: Partial<PageViewState> = {}, width = 1208): Promise<void> {
  view = document.createElement('ioc-page-view');
  Object.assign(view, { resolved: { page, problems: [] }, catalog, client, view: { ...desk, ...state } });
  view.style.setProperty('width', `${width}px`);
  view.addEventListener('page-status', (event) => {
    status = event.detail;
  });
  document.body.append(view);
  await view.updateComplete;
}

export const placements = () => [...(view.shadowRoot?.querySelectorAll('ioc-placement') ?? [])];
export const placement = (id: string) => placements().find(({ widget }) => widget.id === id) as IocPlacement;
export const frame = (id: string) => placement(id).shadowRoot?.querySelector('ioc-frame');
export const words = (id: string) => frame(id)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
export const rule = (id: string) => frame(id)?.shadowRoot?.querySelector('section')?.dataset.rule;
export const box = (id: string) => {
  const { x, y, width, height } = placement(id).getBoundingClientRect();
  const at = view.getBoundingClientRect();
  return [x - at.x, y - at.y, width, height].map(Math.round);
};
