import { type Changes, type Dataset, type Indicator, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import type { DataContext } from '../context.ts';
import type { Database } from '../database.ts';
import { runQuery } from '../query/query.ts';
import { rollupsOf } from '../rollup/definition.ts';
import { tendRollups } from '../rollup/job.ts';
import { readyRollups } from '../rollup/ready.ts';
import { testContext } from '../testing.ts';
import { writeRecords } from '../write.ts';

/** Reports that are counted beforehand, by a field that goes by this name. */
function setup(kind: string, changes?: Changes): { datasets: { report: Dataset }; indicators: { received: Indicator } } {
  const row = schema({
    required: ['code'],
    properties: {
      code: { type: 'string' },
      [kind]: { type: 'string', enum: ['road', 'waste'] },
      at: { type: 'string', format: 'date-time' },
    },
  });
  const indicator: Indicator = { formula: 'count(report where at in period)', unit: '1', frequency: 'day', by: [kind] };
  return {
    datasets: { report: { row, key: ['code'], time: 'at', ...(changes && { changes }) } },
    indicators: { received: indicator },
  };
}

async function settle(context: DataContext): Promise<void> {
  while (await tendRollups(context));
}

async function countBy(context: DataContext, kind: string): Promise<unknown> {
  const query = { from: 'test/received', by: [kind], time: { from: '2026-11-01', to: '2026-11-05' }, sort: [kind] };
  return (await runQuery(context, { query, caller: localCaller() })).rows;
}

async function keptCells(database: Database, name: string, kind: string): Promise<unknown> {
  return database.read(name).where('_kept', 1).select('_slice', kind, '_n');
}

describeDatabases('roll-ups of a dataset that changes', (open) => {
  it('are built anew, and keep what rows have left behind', async () => {
    const database = await open();
    const old = await testContext(database, setup('kind'));
    const rows = ['road', 'road', 'waste'].map((kind, index) => ({
      line: index + 1,
      row: { code: `R-${index}`, kind, at: `2026-11-0${index + 1}T08:00:00+07:00` },
    }));
    await writeRecords(old, { dataset: 'test/report', rows, caller: localCaller() });
    await settle(old);
    const [{ name } = { name: '' }] = rollupsOf(old).get('test/report') ?? [];
    expect(readyRollups(old).has(name)).toBe(true);
    await database.write(name).insert({ _slice: 'kind', _kept: 1, kind: 'road', at: Date.parse('2026-11-01T00:00:00+07:00'), _n: 5 });
    const changes: Changes = { 2: [{ rename: ['kind', 'category'] }, { backfill: 'category', value: 'waste', where: { code: 'R-0' } }] };
    const context = await testContext(database, setup('category', changes));
    // Until cells are made anew rows tell, and cells of rows that are gone.
    const counted = [
      ['road', 6],
      ['waste', 2],
    ];
    expect(await countBy(context, 'category')).toEqual(counted);
    expect(await keptCells(database, name, 'category')).toEqual([{ _slice: 'category', category: 'road', _n: 5 }]);
    await settle(context);
    expect(readyRollups(context).has(name)).toBe(true);
    expect(await countBy(context, 'category')).toEqual(counted);
  });
});
