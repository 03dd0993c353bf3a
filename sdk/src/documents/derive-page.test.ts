import { describe, expect, test } from 'vitest';
import type { DerivedPage, PageTemplate } from '../page.ts';
import cameras from '../samples/cameras.ts';
import fieldReports from '../samples/field-reports.ts';
import health from '../samples/health.ts';
import { health as healthPage, overview } from '../samples/overview-page.ts';
import { checkDocument } from './check.ts';
import { derivePage } from './derive-page.ts';
import { qualifyTemplate } from './qualify.ts';

const template = health.pages?.overview as PageTemplate;
const page: DerivedPage = healthPage;

function resolve(differences: object, from: PageTemplate | undefined = template) {
  const { page: whole, faults } = derivePage({ page: { ...page, widgets: {}, ...differences } as DerivedPage, template: from });
  expect(checkDocument('whole-page', whole)).toEqual([]);
  return { whole, faults: faults.map(({ path, code }) => `${path} ${code}`) };
}

describe('a page made from a template', () => {
  test('is the template with its differences laid over it, leaf by leaf', () => {
    const { page: whole, faults } = derivePage({ page, template });
    expect(faults).toEqual([]);
    expect(checkDocument('page', whole)).toEqual([]);
    expect(Object.keys(whole.widgets)).toEqual(['w_beds', 'w_map']);
    expect(whole.widgets.w_beds).toEqual({
      use: 'core/value',
      v: 1,
      in: 'sc_a',
      rank: 'a0V',
      span: { w: 6, h: 5 },
      bind: { main: { from: 'health/bed_occupancy', compare: ['same-period-last-year'] } },
    });
    expect(whole).toMatchObject({
      id: 'pg_k3n8x2qa',
      slug: 'y-te',
      time: 'week',
      menu: { rank: 'a4', icon: 'heart-pulse' },
      sections: template.sections,
    });
    expect(whole).not.toHaveProperty('base');
  });

  test('removes with null, replaces lists whole and adds widgets of its own', () => {
    const added = { use: 'core/table', v: 1, in: 'sc_a', rank: 'a3', bind: { rows: { from: 'health/facility', select: ['name'] } } };
    const { whole, faults } = resolve({
      menu: null,
      widgets: { w_map: null, w_beds: { span: { w: 8 }, bind: { main: { compare: ['plan'] } } }, w_new: added },
    });
    expect(faults).toEqual([]);
    expect(Object.keys(whole.widgets)).toEqual(['w_beds', 'w_late', 'w_new']);
    expect(whole.widgets).toMatchObject({
      w_beds: { span: { w: 8, h: 5 }, bind: { main: { from: 'health/bed_occupancy', compare: ['plan'] } } },
      w_new: added,
    });
    expect(whole).not.toHaveProperty('menu');
  });

  test('loses the widgets of a section that it removes', () => {
    const { whole, faults } = resolve({ sections: { sc_a: null, sc_b: { rank: 'a1', layout: { kind: 'flow' } } } });
    expect(faults).toEqual([]);
    expect(whole.widgets).toEqual({});
  });

  test('says which difference has nothing to differ from, and keeps it in a placeholder that names the template', () => {
    const { whole, faults } = resolve({
      widgets: { w_gone: { title: { vi: 'Ca bệnh' }, span: { w: 6, h: 4 } } },
      sections: { sc_gone: { collapsed: true } },
    });
    expect(faults).toEqual(['/sections/sc_gone not-in-template', '/widgets/w_gone not-in-template']);
    expect(whole.widgets.w_gone).toMatchObject({ use: 'health/overview', title: { vi: 'Ca bệnh' }, span: { w: 6, h: 4 } });
    expect(whole.sections).not.toHaveProperty('sc_gone');
  });

  test('cannot change what the template locks', () => {
    const locked: PageTemplate = {
      ...template,
      widgets: {
        ...template.widgets,
        w_beds: { use: 'core/value', v: 1, in: 'sc_a', rank: 'a0', lock: ['move', 'remove'] },
        w_late: { use: 'core/text', v: 1, in: 'sc_a', rank: 'a2', lock: ['remove'] },
      },
    };
    const { whole, faults } = resolve({ widgets: { w_beds: { rank: 'z0', title: { vi: 'Giường' } }, w_late: null } }, locked);
    expect(faults).toEqual(['/widgets/w_beds/rank locked', '/widgets/w_late locked']);
    expect(whole.widgets.w_beds).toEqual({ use: 'core/value', v: 1, in: 'sc_a', rank: 'a0', title: { vi: 'Giường' } });
    expect(whole.widgets).toHaveProperty('w_late');
  });

  test('is told when the template that is installed is older', () => {
    expect(resolve({ base: { template: 'health/overview', version: 3 } }).faults).toEqual(['/base/version template-older']);
  });

  test('can be made from a page of the place', () => {
    const { page: whole, faults } = derivePage({
      page: { ...page, base: { template: overview.id, version: 1 }, widgets: { w_beds0001: null, w_wards001: null } },
      template: overview,
    });
    expect(faults).toEqual([]);
    expect(whole.profiles).toEqual({ wall: overview.profiles.wall, phone: { columns: 4, widgets: {} } });
    expect(Object.keys(whole.links ?? {})).toEqual(['ln_a2']);
    expect(whole).toMatchObject({ id: page.id, slug: page.slug, title: page.title, widgets: { w_7f3k9q2d: overview.widgets.w_7f3k9q2d } });
  });
});

describe('without its template', () => {
  test('a page keeps what it adds, shows what it changes as placeholders, and says what to install', () => {
    const own = {
      use: 'core/value',
      v: 1,
      in: 'sc_own',
      rank: 'a0',
      bind: { main: { from: 'health/bed_occupancy', where: { commune: { var: 'ward' } } } },
    } as const;
    const differences: DerivedPage = { ...page, widgets: { w_own: own, w_beds: { rank: 'a0V', title: { vi: 'Giường' } }, w_late: null } };
    const { page: whole, faults } = derivePage({ page: differences });
    expect(faults).toMatchObject([{ path: '/base/template', code: 'template-missing', details: { name: 'health/overview' } }]);
    expect(checkDocument('page', whole)).toEqual([]);
    expect(whole.widgets).toMatchObject({
      w_own: { use: 'core/value', in: 'sc_own', bind: { main: { from: 'health/bed_occupancy' } } },
      w_beds: { use: 'health/overview', rank: 'a0V', title: { vi: 'Giường' } },
    });
    expect(whole.widgets).not.toHaveProperty('w_late');
    expect(Object.keys(whole.sections).sort()).toEqual(['sc_own', 'sc_rest']);
  });

  test('a page that changes no widget shows one placeholder', () => {
    const { page: whole } = derivePage({ page: { ...page, widgets: {} } });
    expect(Object.values(whole.widgets)).toMatchObject([{ use: 'health/overview' }]);
    const { page: other } = derivePage({ page: { ...page, base: { template: 'pg_h0m3t0an', version: 1 }, widgets: {} } });
    expect(Object.values(other.widgets)).toMatchObject([{ use: 'core/template', title: { vi: 'pg_h0m3t0an' } }]);
    expect(checkDocument('page', other)).toEqual([]);
  });
});

describe('broken parts', () => {
  test('are listed by path and left out, the rest is shown', () => {
    const { page: whole, faults } = derivePage({
      page: {
        ...overview,
        widgets: { ...overview.widgets, w_7f3k9q2d: { ...overview.widgets.w_7f3k9q2d, span: { w: 'wide' }, use: 7 }, w_beds0001: 'bed' },
        links: { ln_a1: { from: 'w_wards001', on: 'select', do: { kind: 'explode' } } },
        profiles: { phone: { widgets: { w_lost: { hide: true } } } },
      } as never,
    });
    expect(faults.map(({ path }) => path)).toEqual([
      '/links/ln_a1/do/kind',
      '/widgets/w_7f3k9q2d/use',
      '/widgets/w_7f3k9q2d/span/h',
      '/widgets/w_7f3k9q2d/span/w',
      '/widgets/w_beds0001',
    ]);
    expect(checkDocument('page', whole)).toEqual([]);
    expect(Object.keys(whole.widgets)).toEqual(['w_7f3k9q2d', 'w_wards001']);
    expect(whole.widgets.w_7f3k9q2d).toMatchObject({ use: 'core/unknown', title: { vi: 'Đúng hạn' } });
  });

  test('of any kind, in page or template, never keep the rest from being shown', () => {
    const random = randomFrom(7);
    for (let round = 0; round < 400; round++) {
      const broken = damaged(
        random() < 0.5 ? overview : { ...page, widgets: { w_beds: { title: { vi: 'Giường' }, span: { w: 8 } }, w_late: null } },
        random,
      );
      const { page: whole } = derivePage({
        page: broken as DerivedPage,
        template: random() < 0.5 ? template : (damaged(template, random) as PageTemplate),
      });
      const left = checkDocument('whole-page', whole).filter(({ path }) => !/^\/(?:kind|format|id|slug|title|level)\b/.test(path));
      expect(left, JSON.stringify(broken)).toEqual([]);
    }
  });

  test('never show more to anybody: a broken rule of access hides what it guards', () => {
    const sections = {
      ...overview.sections,
      sc_kpi: { ...overview.sections.sc_kpi, access: { role: ['leader'] } },
      sc_in: { rank: 'a2', in: 'sc_kpi', layout: { kind: 'flow' } },
    };
    const widgets = {
      ...overview.widgets,
      w_inner: { use: 'core/value', v: 1, in: 'sc_in', rank: 'a0' },
      w_wards001: { ...overview.widgets.w_wards001, classification: 'secret' },
    };
    const { page: whole } = derivePage({ page: { ...overview, links: {}, profiles: {}, sections, widgets } as never });
    expect(whole.widgets).toEqual({});
    expect(Object.keys(whole.sections)).toEqual(['sc_map']);
    expect(derivePage({ page: { ...overview, access: 'leader' } as never }).page).toMatchObject({ sections: {}, widgets: {} });
  });
});

describe('names of a template', () => {
  test('become those of its plugin; core and names in full stay', () => {
    const live = qualifyTemplate(cameras.pages?.live as PageTemplate, 'cameras');
    expect(live.widgets.w_grid).toMatchObject({ use: 'cameras/grid', bind: { cameras: { from: 'cameras/camera' } } });
    const reports = qualifyTemplate(fieldReports.pages?.reports as PageTemplate, 'field-reports');
    expect(reports.widgets).toMatchObject({
      w_ontime01: { use: 'core/value', bind: { main: { from: 'field-reports/on_time_rate_original', where: { ward: { var: 'ward' } } } } },
    });
    expect(reports).toMatchObject({ vars: { ward: { of: 'unit' } }, links: { ln_ward0001: { do: { by: 'unit', var: 'ward' } } } });
  });

  test('in variables and links too', () => {
    const given: PageTemplate = {
      ...template,
      vars: { kind: { kind: 'dimension', of: 'category', rank: 'a0' }, state: { kind: 'dimension', of: 'report.status', rank: 'a1' } },
      links: {
        ln_a: { from: 'w_map', on: 'select', do: { kind: 'highlight', by: 'category' } },
        ln_b: { from: 'w_map', on: 'open', do: { kind: 'detail', use: 'card', bind: { main: { from: 'report' } } } },
        ln_c: { from: 'w_map', on: 'open', do: { kind: 'drill', to: 'reports', carry: [] } },
        ln_d: { from: 'w_map', on: 'open', do: { kind: 'drill', to: 'pg_1', carry: [] } },
      },
    };
    expect(qualifyTemplate(given, 'x-y')).toMatchObject({
      vars: { kind: { of: 'x-y/category' }, state: { of: 'x-y/report.status' } },
      links: {
        ln_a: { do: { by: 'x-y/category' } },
        ln_b: { do: { use: 'x-y/card', bind: { main: { from: 'x-y/report' } } } },
        ln_c: { do: { to: 'x-y/reports' } },
        ln_d: { do: { to: 'pg_1' } },
      },
    });
  });
});

describe('parameters of a template', () => {
  const given: PageTemplate = {
    ...template,
    params: { kind: { kind: 'dimension', of: 'category', rank: 'a0' }, least: { kind: 'number', rank: 'a1', default: 3 } },
    widgets: {
      w_a: {
        use: 'core/table',
        v: 1,
        in: 'sc_a',
        rank: 'a0',
        show: { var: 'kind', is: 'set' },
        options: { var: 'kind' },
        bind: {
          rows: {
            from: 'report',
            where: { category: { var: 'kind' }, count: { gte: { var: 'least' } }, other: { in: ['x', { var: 'kind' }] } },
          },
        },
      },
    },
  };

  test('are fixed by the page that is made from it', () => {
    const { whole, faults } = resolve(
      { base: { template: 'health/overview', version: 1, params: { kind: ['waste', 'lighting'] } } },
      given,
    );
    expect(faults).toEqual([]);
    expect(whole).not.toHaveProperty('params');
    expect(whole.widgets.w_a).toMatchObject({
      show: { all: [] },
      options: { var: 'kind' },
      bind: { rows: { where: { category: { in: ['waste', 'lighting'] }, count: { gte: 3 }, other: { in: ['x', 'waste', 'lighting'] } } } },
    });
  });

  test('without a value drop their test and are listed', () => {
    const { whole, faults } = resolve({ base: { template: 'health/overview', version: 1 } }, given);
    expect(faults).toEqual(['/base/params/kind parameter-missing']);
    expect(whole.widgets.w_a?.bind?.rows?.where).toEqual({ count: { gte: 3 }, other: { in: ['x'] } });
  });
});

/** Numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const junk = [null, -1, '', 'x', true, [], {}, { a: 1 }, { var: 'q' }, { kind: 'flow' }, JSON.parse('{"__proto__": 1}'), { all: [{}] }];

/** The document with some of its places taken out or filled with something else. */
function damaged(document: object, random: () => number): object {
  const copy = structuredClone(document) as Record<string, unknown>;
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
  for (let blows = 1 + random() * 5; blows > 0; blows--) {
    let at = copy;
    for (let depth = 0; depth < 7; depth++) {
      const key = random() < 0.1 && !Array.isArray(at) ? 'constructor' : pick(Object.keys(at));
      if (key === undefined) break;
      const inner = at[key];
      if (random() < 0.7 && typeof inner === 'object' && inner !== null) at = inner as Record<string, unknown>;
      else {
        if (random() < 0.2) delete at[key];
        else at[key] = structuredClone(pick(junk));
        break;
      }
    }
  }
  return copy;
}
