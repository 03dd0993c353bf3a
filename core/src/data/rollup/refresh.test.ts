import { defineDataset, schema } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { counted } from '../../../../tests/support/counts.ts';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import type { DataContext } from '../context.ts';
import type { Database } from '../database.ts';
import { deleteRecord, patchRecord } from '../record.ts';
import { testContext } from '../testing.ts';
import { writeRecords } from '../write.ts';
import { rollupsOf } from './definition.ts';
import { tendRollups } from './job.ts';
import { readyRollups } from './ready.ts';
import { markTable, stateTable } from './rollup.ts';
import { wrongPairs } from './testing.ts';

const instant = { type: 'string', format: 'date-time' } as const;
const report = defineDataset({
  row: schema({
    required: ['code', 'reported_at'],
    properties: {
      code: { type: 'string', format: 'code' },
      ward: { type: 'string', format: 'unit' },
      kind: { type: 'string', enum: ['road', 'waste', 'noise'] },
      urgent: { type: 'boolean' },
      votes: { type: 'integer' },
      reported_at: instant,
      closed_at: instant,
      day: { type: 'string', format: 'date' },
    },
  }),
  key: ['code'],
  time: 'reported_at',
  unit: 'ward',
});
const ward = (code: string) =>
  ({ key: `${code}@2025-07-01`, code, version: '2025-07-01', level: 'ward', title: { vi: code }, validFrom: '2025-07-01' }) as const;
const indicators = {
  received: { formula: 'count(report where reported_at in period)', unit: '1', frequency: 'day', by: ['ward', 'kind', 'urgent'] },
  votes: { formula: "sum(report.votes where reported_at in period and kind!='noise')", unit: '1', frequency: 'day', by: ['kind'] },
  closed: { formula: 'count(report where closed_at in period and urgent=true)', unit: '1', frequency: 'day', by: ['ward'] },
  most: { formula: 'max(report.votes where day in period)', unit: '1', frequency: 'day', by: ['kind'] },
} as const;
const setup = { datasets: { report }, indicators, units: [ward('22915'), ward('22918')] };
const name = 'test/report';
const caller = localCaller();

/** Numbers that come in the same order each time. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function anyRow(roll: (below: number) => number, codes: number) {
  const at = (day: number) => `2026-11-${String(1 + day).padStart(2, '0')}T${String(roll(24)).padStart(2, '0')}:30:00+07:00`;
  return {
    code: `r${roll(codes)}`,
    ward: [null, '22915@2025-07-01', '22918@2025-07-01'][roll(3)] ?? null,
    kind: ['road', 'waste', 'noise', null][roll(4)] ?? null,
    urgent: [true, false, null][roll(3)] ?? null,
    votes: roll(5) === 0 ? null : roll(1000) - 100,
    reported_at: at(roll(6)),
    closed_at: roll(2) === 0 ? null : at(6 + roll(3)),
    day: roll(3) === 0 ? null : `2026-11-0${1 + roll(9)}`,
  };
}

async function settleAll(context: DataContext): Promise<void> {
  while (await tendRollups(context));
}

async function marks({ read }: Database): Promise<number> {
  return Number((await read(markTable).count({ n: '*' }).first())?.n);
}

describeDatabases('roll-ups', (open) => {
  const start = async () => testContext(await open(), setup);
  const write = (context: DataContext, rows: readonly object[]) =>
    writeRecords(context, { dataset: name, rows: rows.map((row, index) => ({ line: index + 1, row: row as never })), caller });

  test('cells and marked rows tell at every moment what the rows do, while others write, delete and refresh', async () => {
    const context = await start();
    const rounds = counted('roll-ups under writers', { usual: 12, full: 150 });
    await write(
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
        await write(
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
    await write(
      context,
      Array.from({ length: 50 }, () => anyRow(roll, 50)),
    );
    await settleAll(context);
    expect(await wrongPairs(context, name)).toEqual([]);
    await write(context, [{ ...anyRow(roll, 1), code: 'new' }]);
    expect(await wrongPairs(context, name)).toEqual([]);
    await context.database.write(markTable).delete();
    expect((await wrongPairs(context, name)).length).toBeGreaterThan(0);
  });

  test('what was there before is counted before a roll-up is read, and again when its meaning changes', async () => {
    const database = await open();
    const before = await testContext(database, { ...setup, indicators: {} });
    const roll = dice(5);
    await write(
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
    await write(
      context,
      Array.from({ length: 60 }, () => anyRow(roll, 60)),
    );
    await settleAll(context);
    const { most: _, ...others } = indicators;
    const without = await testContext(database, { ...setup, indicators: others });
    await write(
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
    await write(context, [
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
