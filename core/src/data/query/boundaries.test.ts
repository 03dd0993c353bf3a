import { defineDataset, type Indicator, type Query, schema } from '@haidang/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import type { DataContext } from '../context.ts';
import type { Database } from '../database.ts';
import { testContext } from '../testing.ts';
import { UnitStore } from '../unit-store.ts';
import type { Unit, UnitLink } from '../units.ts';
import { writeRecords } from '../write.ts';
import { prepareQuery, runQuery } from './query.ts';
import { instant } from './testing.ts';

const crop = defineDataset({
  row: schema({
    required: ['code', 'ward', 'day'],
    properties: {
      code: { type: 'string', format: 'code' },
      ward: { type: 'string', format: 'unit' },
      seen_in: { type: 'string', format: 'unit' },
      day: { type: 'string', format: 'date' },
      kind: { type: 'string', enum: ['rice', 'tea'] },
      people: { type: 'integer' },
      surface: { type: 'number', 'x-unit': 'ha' },
    },
  }),
  key: ['code'],
  time: 'day',
  unit: 'ward',
  history: true,
});

const unit = (key: string, level: Unit['level'], title: string, parent?: string): Unit => {
  const [code = '', version = ''] = key.split('@');
  return { key, code, version, level, title: { vi: title }, validFrom: version, ...(parent && { parent }) };
};

const units: readonly Unit[] = [
  unit('70@2025-03-01', 'province', 'Tỉnh Cũ'),
  unit('700@2025-03-01', 'district', 'Huyện Cũ', '70@2025-03-01'),
  unit('10001@2025-03-01', 'ward', 'Xã Chia', '700@2025-03-01'),
  unit('10002@2025-03-01', 'ward', 'Xã Nhập', '700@2025-03-01'),
  unit('10003@2025-03-01', 'ward', 'Xã Không rõ', '700@2025-03-01'),
  { ...unit('10004@2025-03-01', 'ward', 'Xã Không nối', '700@2025-03-01'), validTo: '2025-07-01' },
  unit('75@2025-07-01', 'province', 'Tỉnh Mới'),
  unit('10001@2025-07-01', 'ward', 'Xã Một', '75@2025-07-01'),
  unit('10002@2025-07-01', 'ward', 'Xã Hai', '75@2025-07-01'),
  unit('10005@2025-07-01', 'ward', 'Xã Năm', '75@2025-07-01'),
  // A list of what changed on that day only.
  unit('75@2026-04-30', 'province', 'Thành phố Mới'),
  unit('10002@2026-04-30', 'ward', 'Phường Hai', '75@2026-04-30'),
  unit('10006@2026-04-30', 'ward', 'Phường Sáu', '75@2026-04-30'),
];

const links: readonly UnitLink[] = [
  { from: '70@2025-03-01', to: '75@2025-07-01', change: 'merged_into' },
  { from: '10001@2025-03-01', to: '10001@2025-07-01', sharePopulation: 0.7, shareArea: 0.4, change: 'split_into' },
  { from: '10001@2025-03-01', to: '10002@2025-07-01', sharePopulation: 0.3, shareArea: 0.6, change: 'split_into' },
  { from: '10002@2025-03-01', to: '10002@2025-07-01', change: 'merged_into' },
  { from: '10003@2025-03-01', to: '10001@2025-07-01', change: 'split_into' },
  { from: '10003@2025-03-01', to: '10005@2025-07-01', change: 'split_into' },
  { from: '75@2025-07-01', to: '75@2026-04-30', change: 'retyped' },
  { from: '10002@2025-07-01', to: '10002@2026-04-30', sharePopulation: 0.9, shareArea: 0.5 },
  { from: '10002@2025-07-01', to: '10006@2026-04-30', sharePopulation: 0.1, shareArea: 0.5 },
];

const indicators: { readonly [name: string]: Indicator } = {
  people_per_ha: { formula: 'sum(crop.people) / sum(crop.surface)', unit: 'người/ha', frequency: 'day' },
  rice_share: { formula: "100 * count(crop where kind = 'rice') / count(crop)", unit: '%', frequency: 'day' },
  kinds: { formula: 'distinct(crop.kind)', unit: '1', frequency: 'day' },
  newest: { formula: 'sum(crop.people where day = latest_date)', unit: 'người', frequency: 'day' },
  per_capita: { formula: '1000 * count(crop) / pop', unit: '1', frequency: 'day' },
};

const count = { n: { fn: 'count' } } as const;

describeDatabases('boundaries in force', (open) => {
  let database: Database;
  let context: DataContext;
  let now: number;
  let code: number;

  beforeEach(async () => {
    database = await open();
    now = instant('2026-11-21T14:32:07');
    code = 0;
    const ioc = { unit: '75@2026-04-30' };
    context = await testContext(database, { datasets: { crop }, indicators, units, links, ioc, clock: { now: () => now } });
  });
  afterEach(() => database.close());

  async function write(...rows: readonly { readonly [field: string]: string | number }[]): Promise<void> {
    const given = rows.map((row, index) => ({ line: index + 1, row: { code: `c${++code}`, day: '2025-05-20', ...row } }));
    const { refused } = await writeRecords(context, {
      dataset: 'test/crop',
      rows: given,
      caller: { id: 'test', language: 'vi', can: () => true },
    });
    expect(refused).toEqual([]);
  }
  const many = (n: number, row: { readonly [field: string]: string | number }) => write(...Array.from({ length: n }, () => row));
  const ask = (query: Omit<Query, 'from'> & { readonly from?: string }) =>
    runQuery(context, { query: { from: 'test/crop', boundaries: 'current', ...query }, caller: localCaller() });
  const rows = async (query: Parameters<typeof ask>[0]) => (await ask(query)).rows;

  test('100 rows of a unit that was divided 0.7 to 0.3 are 70 and 30, together 100', async () => {
    await context.units.reload();
    if (!(context.units instanceof UnitStore)) throw new Error('not the store');
    await context.units.load([], links.slice(0, 6));
    await many(100, { ward: '10001@2025-03-01' });
    now = instant('2025-12-01T08:00:00');
    await context.units.load([], links);
    const { rows, fields, trust } = await ask({ measures: count, by: ['ward'] });
    expect(rows).toEqual([
      ['10001@2025-07-01', 70],
      ['10002@2025-07-01', 30],
    ]);
    expect(fields[0]?.values).toEqual({ '10001@2025-07-01': { vi: 'Xã Một' }, '10002@2025-07-01': { vi: 'Xã Hai' } });
    expect(fields[1]?.type).toBe('number');
    expect(trust).toMatchObject({ n: 100, boundaries: { basis: 'current', version: '2025-07-01' } });
    expect(trust.boundaries?.former).toBeUndefined();
    expect(await rowsOfTotal()).toEqual([[100]]);
  });

  const rowsOfTotal = () => rows({ measures: count });

  test('as of an instant before the newest change the boundaries are those of then', async () => {
    now = instant('2026-03-01T08:00:00');
    await many(100, { ward: '10001@2025-03-01' });
    now = instant('2026-11-21T14:32:07');
    const { rows, trust } = await ask({ measures: count, by: ['ward'], asAt: '2026-04-01T00:00:00+07:00' });
    expect(rows).toEqual([
      ['10001@2025-07-01', 70],
      ['10002@2025-07-01', 30],
    ]);
    expect(trust.boundaries).toEqual({ basis: 'current', version: '2025-07-01' });
  });

  test('changes of changes multiply', async () => {
    await many(100, { ward: '10001@2025-03-01' });
    expect(await rows({ measures: count, by: ['ward'] })).toEqual([
      ['10001@2025-07-01', 70],
      ['10002@2026-04-30', 27],
      ['10006@2026-04-30', 3],
    ]);
  });

  test('surfaces are divided by surface, people and rows by people, also side by side', async () => {
    await many(10, { ward: '10001@2025-03-01', people: 5, surface: 2 });
    const surface = { ha: { fn: 'sum', field: 'surface' } } as const;
    expect(await rows({ measures: surface, by: ['ward'] })).toEqual([
      ['10001@2025-07-01', 8],
      ['10002@2026-04-30', 6],
      ['10006@2026-04-30', 6],
    ]);
    expect(await rows({ measures: { ...count, people: { fn: 'sum', field: 'people' }, ...surface }, by: ['ward'] })).toEqual([
      ['10001@2025-07-01', 7, 35, 8],
      ['10002@2026-04-30', expect.closeTo(2.7, 9), expect.closeTo(13.5, 9), 6],
      ['10006@2026-04-30', expect.closeTo(0.3, 9), expect.closeTo(1.5, 9), 6],
    ]);
  });

  test('rates are made again of converted parts', async () => {
    await write({ ward: '10001@2025-03-01', people: 100, surface: 10 }, { ward: '10001@2025-07-01', people: 10, surface: 1 });
    expect(await rows({ from: 'test/people_per_ha', by: ['ward'] })).toEqual([
      ['10001@2025-07-01', (70 + 10) / (4 + 1)],
      ['10002@2026-04-30', expect.closeTo(27 / 3, 9)],
      ['10006@2026-04-30', expect.closeTo(3 / 3, 9)],
    ]);
  });

  test('figures for so many people go by the people of the unit in force', async () => {
    const people = units.map((each) => (each.key === '10001@2025-07-01' ? { ...each, population: 35_000 } : each));
    await (context.units as UnitStore).load(people, links);
    await many(100, { ward: '10001@2025-03-01' });
    expect((await rows({ from: 'test/per_capita', by: ['ward'] }))[0]).toEqual(['10001@2025-07-01', 2]);
  });

  test('what nothing says how to divide stays with the old unit, and the answer says so', async () => {
    await write({ ward: '10003@2025-03-01' }, { ward: '10004@2025-03-01' }, { ward: '10002@2025-03-01' }, { ward: '10005@2025-07-01' });
    const { rows, trust } = await ask({ measures: count, by: ['ward'] });
    expect(rows).toEqual([
      ['10002@2026-04-30', 0.9],
      ['10003@2025-03-01', 1],
      ['10004@2025-03-01', 1],
      ['10005@2025-07-01', 1],
      ['10006@2026-04-30', 0.1],
    ]);
    expect(trust.boundaries).toEqual({ basis: 'current', version: '2026-04-30', former: 2 });
  });

  test('provinces are those in force, though wards that stay name the former one, or cannot be divided themselves', async () => {
    await write({ ward: '10003@2025-03-01' }, { ward: '10004@2025-03-01' }, { ward: '10005@2025-07-01' }, { ward: '70@2025-03-01' });
    const by = [{ field: 'ward', grain: 'province' }] as const;
    expect(await rows({ measures: count, by })).toEqual([['75@2026-04-30', 4]]);
    expect(await rows({ measures: count, by, boundaries: 'as-reported' })).toEqual([
      ['70@2025-03-01', 3],
      ['75@2025-07-01', 1],
    ]);
    expect(await rows({ measures: count, by: [{ field: 'ward', grain: 'ward' }] })).toEqual([
      ['10003@2025-03-01', 1],
      ['10004@2025-03-01', 1],
      ['10005@2025-07-01', 1],
      [null, 1],
    ]);
  });

  test('filters are on the units in force, also those of one measure', async () => {
    await many(100, { ward: '10001@2025-03-01' });
    await many(20, { ward: '10005@2025-07-01' });
    expect(await rows({ measures: count, where: { ward: '10001@2025-07-01' } })).toEqual([[70]]);
    expect(await rows({ measures: count, where: { not: { ward: '10001@2025-07-01' } } })).toEqual([[50]]);
    expect(await rows({ measures: count, where: { ward: { in: ['10006@2026-04-30', '10005@2025-07-01'] } } })).toEqual([[23]]);
    // A ward that no list has changed since lies in the province in force.
    expect(await rows({ measures: count, where: { ward: { within: '75@2026-04-30' } } })).toEqual([[120]]);
    const measures = { all: { fn: 'count' }, one: { fn: 'count', where: { ward: '10001@2025-07-01' } } } as const;
    expect(await rows({ measures })).toEqual([[120, 70]]);
  });

  test('another unit field of the row is left as it is', async () => {
    await write({ ward: '10001@2025-03-01', seen_in: '10002@2025-03-01' });
    expect(await rows({ measures: count, by: ['seen_in'] })).toEqual([['10002@2025-03-01', 1]]);
  });

  test('what cannot be added up is as reported, and says so', async () => {
    await write({ ward: '10001@2025-03-01', people: 3, kind: 'rice' }, { ward: '10005@2025-07-01', people: 5, kind: 'tea' });
    const asReported = { basis: 'as-reported', version: '2025-03-01', former: 1 };
    for (const fn of ['avg', 'min', 'max', 'median', 'p90', 'last', 'count-distinct'] as const) {
      const { rows, trust } = await ask({ measures: { ...count, of: { fn, field: 'people' } }, by: ['ward'] });
      expect(rows.map(([key]) => key)).toEqual(['10001@2025-03-01', '10005@2025-07-01']);
      expect(trust.boundaries).toEqual(asReported);
    }
    for (const from of ['test/kinds', 'test/newest']) expect((await ask({ from, by: ['ward'] })).trust.boundaries).toEqual(asReported);
    const { rows, trust } = await ask({ select: ['ward'] });
    expect(rows).toEqual([['10001@2025-03-01'], ['10005@2025-07-01']]);
    expect(trust.boundaries).toEqual(asReported);
    expect((await ask({ select: ['code'] })).trust.boundaries).toEqual({ basis: 'as-reported', version: '2026-04-30' });
  });

  test('nothing is said about boundaries unless the query asks', async () => {
    await write({ ward: '10001@2025-03-01' });
    const query: Query = { from: 'test/crop', measures: count, by: ['ward'] };
    expect((await runQuery(context, { query, caller: localCaller() })).trust.boundaries).toBeUndefined();
    expect((await ask({ measures: count })).trust.boundaries).toEqual({ basis: 'current', version: '2026-04-30' });
  });

  test('a floor counts parts of rows as parts', async () => {
    const { 'test/rice_share': entry } = Object.fromEntries(context.registry.indicators);
    if (!entry) throw new Error('no indicator');
    const few = { ...entry, indicator: { ...entry.indicator, atLeast: 3 } };
    context = { ...context, registry: { ...context.registry, indicators: new Map([['test/rice_share', few]]) } };
    await many(4, { ward: '10001@2025-03-01', kind: 'rice' });
    expect(await rows({ from: 'test/rice_share', by: ['ward'] })).toEqual([
      ['10001@2025-07-01', null],
      ['10002@2026-04-30', null],
      ['10006@2026-04-30', null],
    ]);
    expect(await rows({ from: 'test/rice_share', by: [{ field: 'ward', grain: 'province' }] })).toEqual([['75@2026-04-30', 100]]);
  });

  test('a list counts from its day on, which wakes an answer', async () => {
    await many(10, { ward: '10002@2025-07-01' });
    now = instant('2026-04-29T23:59:00');
    await (context.units as UnitStore).load([], links);
    const query: Query = { from: 'test/crop', boundaries: 'current', measures: count, by: ['ward'] };
    const prepared = prepareQuery(context, { query, caller: localCaller() });
    const before = await prepared.run();
    expect(before.result.rows).toEqual([['10002@2025-07-01', 10]]);
    expect(before.wakeAt).toBe(instant('2026-04-30T00:00:00'));
    now = instant('2026-04-30T00:00:00');
    const after = await prepared.run();
    expect(after.result.rows).toEqual([
      ['10002@2026-04-30', 9],
      ['10006@2026-04-30', 1],
    ]);
    expect(after.wakeAt).toBeUndefined();
  });

  test('links that come later count at once', async () => {
    await write({ ward: '10004@2025-03-01' });
    expect(await rows({ measures: count, by: ['ward'] })).toEqual([['10004@2025-03-01', 1]]);
    await (context.units as UnitStore).load([], [...links, { from: '10004@2025-03-01', to: '10005@2025-07-01' }]);
    expect(await rows({ measures: count, by: ['ward'] })).toEqual([['10005@2025-07-01', 1]]);
  });

  test('shares that do not make a whole convert nothing', async () => {
    const wrong = links.map((link) => (link.sharePopulation === 0.7 ? { ...link, sharePopulation: 0.6 } : link));
    await (context.units as UnitStore).load([], wrong);
    await write({ ward: '10001@2025-03-01' });
    expect(await rows({ measures: count, by: ['ward'] })).toEqual([['10001@2025-03-01', 1]]);
  });

  test('a scope speaks of rows as they are reported', async () => {
    await many(10, { ward: '10001@2025-03-01' });
    await many(10, { ward: '10001@2025-07-01' });
    const caller = { ...localCaller(), rows: () => ({ ward: '10001@2025-03-01' }) };
    const query: Query = { from: 'test/crop', boundaries: 'current', measures: count, by: ['ward'] };
    const result = await runQuery(context, { query, caller });
    expect(result.rows).toEqual([
      ['10001@2025-07-01', 7],
      ['10002@2026-04-30', expect.closeTo(2.7, 9)],
      ['10006@2026-04-30', expect.closeTo(0.3, 9)],
    ]);
  });

  test('illustrative rows are counted once', async () => {
    await writeRecords(context, {
      dataset: 'test/crop',
      rows: [{ line: 1, row: { code: 's', day: '2025-05-20', ward: '10001@2025-03-01' } }],
      caller: { id: 'test', language: 'vi', can: () => true },
      sample: true,
    });
    expect((await ask({ measures: count, by: ['ward'] })).trust).toMatchObject({ n: 1, sample: 1 });
  });
});
