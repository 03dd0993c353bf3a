import type { Catalog, Placement, WholePage } from '@haidang/sdk';
import { describe, expect, test } from 'vitest';
import { arrange } from './arrange.ts';

const value = {
  label: { vi: 'Giá trị' },
  element: 'core-value',
  module: '/plugins/core/value.js',
  group: 'value',
  ports: {},
  size: { min: [4, 4], ideal: [6, 5] },
  role: 'figure',
  options: {},
  v: 1,
} as const;
const catalog: Pick<Catalog, 'widgets'> = {
  widgets: { 'core/value': value, 'core/chart': { ...value, group: 'chart', size: { min: [6, 6], ideal: [12, 10] } } },
};
const place = (more: Partial<Placement>): Placement => ({ use: 'core/value', v: 1, in: 'sc_a', rank: 'a0', ...more });
const page = (more: Partial<WholePage>): WholePage => ({
  kind: 'page',
  format: 1,
  id: 'pg_a',
  slug: 'a',
  title: { vi: 'A' },
  level: 1,
  sections: { sc_a: { rank: 'a0', layout: { kind: 'flow' } } },
  widgets: {},
  ...more,
});
const ids = (whole: WholePage, profile: 'desk' | 'phone' | 'tablet' = 'desk') =>
  arrange(whole, profile, catalog).sections.map((section) => [section.id, ...section.widgets.map((widget) => widget.id)]);
const spans = (whole: WholePage, profile: 'desk' | 'phone' | 'tablet') =>
  arrange(whole, profile, catalog).sections.flatMap((section) => section.widgets.map(({ id, w, h }) => [id, w, h]));

const pair = { w_a: place({ span: { w: 6, h: 5 } }), w_b: place({ use: 'core/chart', rank: 'a1' }) };

describe('arrange', () => {
  test('sections and widgets stand in the order of their ranks', () => {
    const sections = { sc_b: { rank: 'a1', layout: { kind: 'flow' } }, sc_a: { rank: 'a0', layout: { kind: 'flow' } } } as const;
    const widgets = { w_c: place({ rank: 'a2' }), w_a: place({ rank: 'a1' }), w_b: place({ in: 'sc_b' }) };
    expect(ids(page({ sections, widgets }))).toEqual([
      ['sc_a', 'w_a', 'w_c'],
      ['sc_b', 'w_b'],
    ]);
  });

  test('a widget without a span has the ideal size of its type', () => {
    expect(spans(page({ widgets: pair }), 'desk')).toEqual([
      ['w_a', 6, 5],
      ['w_b', 12, 10],
    ]);
  });

  test('a phone shows values in pairs and the rest full width; a tablet snaps to thirds, halves and the whole', () => {
    expect(spans(page({ widgets: pair }), 'phone')).toEqual([
      ['w_a', 2, 5],
      ['w_b', 4, 10],
    ]);
    expect(spans(page({ widgets: pair }), 'tablet')).toEqual([
      ['w_a', 6, 5],
      ['w_b', 12, 10],
    ]);
    expect(arrange(page({ widgets: pair }), 'tablet', catalog).sections[0]?.columns).toBe(12);
  });

  test('the differences of a profile are laid over leaf by leaf, others stay', () => {
    const profiles = { phone: { widgets: { w_a: { rank: 'a2', span: { w: 4, h: 3 }, options: { decimals: 0 } } } } } as const;
    const widgets = { ...pair, w_a: place({ span: { w: 6, h: 5 }, options: { decimals: 1, unit: '%' } }) };
    expect(spans(page({ widgets, profiles }), 'phone')).toEqual([
      ['w_b', 4, 10],
      ['w_a', 4, 3],
    ]);
    expect(arrange(page({ widgets, profiles }), 'phone', catalog).sections[0]?.widgets[1]?.placement.options).toEqual({
      decimals: 0,
      unit: '%',
    });
    expect(spans(page({ widgets, profiles }), 'desk')).toEqual([
      ['w_a', 6, 5],
      ['w_b', 12, 10],
    ]);
  });

  test('what a profile hides is gone there only, and its section hides what stands in it', () => {
    const profiles = { phone: { widgets: { w_a: { hide: true } }, sections: { sc_b: { hide: true } } } } as const;
    const sections = {
      sc_a: { rank: 'a0', layout: { kind: 'flow' } },
      sc_b: { rank: 'a1', layout: { kind: 'tabs' } },
      sc_c: { rank: 'a2', in: 'sc_b', layout: { kind: 'flow' } },
    } as const;
    const widgets = { ...pair, w_c: place({ in: 'sc_b' }) };
    expect(ids(page({ sections, widgets, profiles }), 'phone')).toEqual([['sc_a', 'w_b']]);
    expect(ids(page({ sections, widgets, profiles }))).toEqual([['sc_a', 'w_a', 'w_b'], ['sc_b', 'w_c'], ['sc_c']]);
    expect(arrange(page({ sections, widgets, profiles }), 'phone', catalog).skipped).toEqual([]);
  });

  test('sections of tabs are read after the section they stand in', () => {
    const sections = {
      sc_t: { rank: 'a0', layout: { kind: 'tabs' } },
      sc_z: { rank: 'a1', layout: { kind: 'flow' } },
      sc_b: { rank: 'a1', in: 'sc_t', layout: { kind: 'flow' } },
      sc_a: { rank: 'a0', in: 'sc_t', layout: { kind: 'flow' } },
    } as const;
    expect(ids(page({ sections })).map(([id]) => id)).toEqual(['sc_t', 'sc_a', 'sc_b', 'sc_z']);
  });

  test('what it cannot draw is skipped and named, the rest is drawn', () => {
    const sections = {
      sc_a: { rank: 'a0', layout: { kind: 'spiral' } },
      sc_x: { rank: 'a1', in: 'sc_y', layout: { kind: 'flow' } },
      sc_y: { rank: 'a2', in: 'sc_x', layout: { kind: 'flow' } },
      sc_l: { rank: 'a3', in: 'sc_lost', layout: { kind: 'flow' } },
    } as unknown as WholePage['sections'];
    const { sections: drawn, skipped } = arrange(
      page({ sections, widgets: { w_a: place({}), w_b: place({ in: 'sc_lost' }) } }),
      'desk',
      catalog,
    );
    expect(drawn.map((section) => section.id)).toEqual(['sc_a', 'sc_l', 'sc_x', 'sc_y']);
    expect(skipped).toEqual([
      { path: 'widgets.w_b.in', why: 'section' },
      { path: 'sections.sc_l.in', why: 'section' },
      { path: 'sections.sc_a.layout.kind', why: 'layout' },
    ]);
  });

  test('links that do nothing yet are named', () => {
    const links = {
      ln_a: { from: 'w_a', on: 'select', do: { kind: 'filter', by: 'unit', var: 'ward' } },
      ln_b: { from: 'w_a', on: 'select', do: { kind: 'highlight', by: 'unit' } },
      ln_c: { from: 'w_a', on: 'open', do: { kind: 'drill', to: 'pg_b', carry: [] } },
    } as const;
    expect(arrange(page({ links }), 'desk', catalog).skipped).toEqual([{ path: 'links.ln_b.do', why: 'link' }]);
  });

  test('a grid keeps its places on the desk and flows where it has other columns', () => {
    const sections = { sc_a: { rank: 'a0', layout: { kind: 'grid', columns: 24 } } } as const;
    const widgets = { w_a: place({ at: [3, 2], span: { w: 6, h: 5 } }) };
    expect(arrange(page({ sections, widgets }), 'desk', catalog).sections[0]?.widgets[0]?.at).toEqual([3, 2]);
    expect(arrange(page({ sections, widgets }), 'phone', catalog).sections[0]?.widgets[0]?.at).toBeUndefined();
  });
});
