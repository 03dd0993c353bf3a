import { describe, expect, test } from 'vitest';
import type { Ioc } from '../documents.ts';
import type { Page, Placement, WholePage } from '../page.ts';
import { ioc } from '../samples/ioc.ts';
import { health, overview } from '../samples/overview-page.ts';
import { checkDocument } from './check.ts';
import { faultText } from './fault.ts';

const value = overview.widgets.w_7f3k9q2d;

function codes(kind: Parameters<typeof checkDocument>[0], document: unknown): string[] {
  return checkDocument(kind, document).map(({ path, code }) => `${path} ${code}`);
}

describe('schemas agree with the types', () => {
  test('on documents that both take', () => {
    expect(codes('ioc', ioc)).toEqual([]);
    expect(codes('page', overview)).toEqual([]);
    expect(codes('page', health)).toEqual([]);
  });

  test('on a title without Vietnamese', () => {
    // @ts-expect-error Vietnamese is required
    const title: Page['title'] = { en: 'Overview' };
    expect(codes('page', { ...overview, title })).toEqual(['/title/vi missing']);
  });

  test('on a widget id without its prefix', () => {
    // @ts-expect-error ids of widgets begin with w_
    const widgets: Page['widgets'] = { board: value };
    expect(codes('page', { ...overview, links: {}, profiles: {}, widgets })).toEqual(['/widgets/board wrong-name']);
  });

  test('on a removal from a page that stands alone', () => {
    // @ts-expect-error nothing to remove without a template
    const widgets: WholePage['widgets'] = { ...overview.widgets, w_board: null };
    expect(codes('page', { ...overview, widgets })).toEqual(['/widgets/w_board wrong-type']);
    expect(codes('page', { ...health, widgets: { w_board: null, w_beds: { title: null } } } satisfies Page)).toEqual([]);
  });

  test('on a value of the wrong type, an unknown key and an unknown word', () => {
    // @ts-expect-error a span has a width
    const span: Placement['span'] = { h: 5 };
    // @ts-expect-error a widget has no colour
    const coloured: Placement = { ...value, colour: 'red' };
    // @ts-expect-error there is no such profile
    const profiles: WholePage['profiles'] = { watch: {} };
    const widgets = { ...overview.widgets, w_7f3k9q2d: { ...value, span }, w_beds0001: coloured };
    expect(codes('page', { ...overview, widgets, profiles })).toEqual([
      '/profiles/watch unknown-key',
      '/widgets/w_7f3k9q2d/span/w missing',
      '/widgets/w_beds0001/colour unknown-key',
    ]);
  });

  test('on a layout, a condition and a link of an unknown kind', () => {
    // @ts-expect-error there is no such layout
    const layout: WholePage['sections'][`sc_${string}`]['layout'] = { kind: 'masonry' };
    const section = { ...overview.sections, sc_kpi: { rank: 'a0', layout } };
    expect(codes('page', { ...overview, sections: section })).toEqual(['/sections/sc_kpi/layout/kind wrong-value']);
    // @ts-expect-error a condition has to say of what
    const show: Placement['show'] = { is: 'set' };
    expect(codes('page', { ...overview, widgets: { ...overview.widgets, w_7f3k9q2d: { ...value, show } } })).toEqual([
      '/widgets/w_7f3k9q2d/show/hours missing',
      '/widgets/w_7f3k9q2d/show/is unknown-key',
    ]);
    // @ts-expect-error a link filters, highlights, drills or opens a detail
    const links: WholePage['links'] = { ln_a1: { from: 'w_wards001', on: 'select', do: { kind: 'explode' } } };
    expect(codes('page', { ...overview, links })).toEqual(['/links/ln_a1/do/kind wrong-value']);
  });

  test('on a binding', () => {
    // @ts-expect-error a sum needs a field
    const main: NonNullable<Placement['bind']>[string] = { from: 'health/bed', measures: { total: { fn: 'sum' } } };
    expect(codes('page', { ...overview, widgets: { ...overview.widgets, w_7f3k9q2d: { ...value, bind: { main } } } })).toEqual([
      '/widgets/w_7f3k9q2d/bind/main/measures/total/field missing',
    ]);
    // @ts-expect-error an unknown test
    const second: NonNullable<Placement['bind']>[string] = { from: 'health/bed', where: { score: { above: 3 } } };
    expect(codes('page', { ...overview, widgets: { ...overview.widgets, w_7f3k9q2d: { ...value, bind: { second } } } })).toEqual([
      '/widgets/w_7f3k9q2d/bind/second/where/score/above unknown-key',
    ]);
  });

  test('on the centre', () => {
    // @ts-expect-error a threshold needs a sign
    const indicators: Ioc['indicators'] = { 'field-reports/on_time_rate': { levels: { green: '92' } } };
    expect(codes('ioc', { ...ioc, indicators })).toEqual(['/indicators/field-reports~1on_time_rate/levels/green wrong-form']);
    expect(codes('ioc', { ...ioc, unit: '22945', languages: ['en'] })).toEqual([
      '/unit wrong-form',
      '/languages/0 wrong-value',
      '/languages wrong-value',
    ]);
  });

  test('on months that are cut where some month has no such day', () => {
    const of = (month: string) => codes('ioc', { ...ioc, month });
    expect([...of('15T00:00'), ...of('25T12:00'), ...of('28T23:59')]).toEqual([]);
    for (const month of ['1T00:00', '29T00:00', '15T24:00', '15', 'calendar']) expect(of(month), month).toEqual(['/month wrong-form']);
    const own = (month: string) => codes('ioc', { ...ioc, indicators: { 'field-reports/on_time_rate': { month } } });
    expect([...own('15T00:00'), ...own('calendar')]).toEqual([]);
    expect(own('30T00:00')).toEqual(['/indicators/field-reports~1on_time_rate/month wrong-form']);
  });
});

describe('a page', () => {
  test('keeps unknown widget types and whatever stands in options', () => {
    const widget = { ...value, use: 'weather/barometer', options: { needle: { colour: 'red', of: [1, null] }, var: 'x' } };
    expect(codes('page', { ...overview, widgets: { ...overview.widgets, w_7f3k9q2d: widget } })).toEqual([]);
  });

  test('names its widgets and datasets in full', () => {
    const widget = { ...value, use: 'value', bind: { main: { from: 'report' } } };
    expect(codes('page', { ...overview, widgets: { ...overview.widgets, w_7f3k9q2d: widget } })).toEqual([
      '/widgets/w_7f3k9q2d/use wrong-form',
      '/widgets/w_7f3k9q2d/bind/main/from wrong-form',
    ]);
  });

  test('names only sections, widgets and variables that it has', () => {
    const sections = {
      ...overview.sections,
      sc_tab: { rank: 'a2', in: 'sc_tabs', layout: { kind: 'flow' } },
      sc_a: { rank: 'a3', in: 'sc_b', layout: { kind: 'tabs' } },
      sc_b: { rank: 'a4', in: 'sc_a', layout: { kind: 'tabs' } },
    };
    const widgets = {
      ...overview.widgets,
      w_beds0001: {
        ...overview.widgets.w_beds0001,
        in: 'sc_none',
        bind: { main: { from: 'health/bed', where: { ward: { var: 'wards' } } } },
      },
    };
    const links = {
      ln_a: {
        from: 'w_gone',
        on: 'open',
        do: { kind: 'drill', to: 'pg_k3n8x2qa', carry: ['ward', 'day'] },
        to: { only: ['w_beds0001', 'w_lost'] },
      },
    };
    expect(codes('page', { ...overview, sections, widgets, links, profiles: { phone: { widgets: { w_lost: { hide: true } } } } })).toEqual([
      '/sections/sc_tab/in unknown-section',
      '/sections/sc_a/in endless',
      '/sections/sc_b/in endless',
      '/widgets/w_beds0001/in unknown-section',
      '/links/ln_a/from unknown-widget',
      '/links/ln_a/to/only/1 unknown-widget',
      '/profiles/phone/widgets/w_lost unknown-widget',
      '/widgets/w_beds0001/bind/main/where/ward/var unknown-variable',
      '/links/ln_a/do/carry/1 unknown-variable',
    ]);
  });

  test('has limits: 160 letters in a title however they are written, 500 widgets, 256 kB', () => {
    expect(codes('page', { ...overview, title: { vi: 'ỗ'.normalize('NFD').repeat(160) } })).toEqual([]);
    expect(codes('page', { ...overview, title: { vi: 'ỗ'.repeat(161) } })).toEqual(['/title/vi too-long']);
    const many = Object.fromEntries(
      Array.from({ length: 501 }, (_, index) => [`w_${index}`, { use: 'core/value', v: 1, in: 'sc_kpi', rank: 'a0' }]),
    );
    expect(codes('page', { ...overview, links: {}, profiles: {}, widgets: many })).toEqual(['/widgets out-of-limits']);
    const heavy = { ...value, options: { text: 'x'.repeat(256 * 1024) } };
    expect(codes('page', { ...overview, widgets: { ...overview.widgets, w_7f3k9q2d: heavy } })).toEqual([' too-large']);
  });

  test('that is no object at all is said to be so', () => {
    for (const document of [undefined, null, 1, 'page', []]) expect(codes('page', document)).toEqual([' wrong-type']);
  });

  test('has every fault explained in Vietnamese, and in English on demand', () => {
    const [fault] = checkDocument('page', { ...overview, level: 7 });
    expect(fault).toMatchObject({ path: '/level', message: 'phải là một trong: 1, 2, 3, 4' });
    expect(fault && faultText(fault, 'en')).toBe('must be one of 1, 2, 3, 4');
  });
});

test('roles and sources are checked', () => {
  expect(codes('role', { kind: 'role', format: 1, id: 'operator', title: { vi: 'Trực' }, can: ['field-reports/report.read'] })).toEqual([]);
  expect(codes('role', { kind: 'role', format: 1, id: 'operator', title: { vi: 'Trực' }, can: ['read'] })).toEqual(['/can/0 wrong-form']);
  const source = {
    kind: 'source',
    format: 1,
    id: 'so_1',
    title: { vi: 'Cổng' },
    use: 'cameras/gateway',
    into: 'cameras/camera_status',
    config: { url: 'https://x.example' },
    secrets: { token: 'env:TOKEN' },
  };
  expect(codes('source', { ...source, mapping: { fields: { online: { from: 'up' } } } })).toEqual([]);
  expect(codes('source', { ...source, secrets: { token: 'hunter2' }, mapping: { fields: { online: { form: 'up' } } } })).toEqual([
    '/secrets/token wrong-form',
    '/mapping/fields/online/expression missing',
    '/mapping/fields/online/form unknown-key',
  ]);
});
