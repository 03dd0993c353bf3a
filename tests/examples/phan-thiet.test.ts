import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DerivedPage, GeoArea, GeoRing } from '@haidang/sdk';
import { canonical, checkDocument, resolvePage } from '@haidang/sdk/documents';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { readMapFiles } from '../../core/src/documents/map/map-files.ts';
import { readUnitLinks, readUnits } from '../../core/src/documents/unit-files.ts';
import { records as ofCore } from '../../core/src/records/records.ts';
import { generateSample } from '../../core/src/sample/generate.ts';
import { readSample } from '../../core/src/sample/load.ts';
import type { Row } from '../../core/src/sample/plan.ts';
import { tetOf } from '../../core/src/time/lunar.ts';
import plugin from '../../plugins/field-reports/plugin.ts';

const folder = fileURLToPath(new URL('../../examples/phan-thiet', import.meta.url));
const units = await readUnits(folder);
const links = await readUnitLinks(folder);
const { records, streams } = await readSample(folder);
const of = (code: string, version: string) => units.find((unit) => unit.key === `${code}@${version}`);

describe('documents', () => {
  const files = ['ioc.json', ...readdirSync(join(folder, 'pages')).map((name) => join('pages', name))];

  test.each(files)('%s is valid and in canonical form', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(checkDocument(file === 'ioc.json' ? 'ioc' : 'page', JSON.parse(text))).toEqual([]);
    expect(text).toBe(canonical(JSON.parse(text)));
  });

  const derived = files.flatMap((file) => {
    const page: Partial<DerivedPage> = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return 'base' in page ? [[file, page as DerivedPage] as const] : [];
  });

  test.each(derived)('%s stands on its template without faults', (_, page) => {
    const template = plugin.pages?.[page.base.template.replace('field-reports/', '')];
    expect(template).toBeDefined();
    expect(resolvePage({ page, template, since: '2026-11-21T00:00:00Z' }).problems).toEqual([]);
  });
});

describe('units', () => {
  test('are the 15 of the old list and the 7 of the new one, under their city and provinces', () => {
    const wards = units.filter(({ level }) => level === 'ward');
    expect(wards.filter(({ parent }) => parent === '593@2025-03-01')).toHaveLength(15);
    expect(wards.filter(({ parent }) => parent === '68@2025-07-01')).toHaveLength(7);
    expect(of('593', '2025-03-01')).toMatchObject({ level: 'district', parent: '60@2025-03-01' });
    expect(new Set(units.map(({ key }) => key)).size).toBe(units.length);
  });

  test('of one code are told apart by their version', () => {
    expect(of('22918', '2025-03-01')?.title.vi).toBe('Phường Hàm Tiến');
    expect(of('22918', '2025-07-01')?.title.vi).toBe('Phường Mũi Né');
    expect(of('22915', '2025-03-01')?.title.vi).toBe('Phường Mũi Né');
    expect(of('22915', '2025-07-01')).toBeUndefined();
    expect(of('22966', '2025-03-01')?.title.vi).toBe('Xã Tiến Thành');
    expect(of('22954', '2025-07-01')?.title.vi).toBe('Phường Tiến Thành');
  });

  test('follow one another on 2025-07-01', () => {
    for (const { version, validFrom, validTo } of units) {
      expect(validFrom).toBe(version);
      expect(validTo).toBe(version === '2025-03-01' ? '2025-07-01' : undefined);
    }
  });

  test('have a name in English, a legal source, and a point in the province', () => {
    for (const { title, legal, point, pointKm, level } of units) {
      expect(title.en).toMatch(/(Ward|Commune|City|Province)$/);
      expect(legal).toBeTruthy();
      expect(pointKm).toBeGreaterThan(0);
      if (level !== 'ward') continue;
      expect(point?.[0]).toBeGreaterThan(107.9);
      expect(point?.[0]).toBeLessThan(108.4);
      expect(point?.[1]).toBeGreaterThan(10.75);
      expect(point?.[1]).toBeLessThan(11.05);
    }
  });

  test('went over whole, each old ward to one new one', () => {
    const keys = new Set(units.map(({ key }) => key));
    for (const { from, to } of links) expect([keys.has(from), keys.has(to)]).toEqual([true, true]);
    const ofWards = links.filter(({ from }) => of(from.split('@')[0] ?? '', '2025-03-01')?.level === 'ward');
    expect(new Set(ofWards.map(({ from }) => from)).size).toBe(15);
    expect(ofWards).toHaveLength(15);
    expect(ofWards.every(({ sharePopulation, shareArea }) => sharePopulation === 1 && shareArea === 1)).toBe(true);
    expect(
      links
        .filter(({ from }) => from === '593@2025-03-01')
        .map(({ to }) => to)
        .sort(),
    ).toEqual([...new Set(ofWards.map(({ to }) => to))].sort());
  });
});

describe('map', async () => {
  const { boundaries, outline, land, roads, sources, faults } = await readMapFiles(folder, new Set(units.map(({ key }) => key)));

  test('is a sketch of the coast and the roads that says so, in both languages, and has no boundaries', () => {
    expect(faults).toEqual([]);
    expect(sources).toEqual([{ vi: expect.stringContaining('tự vẽ'), en: expect.stringContaining('by the authors') }]);
    expect([boundaries.size, roads?.coordinates.length]).toEqual([0, 3]);
    expect(outline?.coordinates.flat().length).toBeLessThanOrEqual(90);
  });

  test('holds the points of all wards, old and new', () => {
    const wards = units.filter(({ level }) => level === 'ward');
    expect(wards.filter(({ point }) => !point || !isOn(outline, point)).map(({ title }) => title.vi)).toEqual([]);
  });

  test('has one coast: the outline meets the sea where the land does', () => {
    const coast = new Set(ringsOf(land).flat().map(String));
    const shared = ringsOf(outline)
      .flat()
      .filter((position) => coast.has(String(position)));
    expect(shared.length).toBeGreaterThan(30);
    const inland = ringsOf(outline)
      .flat()
      .filter((position) => !coast.has(String(position)));
    expect(inland.filter((position) => !isOn(land, position))).toEqual([]);
  });
});

describe('records', () => {
  const ajv = addFormats.default(new Ajv({ strict: false }));
  for (const format of ['unit', 'code', 'text', 'geo-point']) ajv.addFormat(format, true);
  const validator = (dataset: string) => {
    const [owner, name = ''] = dataset.split('/');
    return ajv.compile((owner === 'core' ? ofCore : plugin).datasets?.[name]?.row ?? false);
  };
  const codes = (dataset: string, field: string) => new Set(records.get(dataset)?.map((row) => row[field]));
  const categories = codes('field-reports/category', 'category_code');
  const agencies = codes('core/agency', 'agency_code');

  test.each(['field-reports/category', 'core/agency'])('of %s fit the dataset, one code each, in both languages', (dataset) => {
    const rows = records.get(dataset) ?? [];
    const isValid = validator(dataset);
    for (const row of rows) expect(isValid(row), JSON.stringify(isValid.errors)).toBe(true);
    expect(rows.length).toBeGreaterThanOrEqual(20);
    expect(codes(dataset, `${dataset.split('/')[1]}_code`).size).toBe(rows.length);
    expect(rows.every(({ name_en }) => name_en)).toBe(true);
    for (const { ward } of rows) if (ward !== undefined) expect(units.map(({ key }) => key)).toContain(ward);
  });

  describe('of the working calendar', () => {
    const rows = records.get('core/working_calendar') ?? [];
    const day = 86_400_000;
    const weekday = (date: unknown) => new Date(`${date}T00:00:00Z`).getUTCDay();
    const off = new Set(rows.filter(({ is_working }) => is_working === false).map(({ date }) => String(date)));
    const years = [2025, 2026, 2027];

    test('fit the dataset, one row a day, each with its basis', () => {
      const isValid = validator('core/working_calendar');
      for (const row of rows) {
        expect(isValid(row), JSON.stringify(isValid.errors)).toBe(true);
        expect(row.legal_ref, JSON.stringify(row)).toMatch(/\d/);
        expect(row.shifts).toHaveLength(row.is_working ? 2 : 0);
      }
      expect(new Set(rows.map(({ date }) => date)).size).toBe(rows.length);
    });

    test.each(years)('hold all eleven days of Article 112 in %s, Tết as the moon has it', (year) => {
      for (const date of ['01-01', '04-30', '05-01', '09-02']) expect(off).toContain(`${year}-${date}`);
      expect(off.has(`${year}-09-01`) || off.has(`${year}-09-03`)).toBe(true);
      const tet = tetOf(year);
      const around = [-2, -1, 0, 1, 2, 3].map((days) => new Date(tet + days * day).toISOString().slice(0, 10));
      expect(around.filter((date) => off.has(date))).toHaveLength(5);
      expect(off).toContain(around[2]);
    });

    test('give a day for every holiday at a weekend, and a Saturday for every day that was exchanged', () => {
      const atWeekend = [...off].filter((date) => [0, 6].includes(weekday(date)));
      const inReturn = rows.filter(({ note }) => /^Nghỉ bù/.test(String(note)));
      expect(inReturn).toHaveLength(atWeekend.length);
      const worked = rows.filter(({ is_working }) => is_working);
      const exchanged = rows.filter(({ note }) => /^Nghỉ hoán đổi/.test(String(note)));
      expect(worked.map(({ date }) => weekday(date))).toEqual(exchanged.map(() => 6));
      for (const { date } of [...inReturn, ...exchanged]) expect([0, 6]).not.toContain(weekday(date));
    });
  });

  describe('that are illustrative', () => {
    const stream = streams.get('field-reports/report');
    if (!stream) throw new Error('no description of reports');
    const end = Date.parse('2026-11-20T14:32:07+07:00');
    const rows = [...generateSample({ stream, to: end })];
    const ms = (value: unknown) => Date.parse(String(value));
    const share = (isOne: (row: Row) => boolean, among = rows) => among.filter(isOne).length / among.length;
    const counts = (row: Row) => !['rejected', 'withdrawn', 'duplicate'].includes(String(row.status));

    test('are 13 months of 100 to 160 a day', () => {
      expect(ms(rows[0]?.reported_at)).toBeLessThan(Date.parse('2025-10-21T00:00:00+07:00'));
      expect(rows.length / 396).toBeGreaterThan(110);
      expect(rows.length / 396).toBeLessThan(150);
      const days = new Map<string, number>();
      for (const { reported_at } of rows) days.set(String(reported_at).slice(0, 10), (days.get(String(reported_at).slice(0, 10)) ?? 0) + 1);
      const usual = [...days].filter(([day]) => day > '2025-10-20' && day < '2026-11-20' && !(day >= '2026-02-15' && day <= '2026-02-21'));
      expect(usual.filter(([, count]) => count < 75 || count > 200)).toEqual([]);
      expect(days.get('2026-02-17')).toBeLessThan(75);
    });

    test('lie on land, but for a few at the edge', async () => {
      const { outline } = await readMapFiles(folder, new Set());
      const points = rows.flatMap(({ location }) =>
        typeof location === 'object' && location !== null && 'coordinates' in location
          ? [location.coordinates as unknown as readonly [number, number]]
          : [],
      );
      expect(points.length / rows.length).toBeGreaterThan(0.9);
      expect(points.filter((point) => !isOn(outline, point)).length / points.length).toBeLessThan(0.01);
    });

    test('fit the dataset and refer to what there is', () => {
      const isValid = validator('field-reports/report');
      const current = new Set(units.filter(({ version }) => version === '2025-07-01').map(({ key }) => key));
      for (const row of rows) {
        if (!isValid(row)) throw new Error(`${JSON.stringify(row)}: ${JSON.stringify(isValid.errors)}`);
        if (!categories.has(row.category_code ?? null)) throw new Error(`category of ${JSON.stringify(row)}`);
        if (row.lead_agency !== undefined && !agencies.has(row.lead_agency)) throw new Error(`agency of ${JSON.stringify(row)}`);
        if (!current.has(String(row.ward))) throw new Error(`unit of ${JSON.stringify(row)}`);
      }
      expect(new Set(rows.map(({ report_code }) => report_code)).size).toBe(rows.length);
    });

    test('name nobody', () => {
      for (const row of rows) for (const field of ['reporter_name', 'reporter_phone', 'description']) expect(row).not.toHaveProperty(field);
    });

    test('cover every ward, category, channel and hour', () => {
      const values = (field: string) => new Set(rows.map((row) => row[field]));
      expect(values('ward').size).toBe(7);
      expect(values('category_code')).toEqual(categories);
      expect(values('channel').size).toBe(10);
      expect(new Set(rows.map(({ reported_at }) => String(reported_at).slice(11, 13))).size).toBe(24);
      expect(share((row) => /T0[0-4]/.test(String(row.reported_at)))).toBeLessThan(0.05);
      expect(share((row) => /T(08|09|10)/.test(String(row.reported_at)))).toBeGreaterThan(0.2);
      for (const ward of values('ward')) expect(share((row) => row.ward === ward)).toBeGreaterThan(0.03);
    });

    test('have the floods of the rainy season', () => {
      const floods = (month: string) =>
        share(
          (row) => row.category_code === 'drainage.flooding',
          rows.filter(({ reported_at }) => String(reported_at).startsWith(month)),
        );
      expect(floods('2026-09')).toBeGreaterThan(3 * floods('2026-02'));
    });

    test('happen in order, and none of it after the end', () => {
      for (const { reported_at, accepted_at, answered_at, closed_at } of rows) {
        const steps = [reported_at, accepted_at, answered_at, closed_at].filter((value) => value !== undefined).map(ms);
        if (steps.some((step, index) => step > end || step < (steps[index - 1] ?? 0)))
          throw new Error(JSON.stringify({ reported_at, accepted_at, answered_at, closed_at }));
      }
    });

    test('are mostly done; what is open is recent, and a little is overdue', () => {
      const isOpen = (row: Row) => counts(row) && !['resolved', 'closed_no_action'].includes(String(row.status));
      const open = rows.filter(isOpen);
      expect(open.length).toBeGreaterThan(80);
      expect(open.length).toBeLessThan(500);
      expect(share((row) => ms(row.reported_at) > end - 14 * 86_400_000, open)).toBeGreaterThan(0.9);
      const overdue = open.filter(
        (row) => ms(row.due_at) < end && !['answered', 'info_requested', 'emergency'].includes(String(row.status)),
      );
      expect(overdue.length).toBeGreaterThan(2);
      expect(overdue.length).toBeLessThan(60);
    });

    test('are mostly on time, and extensions make them look better', () => {
      const month = end - 30 * 86_400_000;
      const onTime = (due: string) => {
        const judged = rows.filter((row) => counts(row) && ms(row[due]) >= month && ms(row[due]) < end);
        return share((row) => row.answered_at !== undefined && ms(row.answered_at) <= ms(row[due]), judged);
      };
      expect(onTime('original_due_at')).toBeGreaterThan(0.8);
      expect(onTime('original_due_at')).toBeLessThan(0.94);
      expect(onTime('due_at')).toBeGreaterThan(onTime('original_due_at') + 0.02);
    });
  });
});

function ringsOf(area: GeoArea | undefined): readonly GeoRing[] {
  if (!area) return [];
  return area.type === 'Polygon' ? area.coordinates : area.coordinates.flat();
}

/** Whether a point lies in an area: a line from it to the east crosses an odd number of edges. */
function isOn(area: GeoArea | undefined, [x, y]: readonly [number, number]): boolean {
  let isInside = false;
  for (const ring of ringsOf(area)) {
    for (const [index, [x2, y2]] of ring.entries()) {
      const [x1, y1] = ring[index - 1] ?? [x2, y2];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isInside = !isInside;
    }
  }
  return isInside;
}
