import { expect, test } from 'vitest';
import { counted } from '../../../../tests/support/counts.ts';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import type { Database } from '../database.ts';
import { deleteRecord, patchRecord } from '../record.ts';
import { testContext } from '../testing.ts';
import { rollupsOf } from './definition.ts';
import { tendRollups } from './job.ts';
import { readyRollups } from './ready.ts';
import { markTable, stateTable } from './rollup.ts';
import { anyRow, dice, indicators, name, settleAll, setup, writeRows, wrongPairs } from './testing.ts';

const caller = localCaller();

async function marks({ read }: Database): Promise<number> {
  return Number((await read(markTable).count({ n: '*' }).first())?.n);
}

describeDatabases('roll-ups', (open) => {
  const start = async () => testContext(await open(), setup);

  test('cells and marked rows tell at every moment what the rows do, while others write, delete and refresh', async () => {
    const context = await start();
    const rounds = counted('roll-ups under writers', { usual: 12, full: 150 });
    await writeRows(
      context,
      Array.from({ length: 300 }, () => anyRow(dice(7), 200)),
    );
    let isOver = false;
    let checks = 0;
    const failures: string[] = [];
    const until = async (work: () => Promise<unknown>) => {
      while (!isOver) await work();
    };
    const writer = async (seed: number) => {
      const roll = dice(seed);
      for (let round = 0; round < rounds; round++) {
        await writeRows(
          context,
          Array.from({ length: 1 + roll(20) }, () => anyRow(roll, 300)),
        );
        const some: { _id: number; _rev: number } | undefined = await context.database
          .read('d_test__report')
          .orderBy('code')
          .offset(roll(60))
          .first('_id', '_rev');
        if (!some) continue;
        const one = { dataset: name, id: Number(some._id), revision: Number(some._rev), caller };
        // Somebody else may have been quicker.
        if (round % 2 === 0) await deleteRecord(context, one).catch(() => {});
        else await patchRecord(context, { ...one, patch: { votes: roll(50), ward: '22915@2025-07-01' } }).catch(() => {});
      }
    };
    const others = Promise.all([
      until(() => tendRollups(context)),
      until(() => tendRollups(context)),
      until(async () => {
        failures.push(...(await wrongPairs(context, name)));
        checks++;
      }),
    ]);
    await Promise.all([1, 2, 3, 4].map(writer)).finally(() => {
      isOver = true;
    });
    await others;
    expect(failures).toEqual([]);
    expect(checks).toBeGreaterThan(3);
    await settleAll(context);
    expect(await marks(context.database)).toBe(0);
    expect(await wrongPairs(context, name)).toEqual([]);
    expect(readyRollups(context).size).toBe(rollupsOf(context).get(name)?.length);
  }, 300_000);

  test('a mark that was forgotten is found', async () => {
    const context = await start();
    const roll = dice(3);
    await writeRows(
      context,
      Array.from({ length: 50 }, () => anyRow(roll, 50)),
    );
    await settleAll(context);
    expect(await wrongPairs(context, name)).toEqual([]);
    await writeRows(context, [{ ...anyRow(roll, 1), code: 'new' }]);
    expect(await wrongPairs(context, name)).toEqual([]);
    await context.database.write(markTable).delete();
    expect((await wrongPairs(context, name)).length).toBeGreaterThan(0);
  });

  test('cost one statement a turn while nothing is marked, and another process is followed all the same', async () => {
    const database = await open();
    const context = await testContext(database, setup);
    await settleAll(context);
    const asked: string[] = [];
    for (const connection of [database.read, database.write])
      connection.on('query', ({ sql }: { readonly sql: string }) => asked.push(sql));
    expect(await tendRollups(context)).toBe(false);
    expect(asked).toHaveLength(1);
    expect(readyRollups(context).size).toBe(3);
    await database.write(stateTable).update({ ready: 0 });
    await tendRollups(context);
    expect(readyRollups(context).size).toBe(0);
    await database.write(stateTable).update({ ready: 1 });
    await tendRollups(context);
    expect(readyRollups(context).size).toBe(3);
  });

  test('what was there before is counted before a roll-up is read, and again when its meaning changes', async () => {
    const database = await open();
    const before = await testContext(database, { ...setup, indicators: {} });
    const roll = dice(5);
    await writeRows(
      before,
      Array.from({ length: 400 }, () => anyRow(roll, 400)),
    );
    expect(await marks(database)).toBe(0);
    const context = await testContext(database, setup);
    expect(readyRollups(context).size).toBe(0);
    await settleAll(context);
    expect(readyRollups(context).size).toBe(3);
    expect(await wrongPairs(context, name)).toEqual([]);
    const { received, ...fewer } = indicators;
    const changed = await testContext(database, { ...setup, indicators: { ...fewer, received: { ...received, by: ['kind'] } } });
    const states = await database.read(stateTable).where({ ready: 1 });
    expect(states).toHaveLength(2);
    await settleAll(changed);
    expect(await wrongPairs(changed, name)).toEqual([]);
    expect(readyRollups(changed).size).toBe(3);
  });

  test('whoever writes no marks for a roll-up has it built anew', async () => {
    const database = await open();
    const context = await testContext(database, setup);
    const roll = dice(9);
    await writeRows(
      context,
      Array.from({ length: 60 }, () => anyRow(roll, 60)),
    );
    await settleAll(context);
    const { most: _, ...others } = indicators;
    const without = await testContext(database, { ...setup, indicators: others });
    await writeRows(
      without,
      Array.from({ length: 60 }, () => anyRow(roll, 60)),
    );
    expect(await database.read(stateTable).where({ ready: 1 })).toHaveLength(2);
    await settleAll(context);
    expect(readyRollups(context).size).toBe(3);
    expect(await wrongPairs(context, name)).toEqual([]);
  });

  test('an hour either side of midnight counts in the day that the clock on the wall shows', async () => {
    const context = await start();
    await writeRows(context, [
      { code: 'a', reported_at: '2026-11-20T23:59:59.999+07:00' },
      { code: 'b', reported_at: '2026-11-21T00:00:00+07:00' },
    ]);
    await settleAll(context);
    const cells = await context.database
      .read('d_test__report__roll_reported_at')
      .where({ _slice: '' })
      .orderBy('reported_at')
      .select('reported_at', '_n');
    expect(cells).toEqual([
      { reported_at: Date.parse('2026-11-20T00:00:00+07:00'), _n: 1 },
      { reported_at: Date.parse('2026-11-21T00:00:00+07:00'), _n: 1 },
    ]);
  });
});
