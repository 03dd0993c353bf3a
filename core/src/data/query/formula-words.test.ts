import { defineDataset, geoPoint, type Indicator, type Query, schema } from '@haidang/sdk';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { type Caller, localCaller } from '../../access/caller.ts';
import { records } from '../../records/records.ts';
import type { Row } from '../cells.ts';
import type { DataContext } from '../context.ts';
import type { Database } from '../database.ts';
import { testContext } from '../testing.ts';
import { UnitStore } from '../unit-store.ts';
import type { Unit } from '../units.ts';
import { writeRecords } from '../write.ts';
import { prepareQuery, runQuery } from './query.ts';
import { instant } from './testing.ts';

const code = { type: 'string', format: 'code' } as const;
const moment = { type: 'string', format: 'date-time' } as const;
const unitOf = { type: 'string', format: 'unit' } as const;

const visit = defineDataset({
  row: schema({
    required: ['site', 'day'],
    properties: { site: code, day: { type: 'string', format: 'date' }, ward: unitOf, n: { type: 'number' }, round: code },
  }),
  key: ['site', 'day'],
  time: 'day',
  unit: 'ward',
});
const station = defineDataset({ row: schema({ required: ['code'], properties: { code, state: code } }), key: ['code'] });
const reading = defineDataset({
  row: schema({
    required: ['station', 'at'],
    properties: { station: { type: 'string', 'x-ref': 'station' }, at: moment, ends: moment, place: geoPoint, level: { type: 'number' } },
  }),
  key: ['station', 'at'],
  time: 'at',
});
const alert = defineDataset({
  row: schema({
    required: ['id', 'cap_status', 'msg_type', 'sent', 'expires'],
    properties: {
      id: code,
      cap_status: code,
      msg_type: code,
      effective: moment,
      sent: moment,
      expires: moment,
      area: { type: 'object', format: 'geo-polygon' },
    },
  }),
  key: ['id'],
});
const counted = defineDataset({ row: schema({ required: ['k'], properties: { k: code } }), key: ['k'], regime: 'statistical' });
const own = defineDataset({ row: schema({ required: ['k'], properties: { k: code } }), key: ['k'], regime: 'operational' });

const unit = (key: string, level: Unit['level'], parent?: string, population?: number): Unit => {
  const [number = '', version = ''] = key.split('@');
  return {
    key,
    code: number,
    version,
    level,
    title: { vi: key },
    validFrom: version,
    ...(parent && { parent }),
    ...(population !== undefined && { population }),
  };
};
const [province, a, b, c] = ['68@2025-07-01', '1@2025-07-01', '2@2025-07-01', '3@2026-12-01'];
const units = [unit(province, 'province'), unit(a, 'ward', province, 1000), unit(b, 'ward', province, 3000)];

const indicators = {
  newest: 'sum(visit.n where day=latest_date)',
  newest_round: "count(visit where round=latest_round and site!='x')",
  last: 'latest(visit.n)',
  last_of_a: `latest(visit.n where site='s1' and ward='${a}')`,
  per_1000: '1000*sum(visit.n)/pop',
  wards_seen: '100*distinct(visit.ward)/communes_total',
  elsewhere: 'count(visit where ward!=this_unit)',
  released: '100*count(core/indicator_value where released_at in period and on_calendar(indicator_code))/expected_releases(period)',
  reached: '100*count(core/plan_target where year=this_year and on_track(indicator_code))/count(core/plan_target where year=this_year)',
  moved: '100*count(station)/legacy_users',
  warned: 'count(reading where in_alert_area(place))',
  worked: 'sum(whours(reading.at,reading.ends))',
  quick: 'count(reading where whours(at,ends)<=8)',
  mixed: 'count(own)/indicator(people)',
  people: 'count(counted)',
};

interface At {
  readonly context: DataContext;
  setNow(text: string): void;
  write(dataset: string, rows: readonly Row[]): Promise<void>;
  rows(query: Query, caller?: Caller): Promise<readonly (readonly unknown[])[]>;
}

async function openAt(database: Database): Promise<At> {
  let now = instant('2026-11-21T14:32:07');
  const core = Object.fromEntries(Object.entries(records.datasets ?? {}).map(([name, dataset]) => [`core/${name}`, dataset]));
  const context = await testContext(database, {
    datasets: { ...core, 'public-alerts/alert': alert, visit, station, reading, counted, own },
    indicators: Object.fromEntries(
      Object.entries(indicators).map(([name, formula]): [string, Indicator] => [name, { formula, unit: '1', frequency: 'day' }]),
    ),
    units,
    ioc: { unit: province },
    clock: { now: () => now },
  });
  return {
    context,
    setNow: (text) => {
      now = instant(text);
    },
    async write(dataset, rows) {
      const { refused } = await writeRecords(context, {
        dataset,
        rows: rows.map((row, index) => ({ line: index + 1, row })),
        caller: { id: 'test', language: 'vi', can: () => true, isSystem: true },
      });
      if (refused.length > 0) throw new Error(JSON.stringify(refused));
    },
    rows: async (query, caller = localCaller()) => (await runQuery(context, { query, caller })).rows,
  };
}

const without = (permission: string): Caller => ({ ...localCaller(), can: (each) => each !== permission });
const square = (west: number, south: number, size: number) =>
  [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ] as const;

describeDatabases('words of the formula language', (open) => {
  let at: At;
  const value = async (name: string, more: object = {}, caller?: Caller) =>
    (await at.rows({ from: `test/${name}`, ...more }, caller))[0]?.[0];
  beforeAll(async () => {
    at = await openAt(await open());
    const point = (longitude: number, latitude: number) => ({ type: 'Point', coordinates: [longitude, latitude] });
    await at.write('test/visit', [
      { site: 's1', day: '2026-11-10', ward: a, n: 1, round: 'r1' },
      { site: 's1', day: '2026-11-12', ward: a, n: 10, round: 'r2' },
      { site: 's2', day: '2026-11-12', ward: a, n: 100, round: 'r2' },
      { site: 's3', day: '2026-11-11', ward: b, n: 1000, round: 'r2' },
      { site: 's4', day: '2026-10-31', ward: b, n: 10_000, round: 'r1' },
      { site: 's5', day: '2026-11-09', n: 100_000, round: 'r1' },
      { site: 's5', day: '2026-11-08', n: 5, round: 'r1' },
      { site: 's9', day: '2026-11-12', ward: a, round: 'r2' },
    ]);
    await at.write('test/station', [
      { code: 'k1', state: 'runs' },
      { code: 'k2', state: 'runs' },
      { code: 'k3', state: 'broken' },
    ]);
    await at.write('test/reading', [
      // Friday afternoon until Monday morning, over a day off: 1 h + 2.5 h.
      { station: 'k1', at: '2026-11-20T16:00:00+07:00', ends: '2026-11-23T10:00:00+07:00', place: point(108.5, 11.5) },
      // Back in time, in the night, and nothing.
      { station: 'k2', at: '2026-11-18T10:00:00+07:00', ends: '2026-11-18T08:00:00+07:00', place: point(108.95, 11.95) },
      { station: 'k1', at: '2026-11-18T18:00:00+07:00', ends: '2026-11-19T06:00:00+07:00', place: point(109.5, 11.5) },
      { station: 'k2', at: '2026-11-18T19:00:00+07:00' },
    ]);
  });
  beforeEach(() => at.setNow('2026-11-21T14:32:07'));

  test('the newest rows are told by unit, rows without one apart', async () => {
    expect(await value('newest')).toBe(110 + 1000 + 100_000);
    expect(await value('newest_round')).toBe(5);
    expect(await at.rows({ from: 'test/newest', by: ['ward'] })).toEqual([
      [a, 110],
      [b, 1000],
      [null, 100_000],
    ]);
  });

  test('the newest are those of the period, of the filter and of the reader', async () => {
    const { period } = await runQuery(at.context, { query: { from: 'test/newest', time: { said: '10/2026' } }, caller: localCaller() });
    expect(period?.from).toBe('2026-10-01T00:00:00+07:00');
    expect(await value('newest', { time: { said: '10/2026' } })).toBe(10_000);
    expect(await value('newest', { where: { n: { lt: 50 } } })).toBe(10 + 5);
    const scoped: Caller = { ...localCaller(), rows: (name) => (name === 'test/visit' ? { day: { lt: '2026-11-11' } } : undefined) };
    expect(await value('newest', {}, scoped)).toBe(1 + 10_000 + 100_000);
    expect(await value('newest', { time: 'month', compare: ['previous'] })).toBe(110 + 1000 + 100_000);
  });

  test('the newest value is that of the greatest time and key, where it has one', async () => {
    expect(await value('last')).toBe(100);
    expect(await value('last_of_a')).toBe(10);
    expect(await value('last', { time: { from: '2026-11-01', to: '2026-11-11' } })).toBe(1);
    expect(await value('last', { time: { from: '2027-11-01', to: '2027-11-11' } })).toBeNull();
    expect(await at.rows({ from: 'test/last', by: ['ward'] })).toEqual([
      [a, 100],
      [b, 1000],
      [null, 100_000],
    ]);
  });

  test('people are those of the unit asked about', async () => {
    const all = 1 + 10 + 100 + 1000 + 10_000 + 100_000 + 5;
    expect(await value('per_1000')).toBe((1000 * all) / 4000);
    expect(await at.rows({ from: 'test/per_1000', by: ['ward'] })).toEqual([
      [a, 111],
      [b, (1000 * 11_000) / 3000],
      [null, null],
    ]);
    expect(await value('per_1000', { where: { ward: a } })).toBe(111);
    expect(await value('per_1000', { where: { all: [{ ward: { in: [a, b] } }, { n: { lt: 50 } }] } })).toBe((1000 * 11) / 4000);
    expect(await value('per_1000', { where: { ward: { within: 'this_unit' } } })).toBe((1000 * 11_111) / 4000);
    expect(await at.rows({ from: 'test/per_1000', by: [{ field: 'ward', grain: 'province' }] })).toEqual([
      [province, (1000 * 11_111) / 4000],
      [null, null],
    ]);
  });

  test('wards are those in force; units that come move them at once, and time at midnight', async () => {
    expect(await value('wards_seen')).toBe(100);
    expect(await at.rows({ from: 'test/wards_seen', by: ['ward'], where: { ward: { empty: false } } })).toEqual([
      [a, 100],
      [b, 100],
    ]);
    const prepared = prepareQuery(at.context, { query: { from: 'test/wards_seen' }, caller: localCaller() });
    expect(prepared.datasets).toContain('unit');
    if (!(at.context.units instanceof UnitStore)) throw new Error('not the store');
    await at.context.units.bring([unit(c, 'ward', province)], 'test');
    const { result, wakeAt } = await prepared.run();
    expect(result.rows).toEqual([[100]]);
    expect(wakeAt).toBe(instant('2026-11-22T00:00:00'));
    at.setNow('2026-12-01T00:00:00');
    expect((await prepared.run()).result.rows).toEqual([[(100 * 2) / 3]]);
  });

  test('this_unit is the unit of the centre', async () => {
    expect(await value('elsewhere')).toBe(6);
  });

  describe('of governance', () => {
    const figure = (indicator_code: string, period_end: string, value: number, more: object = {}) => ({
      indicator_code,
      period_type: 'month',
      period_start: `${period_end.slice(0, 8)}01`,
      period_end,
      unit: province,
      vintage: 1,
      value,
      value_status: 'official',
      ...more,
    });
    const target = (indicator_code: string, more: object = {}) => ({
      indicator_code,
      year: 2026,
      unit: province,
      target_value: 120,
      target_kind: 'at_least',
      ...more,
    });
    const release = (indicator_code: string, period_start: string, due_at: string) => ({
      indicator_code,
      period_start,
      period_end: period_start,
      due_at,
      state: 'due',
    });
    beforeAll(async () => {
      await at.write('core/indicator_value', [
        figure('even', '2026-06-30', 59),
        figure('even', '2026-06-30', 60, { vintage: 2, released_at: '2026-11-05T08:00:00+07:00' }),
        figure('even', '2025-12-31', 1),
        // Newer, but of a part of the province, or of a part of the figure.
        figure('even', '2026-07-31', 1, { unit: a }),
        figure('even', '2026-08-31', 1, { breakdown: 'sector:industry' }),
        figure('short', '2026-06-29', 50, { released_at: '2026-11-06T08:00:00+07:00' }),
        figure('path', '2026-02-28', 6, { released_at: '2026-11-07T08:00:00+07:00' }),
        figure('under', '2026-12-31', 121),
        figure('early', '2026-01-15', 1000),
        figure('legacy_users', '2026-01-31', 4),
        figure('legacy_users', '2026-02-28', 6),
      ]);
      await at.write('core/plan_target', [
        target('even'),
        target('short', { target_value: 119 }),
        target('path', { monthly_path: [1, 6, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110] }),
        target('under', { target_kind: 'at_most' }),
        target('early', { monthly_path: [1, 6, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110] }),
        target('unknown'),
        target('before', { year: 2025 }),
      ]);
      await at.write('core/release_calendar', [
        release('even', '2026-06-01', '2026-11-05T08:00:00+07:00'),
        release('short', '2026-06-01', '2026-11-06T07:59:59+07:00'),
        release('path', '2026-01-01', '2026-11-10T08:00:00+07:00'),
        release('other', '2026-06-01', '2026-11-30T08:00:00+07:00'),
        release('other', '2026-07-01', '2026-12-01T00:00:00+07:00'),
      ]);
    });

    test('a target is on track by the newest figure of its year', async () => {
      // even: 60 of 120 × 6/12; short: 50 of 119 × 5/12; path: 6 of 6; under: 121 of at most 120; early: no month is over; unknown: nothing.
      expect(await value('reached')).toBe((100 * 3) / 6);
      expect(await at.rows({ from: 'test/reached', by: ['indicator_code'], where: { indicator_code: { in: ['even', 'under'] } } })).toEqual(
        [
          ['even', 100],
          ['under', 0],
        ],
      );
    });

    test('releases are expected by the calendar, and kept to by the period', async () => {
      expect(await value('released', { time: 'month' })).toBe(100 / 4);
      expect(await value('released', { time: { said: '12/2026' } })).toBe(0);
      await expect(value('released')).rejects.toMatchObject({ code: 'bad-request', details: { path: 'time' } });
    });

    test('a constant is the newest value under its name', async () => {
      expect(await value('moved')).toBe(50);
    });

    test('what a word reads is for those who may read it, in their rows, and moves the answer', async () => {
      for (const [name, dataset] of [
        ['reached', 'core/indicator_value'],
        ['released', 'core/release_calendar'],
        ['moved', 'core/indicator_value'],
      ] as const) {
        const query: Query = { from: `test/${name}`, time: 'month' };
        expect(prepareQuery(at.context, { query, caller: localCaller() }).datasets).toContain(dataset);
        await expect(at.rows(query, without(`${dataset}.read`))).rejects.toMatchObject({ code: 'forbidden', details: { dataset } });
      }
      const scoped = (dataset: string): Caller => ({
        ...localCaller(),
        rows: (name) => (name === dataset ? { indicator_code: { in: ['path'] } } : undefined),
      });
      expect(await value('reached', {}, scoped('core/indicator_value'))).toBe(100 / 6);
      expect(await value('moved', {}, scoped('core/indicator_value'))).toBeNull();
      expect(await value('released', { time: 'month' }, scoped('core/release_calendar'))).toBe(0);
    });
  });

  test('a warning holds where and while it is in force', async () => {
    expect(await value('warned')).toBe(0);
    const warning = (id: string, more: object = {}) => ({
      id,
      cap_status: 'Actual',
      msg_type: 'Alert',
      sent: '2026-11-21T08:00:00+07:00',
      expires: '2026-11-21T20:00:00+07:00',
      area: { type: 'Polygon', coordinates: [square(108, 11, 1), square(108.9, 11.9, 0.09)] },
      ...more,
    });
    await at.write('public-alerts/alert', [
      warning('real'),
      warning('east', {
        area: { type: 'MultiPolygon', coordinates: [[square(120, 0, 1)], [square(109, 11, 1)]] },
        effective: '2026-11-21T15:00:00+07:00',
      }),
      warning('exercise', { cap_status: 'Exercise', area: { type: 'Polygon', coordinates: [square(100, 0, 20)] } }),
      warning('taken back', { msg_type: 'Cancel', area: { type: 'Polygon', coordinates: [square(100, 0, 20)] } }),
      warning('over', { expires: '2026-11-21T14:32:07+07:00', area: { type: 'Polygon', coordinates: [square(100, 0, 20)] } }),
      warning('nowhere', { area: undefined }),
    ]);
    const prepared = prepareQuery(at.context, { query: { from: 'test/warned' }, caller: localCaller() });
    expect(prepared.datasets).toContain('public-alerts/alert');
    const { result, wakeAt } = await prepared.run();
    // One place is inside, one in the hole, one where it is still to come.
    expect(result.rows).toEqual([[1]]);
    expect(wakeAt).toBe(instant('2026-11-21T14:33:00'));
    at.setNow('2026-11-21T15:00:00');
    expect((await prepared.run()).result.rows).toEqual([[2]]);
    at.setNow('2026-11-21T20:00:00');
    expect((await prepared.run()).result.rows).toEqual([[0]]);
  });

  test('working hours follow the calendar of the province', async () => {
    expect(await value('worked')).toBeCloseTo(1 + 2.5 - 2, 9);
    expect(await value('quick')).toBe(3);
    const prepared = prepareQuery(at.context, { query: { from: 'test/worked' }, caller: localCaller() });
    expect(prepared.datasets).toContain('core/working_calendar');
    await at.write('core/working_calendar', [
      { calendar_code: 'default', date: '2026-11-21', is_working: true, shifts: [['08:00', '12:00']], status: 'official' },
      { calendar_code: 'default', date: '2026-11-23', is_working: false, shifts: [], status: 'official' },
    ]);
    expect((await prepared.run()).result.rows[0]?.[0]).toBeCloseTo(1 + 4 - 2, 9);
    await expect(value('worked', {}, without('core/working_calendar.read'))).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('figures of two regimes are refused, through an indicator too', async () => {
    await expect(value('mixed')).rejects.toMatchObject({
      code: 'bad-formula',
      details: { problem: 'mixed-regimes', at: 11, reason: { vi: expect.stringMatching(/^Ký tự thứ 12: trộn số liệu của hai chế độ/) } },
    });
  });
});
