import { defineDataset, type Query, schema } from '@haidang/sdk';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { type Caller, localCaller } from '../../access/caller.ts';
import type { Row } from '../cells.ts';
import type { DataContext } from '../context.ts';
import { testContext } from '../testing.ts';
import type { Unit } from '../units.ts';
import { writeRecords } from '../write.ts';
import { prepareQuery, runQuery } from './query.ts';
import { instant } from './testing.ts';

const code = { type: 'string', format: 'code' } as const;
const station = defineDataset({ row: schema({ required: ['code'], properties: { code, state: code } }), key: ['code'] });
const reading = defineDataset({
  row: schema({
    required: ['station', 'at'],
    properties: { station: { type: 'string', 'x-ref': 'station' }, at: { type: 'string', format: 'date-time' } },
  }),
  key: ['station', 'at'],
  time: 'at',
  expects: { every: 'PT6H', after: 'PT1H', from: 'station', among: { state: 'runs' } },
});
const tally = defineDataset({
  row: schema({
    required: ['ward', 'day'],
    properties: { ward: { type: 'string', format: 'unit' }, day: { type: 'string', format: 'date' } },
  }),
  key: ['ward', 'day'],
  time: 'day',
  unit: 'ward',
  expects: { every: 'P1D', from: 'ward' },
});

const unit = (number: string, level: Unit['level'], parent?: string): Unit => ({
  key: `${number}@2025-07-01`,
  code: number,
  version: '2025-07-01',
  level,
  title: { vi: number },
  validFrom: '2025-07-01',
  ...(parent && { parent }),
});
const province = unit('68', 'province');
const [a, b] = [unit('1', 'ward', province.key), unit('2', 'ward', province.key)];

const indicators = {
  complete: { formula: '100*count(reading where at in period)/expected_records(period)', unit: '%', frequency: 'day' },
  counted: { formula: '100*count(tally where day in period)/expected_records(period)', unit: '%', frequency: 'day' },
} as const;

describeDatabases('records that are expected', (open) => {
  let context: DataContext;
  let now: number;
  const ask = (query: Query, caller: Caller = localCaller()) => runQuery(context, { query, caller });
  const rows = async (name: string, more: object) => (await ask({ from: `test/${name}`, ...more })).rows;
  const value = async (name: string, more: object) => (await rows(name, more))[0]?.[0];

  beforeAll(async () => {
    now = instant('2026-11-21T14:32:07');
    context = await testContext(await open(), {
      datasets: { station, reading, tally },
      indicators,
      units: [province, a, b],
      ioc: { unit: province.key },
      clock: { now: () => now },
    });
    const write = async (dataset: string, given: readonly Row[]) => {
      const lines = given.map((row, index) => ({ line: index + 1, row }));
      const { refused } = await writeRecords(context, { dataset, rows: lines, caller: localCaller() });
      expect(refused).toEqual([]);
    };
    await write('test/station', [
      { code: 'k1', state: 'runs' },
      { code: 'k2', state: 'runs' },
      { code: 'k3', state: 'broken' },
    ]);
    await write('test/reading', [
      { station: 'k2', at: '2026-11-18T10:00:00+07:00' },
      { station: 'k1', at: '2026-11-18T18:00:00+07:00' },
      { station: 'k2', at: '2026-11-18T19:00:00+07:00' },
    ]);
    await write('test/tally', [
      { ward: a.key, day: '2026-11-01' },
      { ward: a.key, day: '2026-11-02' },
      { ward: b.key, day: '2026-11-02' },
    ]);
  });
  beforeEach(() => {
    now = instant('2026-11-21T14:32:07');
  });

  const eighteenth = { from: '2026-11-18', to: '2026-11-19' };

  test('are those of all who deliver, for what was due by now', async () => {
    // From 00:00, 06:00, 12:00, 18:00; due an hour after their end. By 14:32 two were, of two stations.
    expect(await value('complete', { time: 'today' })).toBe(0);
    expect(await value('complete', { time: eighteenth })).toBe(100 * (3 / 8));
    now = instant('2026-11-18T13:00:00');
    const prepared = prepareQuery(context, { query: { from: 'test/complete', time: 'today' }, caller: localCaller() });
    expect((await prepared.run()).result.rows).toEqual([[100 * (3 / 4)]]);
    now = instant('2026-11-18T19:00:00');
    expect((await prepared.run()).result.rows).toEqual([[100 * (3 / 6)]]);
    expect(prepared.datasets).toContain('test/station');
    const stranger: Caller = { ...localCaller(), can: (permission) => permission !== 'test/station.read' };
    await expect(ask({ from: 'test/complete', time: 'today' }, stranger)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('are those of the supplier of a group, else of those that the query names', async () => {
    // Of four each: one of k1, two of k2; k3 does not run.
    expect(await rows('complete', { time: eighteenth, by: ['station'] })).toEqual([
      ['k1', 25],
      ['k2', 50],
    ]);
    expect(await value('complete', { time: eighteenth, where: { station: 'k1' } })).toBe(25);
    expect(await value('complete', { time: eighteenth, where: { station: { in: ['k2', 'k3'] } } })).toBe(50);
    expect(await value('complete', { time: eighteenth, where: { station: 'k3' } })).toBeNull();
    expect(await value('complete', { time: eighteenth, where: { any: [{ station: 'k1' }, { station: 'k2' }] } })).toBe(100 * (3 / 8));
  });

  test('are those of the wards of the unit asked about', async () => {
    // Five days of November are over, of two wards.
    now = instant('2026-11-06T00:00:00');
    const time = { said: '11/2026' };
    expect(await value('counted', { time })).toBe(100 * (3 / 10));
    expect(await value('counted', { time, where: { ward: { within: a.key } } })).toBe(100 * (2 / 5));
    expect(await rows('counted', { time, by: ['ward'] })).toEqual([
      [a.key, 40],
      [b.key, 20],
    ]);
    expect(await rows('counted', { time, by: [{ field: 'ward', grain: 'province' }] })).toEqual([[province.key, 30]]);
  });
});
