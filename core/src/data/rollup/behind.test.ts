import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import { runQuery } from '../query/query.ts';
import { testContext } from '../testing.ts';
import { rollupsOf } from './definition.ts';
import { tendRollups } from './job.ts';
import { markColumns } from './marks.ts';
import { readyRollups } from './ready.ts';
import { markTable } from './rollup.ts';
import { anyRow, dice, name, settleAll, setup, writeRows } from './testing.ts';

const month = { from: '2026-11-01T00:00:00+07:00', to: '2026-12-01T00:00:00+07:00' };

describeDatabases('a roll-up of which much is marked', (open) => {
  const start = async (keep?: `P${string}`) => {
    const { report } = setup.datasets;
    const context = await testContext(await open(), { ...setup, ...(keep && { datasets: { report: { ...report, keep } } }) });
    const roll = dice(11);
    await writeRows(
      context,
      Array.from({ length: 60 }, () => anyRow(roll, 500)),
    );
    await settleAll(context);
    const [marked = '', ...others] = (rollupsOf(context).get(name) ?? []).map((rollup) => rollup.name).sort();
    const rows = Array.from({ length: 25_000 }, (_, index) => [String(index), '22915@2025-07-01', marked]);
    await context.database.dialect.insert(context.database.write, { table: markTable, columns: markColumns, rows });
    return { context, marked, others };
  };

  test('is not read until it has caught up, nor are others, and answers stay the same', async () => {
    const { context, marked, others } = await start();
    const ask = async () =>
      (await runQuery(context, { query: { from: 'test/received', time: month, by: ['kind'] }, caller: localCaller() })).rows;
    const before = await ask();
    expect(before.length).toBeGreaterThan(1);
    expect(readyRollups(context).has(marked)).toBe(true);
    await tendRollups(context);
    expect([readyRollups(context).has(marked), ...others.map((other) => readyRollups(context).has(other))]).toEqual([
      false,
      ...others.map(() => false),
    ]);
    expect(await ask()).toEqual(before);
    await settleAll(context);
    expect([marked, ...others].every((each) => readyRollups(context).has(each))).toBe(true);
    expect(await ask()).toEqual(before);
  });

  test('is read all the same where rows go in time: what they leave is in cells alone', async () => {
    const { context, marked } = await start('P30D');
    await tendRollups(context);
    expect(readyRollups(context).has(marked)).toBe(true);
  });
});
