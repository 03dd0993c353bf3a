import { defineDataset, type Indicator, type Query, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { prepareQuery, runQuery } from '../data/query/query.ts';
import { getRecord } from '../data/record.ts';
import { takeStep } from '../workflow/step.ts';
import { bringDefinitions } from './bring-definitions.ts';
import { place, testRecords } from './testing.ts';

const caller = localCaller();
const dataset = 'core/indicator_definition';

const report = defineDataset({
  row: schema({
    required: ['code', 'at'],
    properties: {
      code: { type: 'string', format: 'code' },
      at: { type: 'string', format: 'date-time' },
      ward: { type: 'string', format: 'unit' },
      done: { type: 'boolean' },
    },
  }),
  key: ['code'],
  time: 'at',
  unit: 'ward',
});
const survey = defineDataset({
  row: schema({ required: ['code', 'n'], properties: { code: { type: 'string', format: 'code' }, n: { type: 'number' } } }),
  key: ['code'],
  regime: 'statistical',
});
const indicator = (formula: string, more: Partial<Indicator> = {}): Indicator => ({ formula, unit: '%', frequency: 'month', ...more });
const cpi = "latest(core/indicator_value.value where indicator_code='se.cpi' and period_type='month')";
const indicators = {
  received: indicator('count(report where at in period)', { legal: 'nội bộ', direction: 'down', by: ['ward'], levels: { green: '<=10' } }),
  rate: indicator('100*count(report where at in period and done)/count(report where at in period)'),
  cpi: indicator(cpi, { regime: 'statistical' }),
  sum_values: indicator("sum(core/indicator_value.value where indicator_code='se.cpi')"),
};

const value = (vintage: number, value_status: string, more = {}) => ({
  indicator_code: 'se.cpi',
  period_type: 'month',
  period_start: '2026-10-01',
  period_end: '2026-10-31',
  unit: place.key,
  vintage,
  value: 3 + vintage / 10,
  value_status,
  ...more,
});

describeDatabases('definitions of installed indicators', (open) => {
  const read = async (context: DataContext, select: readonly string[], where = {}) =>
    (await runQuery(context, { query: { from: dataset, select, where, sort: ['indicator_code', 'revision'] }, caller })).rows;

  it('are brought once; a new formula is the next revision, which keeps what was decided of the one before', async () => {
    const database = await open();
    const first = await testRecords(database, { datasets: { report }, indicators: { received: indicators.received } });
    expect(await bringDefinitions(first.context, '')).toEqual([]);
    expect(await bringDefinitions(first.context, '')).toEqual([]);
    const columns = ['indicator_code', 'revision', 'formula', 'state', 'legal_basis', 'thresholds', 'publication_frequency', 'direction'];
    const formula = indicators.received.formula;
    const one = ['test/received', 1, formula, 'draft', 'nội bộ', { green: '<=10' }, 'month', 'down'];
    expect(await read(first.context, columns)).toEqual([one]);
    await first.write(dataset, [{ indicator_code: 'test/received', revision: 1, owner_agency_code: 'ubnd' }]);
    const changed = { ...indicators.received, formula: 'count(report where at in period and done)' };
    const second = await testRecords(database, { datasets: { report }, indicators: { received: changed } });
    expect(await bringDefinitions(second.context, '')).toEqual([]);
    const two = ['test/received', 2, changed.formula, 'draft', 'nội bộ', { green: '<=10' }, 'month', 'down'];
    expect(await read(second.context, columns)).toEqual([one, two]);
    expect(await read(second.context, ['owner_agency_code'])).toEqual([['ubnd'], ['ubnd']]);
    const said = { ...second.context, ioc: { ...second.context.ioc, indicators: { 'test/received': { legal: 'Quyết định của tỉnh' } } } };
    await bringDefinitions(said, '');
    expect(await read(second.context, ['legal_basis'])).toEqual([['nội bộ'], ['Quyết định của tỉnh']]);
    await second.write(dataset, [{ indicator_code: 'test/received', revision: 2, legal_basis: 'nội bộ' }]);
    // The formula of before is back: its revision counts again.
    const third = await testRecords(database, { datasets: { report }, indicators: { received: indicators.received } });
    await bringDefinitions(third.context, '');
    expect(await read(third.context, columns)).toEqual([one, two]);
  });

  it('with a formula that cannot be computed are a problem, told with its place, and stop nothing', async () => {
    const { context } = await testRecords(await open(), {
      datasets: { report },
      indicators: { bad: indicator('count(report where nothing=1)'), received: indicators.received },
    });
    expect(await bringDefinitions(context, 'now')).toMatchObject([
      { of: 'indicator:test/bad', code: 'bad-definition', message: expect.stringMatching(/Ký tự thứ 20: /) },
    ]);
    expect(await read(context, ['indicator_code'])).toEqual([['test/received']]);
  });

  it('say with each answer under which revision it stands and how far that has been decided', async () => {
    const { context, write } = await testRecords(await open(), { datasets: { report }, indicators });
    const source = async () => (await runQuery(context, { query: { from: 'test/received', time: 'month' }, caller })).trust.source;
    expect(await source()).not.toHaveProperty('revision');
    await bringDefinitions(context, '');
    expect(await source()).toMatchObject({ revision: 1, state: 'draft', legal: 'nội bộ' });
    const id = await idOf(context, 'test/received');
    const step = (transition: string, given = {}) => takeStep(context, { dataset, id, transition, given, caller });
    await write(dataset, [{ indicator_code: 'test/received', revision: 1, legal_basis: 'Quyết định 1' }], caller);
    expect(await source()).toMatchObject({ legal: 'Quyết định 1' });
    await step('review', { concept_vi: 'a', method_vi: 'b', owner_agency_code: 'c' });
    await step('approve', { regime: 'operational', release_authority: 'c' });
    expect(await source()).toMatchObject({ revision: 1, state: 'approved' });
    const blind = { ...caller, can: (permission: string) => permission === 'test/report.read' };
    const seen = await runQuery(context, { query: { from: 'test/received', time: 'month' }, caller: blind });
    expect(seen.trust.source).not.toHaveProperty('state');
  });
});

async function idOf({ database }: DataContext, code: string): Promise<number> {
  const row: { readonly _id: number } = await database.read('d_core__indicator_definition').where({ indicator_code: code }).first('_id');
  return Number(row._id);
}

describeDatabases('released values', (open) => {
  const start = async () => {
    const made = await testRecords(await open(), { datasets: { report, survey }, indicators });
    const ask = (query: Query) => runQuery(made.context, { query, caller });
    return { ...made, ask };
  };

  it('of two vintages both stay, and the newest is shown with its status', async () => {
    const { write, ask } = await start();
    await write('core/indicator_value', [value(1, 'estimate')]);
    expect(await ask({ from: 'test/cpi' })).toMatchObject({ rows: [[3.1]], trust: { status: 'estimate' } });
    await write('core/indicator_value', [value(2, 'preliminary')]);
    expect(await ask({ from: 'test/cpi' })).toMatchObject({ rows: [[3.2]], trust: { status: 'preliminary' } });
    await write('core/indicator_value', [value(3, 'official')]);
    expect(await ask({ from: 'test/cpi' })).toMatchObject({ rows: [[3.3]], trust: { status: 'official' } });
    const { rows, trust } = await ask({ from: 'core/indicator_value', select: ['vintage', 'value', 'breakdown'], sort: ['vintage'] });
    expect(rows).toEqual([
      [1, 3.1, '*'],
      [2, 3.2, '*'],
      [3, 3.3, '*'],
    ]);
    expect(trust.status).toBe('estimate');
  });

  it('are as firm as the weakest of those that are added up', async () => {
    const { write, ask } = await start();
    await write('core/indicator_value', [value(1, 'official'), value(2, 'revised')]);
    expect((await ask({ from: 'test/sum_values' })).trust.status).toBe('official');
    await write('core/indicator_value', [value(1, 'preliminary', { period_start: '2026-09-01', period_end: '2026-09-30' })]);
    expect((await ask({ from: 'test/sum_values' })).trust.status).toBe('preliminary');
    expect((await ask({ from: 'test/sum_values', where: { period_start: '2026-10-01' } })).trust.status).toBe('official');
  });

  it('that are locked are not changed, by whom ever; unlocking is a permission', async () => {
    const { write } = await start();
    await write('core/indicator_value', [value(1, 'official', { locked: true })]);
    await expect(write('core/indicator_value', [value(1, 'official', { value: 9 })])).rejects.toThrow(/locked/);
    await expect(write('core/indicator_value', [value(1, 'official', { value: 9 })], caller)).rejects.toThrow(/locked/);
    const clerk = { ...caller, can: (permission: string) => permission !== 'core/indicator_value.unlock' };
    await expect(write('core/indicator_value', [value(1, 'official', { locked: false })], clerk)).rejects.toThrow(/locked/);
    await write('core/indicator_value', [value(1, 'official', { locked: false })], caller);
    await write('core/indicator_value', [value(1, 'official', { value: 9, locked: true })], caller);
  });

  it('of one law are not computed with figures of another, whichever way they come into the formula', async () => {
    const mixed: { readonly [name: string]: Indicator } = {
      ...indicators,
      counted: indicator('count(report where at in period)', { regime: 'operational' }),
      both: indicator('indicator(cpi)+indicator(counted)'),
      rows: indicator('sum(survey.n)/indicator(counted)'),
      deep: indicator('indicator(both)*2'),
      values: indicator(`${cpi}+indicator(counted)`),
      same: indicator('indicator(cpi)+sum(survey.n)'),
      own: indicator(`${cpi}+count(report where at in period)`, { regime: 'operational' }),
      shown: indicator(cpi, { regime: 'operational' }),
    };
    const { context, write } = await testRecords(await open(), { datasets: { report, survey }, indicators: mixed });
    const ask = (name: string) => runQuery(context, { query: { from: `test/${name}`, time: 'month' }, caller });
    for (const name of ['both', 'rows', 'deep'])
      await expect(ask(name)).rejects.toMatchObject({
        code: 'bad-formula',
        details: {
          reason: { vi: expect.stringMatching(/thống kê.*điều hành/), en: expect.stringMatching(/statistics.*operational/) },
        },
      });
    await ask('same');
    // The law of a released value is that of its definition.
    await write('core/indicator_value', [value(1, 'official')]);
    await ask('values');
    const definition = { indicator_code: 'se.cpi', revision: 1, name_vi: 'CPI', calculation: 'display_only', unit: '%' };
    await write(dataset, [{ ...definition, regime: 'operational' }]);
    await ask('values');
    await write(dataset, [{ ...definition, regime: 'statistical' }]);
    for (const name of ['values', 'own'])
      await expect(ask(name)).rejects.toMatchObject({ code: 'bad-formula', details: { regimes: ['statistical', 'operational'] } });
    await ask('shown');
  });
});

describeDatabases('the plan', (open) => {
  const target = { indicator_code: 'test/received', year: 2026, unit: place.key, target_value: 1200, target_kind: 'at_most' };
  const compare = ['plan'] as const;

  it('is held against figures: their share of the year, the path where one was set, the level of a rate', async () => {
    const { context, write } = await testRecords(await open(), { datasets: { report }, indicators });
    await write('test/report', [
      { code: 'a', at: '2026-11-02T08:00:00+07:00', ward: place.key, done: true },
      { code: 'b', at: '2026-10-02T08:00:00+07:00', ward: place.key },
    ]);
    const plan = async (query: Omit<Query, 'compare'>) => (await runQuery(context, { query: { ...query, compare }, caller })).rows;
    const received = 'test/received';
    expect(await plan({ from: received, time: 'month' })).toEqual([[1, null]]);
    await write('core/plan_target', [target, { ...target, indicator_code: 'test/rate', target_value: 95, target_kind: 'at_least' }]);
    expect(await plan({ from: received, time: 'month' })).toEqual([[1, 100]]);
    expect(await plan({ from: received, time: 'quarter' })).toEqual([[2, 300]]);
    expect(await plan({ from: received, time: 'year' })).toEqual([[2, 1200]]);
    const [[, toDate] = []] = await plan({ from: received, time: 'year-to-date' });
    expect(toDate).toBeCloseTo(100 * (10 + 21 / 30), 6);
    expect(await plan({ from: received, time: { from: '2025-07-01', to: '2026-07-01' } })).toEqual([[0, null]]);
    expect(await plan({ from: received, time: 'quarter', by: [{ field: 'at', grain: 'month' }], sort: ['at'] })).toEqual([
      ['2026-10-01', 1, 100],
      ['2026-11-01', 1, 100],
    ]);
    expect(await plan({ from: received, time: 'month', by: ['ward'] })).toEqual([[place.key, 1, 100]]);
    expect(await plan({ from: 'test/rate', time: 'month' })).toEqual([[100, 95]]);
    const path = [10, 20, 30, 100, 200, 300, 400, 500, 600, 700, 900, 1200];
    await write('core/plan_target', [{ ...target, monthly_path: path }]);
    expect(await plan({ from: received, time: 'month' })).toEqual([[1, 200]]);
    expect(await plan({ from: received, time: 'quarter' })).toEqual([[2, 600]]);
  });
});

describeDatabases('a release', (open) => {
  const dueAt = '2026-11-21T17:00:00+07:00';

  it('that is late is overdue from its due time on, however it is read, until it is released', async () => {
    const { context, write, setNow } = await testRecords(await open());
    const rows = ['se.cpi', 'se.iip'].map((indicator_code) => ({
      indicator_code,
      period_start: '2026-10-01',
      period_end: '2026-10-31',
      due_at: dueAt,
      state: 'entered',
    }));
    await write('core/release_calendar', rows);
    const query = { from: 'core/release_calendar', select: ['indicator_code', 'state'], sort: ['indicator_code'] };
    const prepared = prepareQuery(context, { query, caller });
    const states = async () => (await prepared.run()).result.rows;
    const overdue = async () => (await runQuery(context, { query: { ...query, where: { state: 'overdue' } }, caller })).rows.length;
    const record = async () => (await getRecord(context, { dataset: query.from, id: 1, caller })).record.state;
    setNow('2026-11-21T16:59:59.999');
    expect([await states(), await overdue(), await record()]).toEqual([
      [
        ['se.cpi', 'entered'],
        ['se.iip', 'entered'],
      ],
      0,
      'entered',
    ]);
    expect((await prepared.run()).wakeAt).toBe(Date.parse(dueAt));
    setNow('2026-11-21T17:00:00');
    expect([await states(), await overdue(), await record()]).toEqual([
      [
        ['se.cpi', 'overdue'],
        ['se.iip', 'overdue'],
      ],
      2,
      'overdue',
    ]);
    expect((await prepared.run()).wakeAt).toBeUndefined();
    await write('core/release_calendar', [{ ...rows[0], state: 'published', released_at: '2026-11-21T18:00:00+07:00' }]);
    expect(await states()).toEqual([
      ['se.cpi', 'published'],
      ['se.iip', 'overdue'],
    ]);
  });
});
