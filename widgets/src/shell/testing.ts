import type { Catalog, WholePage } from '@haidang/sdk';
import { portOf, resultOf, until } from '../frame/testing.ts';
import { catalogOf, FakeClient, widgetOf } from '../page/testing.ts';
import './shell.ts';
import type { IocShell } from './shell.ts';

const value = widgetOf(
  'test-value',
  `customElements.define('test-value', class extends HTMLElement { set data(data) { this.textContent = data.main.state; } });`,
  { group: 'value' },
);
const page = (id: `pg_${string}`, slug: string, title: WholePage['title'], level: 1 | 2, more: Partial<WholePage> = {}): WholePage => ({
  kind: 'page',
  format: 1,
  id,
  slug,
  title,
  level,
  menu: { rank: `a${level}`, icon: 'landmark' },
  time: { last: 'P30D' },
  vars: {
    ward: { kind: 'dimension', of: 'unit', many: true, rank: 'a0' },
    basis: {
      kind: 'choice',
      rank: 'a1',
      label: { vi: 'Địa giới', en: 'Boundaries' },
      choices: { current: { vi: 'Hiện hành', en: 'In force' }, old: { vi: 'Cũ', en: 'Former' } },
      default: 'current',
    },
  },
  sections: { sc_a: { rank: 'a0', layout: { kind: 'flow' } } },
  widgets: {
    w_a: {
      use: 't/value',
      v: 1,
      in: 'sc_a',
      rank: 'a0',
      title: { vi: 'Đúng hạn', en: 'On time' },
      bind: { main: { from: 't/report', time: { var: 'time' }, where: { ward: { var: 'ward' } } } },
    },
  },
  ...more,
});
const home = page('pg_home', 'toan-canh', { vi: 'Toàn cảnh', en: 'Overview' }, 1);
const reports = page('pg_reports', 'phan-anh', { vi: 'Phản ánh hiện trường', en: 'Field reports' }, 2, { parent: 'pg_home' });
const unit = (key: string, vi: string, more: object = {}) =>
  ({ key, title: { vi }, level: 'ward', validFrom: '2025-07-01', own: true, ...more }) as Catalog['units'][number];

/** The shell of the running test and its newest client. */
export let shell: IocShell;
export let client: FakeClient;

/** Nothing of one test stays for the next. */
export function clear(): void {
  document.body.replaceChildren();
  localStorage.clear();
  history.replaceState(undefined, '', '/');
}

/** Opens the shell at an address of a centre of two pages and a broken one. */
export async function start(path = '/', pages: FakeClient['pages'] = {}): Promise<void> {
  history.replaceState(undefined, '', path);
  const entry = ({ id, slug, title, level, menu, parent }: WholePage) => ({
    id,
    slug,
    title,
    level,
    ...(menu && { menu }),
    ...(parent && { parent }),
  });
  const centre = catalogOf({
    pages: [
      entry(reports),
      entry(home),
      { id: 'pg_hong', slug: 'hong', title: { vi: 'hong' }, level: 2, menu: { rank: 'zz' }, broken: true },
    ],
    widgets: { 't/value': value },
    datasets: { 't/report': { label: { vi: 'Phản ánh' }, key: ['code'], time: 'at', fields: {} } },
    units: [
      unit('593@2025-03-01', 'Thành phố Phan Thiết', { level: 'district' }),
      unit('22918@2025-07-01', 'Phường Mũi Né'),
      unit('22945@2025-07-01', 'Phường Phan Thiết'),
      unit('22915@2025-03-01', 'Phường Mũi Né', { validFrom: '2025-03-01', validTo: '2025-07-01' }),
      ...Array.from({ length: 8 }, (_, n) => unit(`1${n}@2025-03-01`, `Phường ${n}`, { validTo: '2025-07-01' })),
    ],
  });
  shell = document.createElement('ioc-shell');
  shell.connect = () => {
    client = new FakeClient(centre);
    client.pages = { pg_home: { page: home, problems: [] }, pg_reports: { page: reports, problems: [] }, ...pages };
    client.answer = ({ time }) =>
      typeof time === 'object' && 'said' in time && time.said === 'xyz'
        ? { error: { code: 'bad-request', message: 'không hiểu' } }
        : { result: resultOf(1, {}, { period: { from: '2025-07-01T00:00:00+07:00', to: '2025-10-01T00:00:00+07:00' } }) };
    return client;
  };
  document.body.append(shell);
  await until(() => root().querySelector('ioc-page-view, .broken, .message') !== null, 'the page opens');
  await shell.updateComplete;
}

export const root = () => shell.shadowRoot as ShadowRoot;
export const text = (selector: string) => root().querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
export const press = (code: string, held: KeyboardEventInit = {}) =>
  window.dispatchEvent(new KeyboardEvent('keydown', { code, cancelable: true, ...held }));
export const address = () => `${location.pathname}${location.search}`;
export const times = () => client.watched.map(({ query }) => query.time);
export const tellAll = () =>
  client.tell('t/report', {
    ...portOf(1, { n: 1, sample: 1 }),
    result: resultOf(1, { n: 1, sample: 1 }, { period: { from: '2026-10-21T14:32:00+07:00', to: '2026-11-20T14:32:00+07:00' } }),
  });
