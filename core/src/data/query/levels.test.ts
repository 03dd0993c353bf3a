import { defineDataset, type Indicator, type Query, schema } from '@haidang/sdk';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { type Caller, localCaller } from '../../access/caller.ts';
import { records } from '../../records/records.ts';
import type { DataContext } from '../context.ts';
import { testContext } from '../testing.ts';
import { writeRecords } from '../write.ts';
import { prepareQuery, runQuery } from './query.ts';
import { instant, units } from './testing.ts';

const fire = defineDataset({
  row: schema({
    required: ['code', 'at'],
    properties: {
      code: { type: 'string', format: 'code' },
      at: { type: 'string', format: 'date-time' },
      ward: { type: 'string', format: 'unit' },
    },
  }),
  key: ['code'],
  time: 'at',
  unit: 'ward',
  history: true,
});

const indicator = (levels: Indicator['levels'], formula = 'count(fire where at in period)'): Indicator => ({
  formula,
  unit: '1',
  frequency: 'month',
  direction: 'down',
  ...(levels && { levels }),
});
const indicators = {
  fixed: indicator({ green: '>=95', amber: '70-95' }),
  same: indicator({ green: '<same_period', amber: '=same_period', red: '>same_period' }),
  years: indicator({ green: '<=p50_5y', amber: '<=mean_5y+1sd', red: '>mean_5y+2sd' }),
  planned: indicator({ green: '>=plan', amber: '>=0.9*plan', red: '<0.9*plan' }),
  rate: indicator({ green: '>=plan', amber: '>=path' }, '100*count(fire where at in period)/count(fire)'),
  path: indicator({ green: '>=path', amber: '>=path-5', red: '<path-5' }, 'count(fire)'),
  even: indicator({ green: '>=path' }, 'count(fire)'),
  elapsed: indicator({ green: '>=elapsed', amber: '>=elapsed-5' }, 'count(fire)'),
  broken: indicator({ green: '>=95', amber: '>=' }),
};

describeDatabases('levels that measure against other figures', (open) => {
  let context: DataContext;
  let now = instant('2026-11-21T14:32:07');
  const unit = '593@2025-03-01';
  beforeAll(async () => {
    const core = Object.fromEntries(Object.entries(records.datasets ?? {}).map(([name, dataset]) => [`core/${name}`, dataset]));
    context = await testContext(await open(), { datasets: { ...core, fire }, indicators, units, ioc: { unit }, clock: { now: () => now } });
    const write = (dataset: string, rows: readonly object[]) =>
      writeRecords(context, {
        dataset,
        rows: rows.map((row, index) => ({ line: index + 1, row: row as { [field: string]: string } })),
        caller: { id: 'test', language: 'vi', can: () => true, isSystem: true },
      });
    // By 21 November: 2 this year, then 4, 3, 9, 1 and 3 in the years before; the second of 2025 came later on the day than now.
    const fires = Object.entries({ 2026: 2, 2025: 4, 2024: 3, 2023: 9, 2022: 1, 2021: 3 }).flatMap(([year, count]) =>
      Array.from({ length: count }, (_, index) => ({ code: `${year}-${index}`, at: `${year}-11-0${index + 1}T08:00:00+07:00` })),
    );
    await write('test/fire', [...fires, { code: 'late', at: '2025-11-21T14:33:00+07:00', ward: '22915@2025-03-01' }]);
    const target = (name: string, year: number, target_value: number, more: object = {}) => ({
      indicator_code: `test/${name}`,
      year,
      unit,
      target_value,
      target_kind: 'at_least',
      ...more,
    });
    const { refused } = await write('core/plan_target', [
      target('planned', 2026, 120),
      target('planned', 2025, 60),
      target('rate', 2026, 95),
      target('planned', 2026, 12, { unit: '22915@2025-03-01' }),
      target('path', 2026, 120, { monthly_path: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10.5, 110, 120] }),
      target('even', 2026, 120),
    ]);
    expect(refused).toEqual([]);
  });
  beforeEach(() => {
    now = instant('2026-11-21T14:32:07');
  });

  const ask = (query: Query, caller: Caller = localCaller()) => runQuery(context, { query, caller });
  const levels = async (name: string, more: object = {}, caller?: Caller) =>
    (await ask({ from: `test/${name}`, ...more }, caller)).fields.find((field) => field.name === 'value')?.levels;

  test('numbers stay as they are', async () => {
    expect(await levels('fixed', { time: 'month' })).toEqual({ green: '>=95', amber: '70-95' });
  });

  test('the same period is that of last year, as far as this one has come', async () => {
    expect(await levels('same', { time: 'month' })).toEqual({ green: '<4', amber: '=4', red: '>4' });
    expect(await levels('same', { time: { said: '11/2025' } })).toEqual({ green: '<3', amber: '=3', red: '>3' });
    const prepared = prepareQuery(context, { query: { from: 'test/same', time: 'month' }, caller: localCaller() });
    expect((await prepared.run()).wakeAt).toBe(instant('2026-11-21T14:33:00'));
    now = instant('2026-11-21T14:33:00');
    expect((await prepared.run()).result.fields[0]?.levels).toEqual({ green: '<5', amber: '=5', red: '>5' });
    expect(await levels('same', { time: 'month', where: { ward: '22915@2025-03-01' } })).toEqual({ green: '<1', amber: '=1', red: '>1' });
  });

  test('mean, deviation and median are of the five years before', async () => {
    const deviation = Math.sqrt(36 / 4);
    expect(deviation).toBe(3);
    expect(await levels('years', { time: 'month' })).toEqual({ green: '<=3', amber: '<=7', red: '>10' });
    // Of 2020 nothing is kept.
    expect(await levels('years', { time: { said: '11/2025' } })).toBeUndefined();
  });

  test('the plan is what the year wants of the period, of the unit asked about', async () => {
    expect(await levels('planned', { time: 'month' })).toEqual({ green: '>=10', amber: '>=9', red: '<9' });
    expect(await levels('planned', { time: { said: '2026' } })).toEqual({ green: '>=120', amber: '>=108', red: '<108' });
    expect(await levels('planned', { time: { said: '11/2025' } })).toEqual({ green: '>=5', amber: '>=4.5', red: '<4.5' });
    expect(await levels('planned', { time: 'month', where: { ward: '22915@2025-03-01' } })).toMatchObject({ green: '>=1' });
    expect(await levels('planned', { time: 'month', where: { ward: { in: ['22915@2025-03-01', '22918@2025-03-01'] } } })).toBeUndefined();
    expect(await levels('planned', { time: { said: '11/2024' } })).toBeUndefined();
    // What does not add up is to be as high in every period.
    expect(await levels('rate', { time: 'month' })).toEqual({ green: '>=95', amber: '>=95' });
  });

  test('the path is what the months that are over should have brought', async () => {
    expect(await levels('path')).toEqual({ green: '>=10.5', amber: '>=5.5', red: '<5.5' });
    expect(await levels('even')).toEqual({ green: '>=100' });
    now = instant('2026-12-01T00:00:00');
    expect(await levels('path')).toEqual({ green: '>=110', amber: '>=105', red: '<105' });
    now = instant('2026-01-31T23:59:59');
    expect(await levels('path')).toBeUndefined();
    expect(await levels('even')).toEqual({ green: '>=0' });
  });

  test('what is gone of the year grows at midnight', async () => {
    const prepared = prepareQuery(context, { query: { from: 'test/elapsed' }, caller: localCaller() });
    const { result, wakeAt } = await prepared.run();
    expect(result.fields[0]?.levels?.green).toBe(`>=${(100 * 324) / 365}`);
    expect(wakeAt).toBe(instant('2026-11-22T00:00:00'));
    now = instant('2027-01-01T00:00:00');
    expect((await prepared.run()).result.fields[0]?.levels).toEqual({ green: '>=0', amber: '>=-5' });
  });

  test('what cannot be told is left out, and not guessed', async () => {
    expect(await levels('broken', { time: 'month' })).toBeUndefined();
    const stranger: Caller = { ...localCaller(), can: (permission) => permission !== 'core/plan_target.read' };
    expect(await levels('planned', { time: 'month' }, stranger)).toBeUndefined();
    const scoped: Caller = { ...localCaller(), rows: (name) => (name === 'core/plan_target' ? { year: 2025 } : undefined) };
    expect(await levels('planned', { time: 'month' }, scoped)).toBeUndefined();
  });

  test('groups have the words of the threshold, since each would have its own numbers', async () => {
    expect(await levels('same', { time: 'month', by: ['ward'] })).toEqual({
      green: '<same_period',
      amber: '=same_period',
      red: '>same_period',
    });
  });

  test('as of then figures and plan are those that were known', async () => {
    const time = { said: '11/2025' };
    const then = { time, asAt: '2026-11-21T14:32:07+07:00' };
    now = instant('2026-11-22T08:00:00');
    await writeRecords(context, {
      dataset: 'core/plan_target',
      rows: [{ line: 1, row: { indicator_code: 'test/planned', year: 2025, unit, target_value: 120 } }],
      caller: localCaller(),
    });
    expect(await levels('same', then)).toEqual({ green: '<3', amber: '=3', red: '>3' });
    expect(await levels('planned', { time })).toMatchObject({ green: '>=10' });
    expect(await levels('planned', then)).toMatchObject({ green: '>=5' });
    expect(await levels('planned', { ...then, asAt: '2026-11-21T14:32:06+07:00' })).toBeUndefined();
  });

  test('a plan that changes moves the answer', () => {
    const { datasets } = prepareQuery(context, { query: { from: 'test/planned', time: 'month' }, caller: localCaller() });
    expect(datasets).toContain('core/plan_target');
  });

  test('a comparison carries the same levels', async () => {
    const { fields } = await ask({ from: 'test/same', time: 'month', compare: ['previous'] });
    expect(fields.map((field) => field.levels?.green)).toEqual(['<4', '<4']);
  });
});
