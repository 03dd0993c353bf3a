import { expect, it, vi } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import type { DataContext } from '../../data/context.ts';
import type { Database } from '../../data/database.ts';
import { at, testMatters } from '../clocks/testing.ts';
import { keepNotices } from './notices.ts';
import { Timers } from './timers.ts';

const [matters, notifications] = ['d_test__matter', 'd_core__notification'];

describeDatabases('a backlog of timers', (open) => {
  /** So many matters, of each of which an escalation and a deadline came while the centre was down. */
  async function late(count: number) {
    const made = await testMatters(await open());
    const { context, write, setNow } = made;
    const { database } = context;
    await write(Array.from({ length: count }, (_, index) => ({ code: `m${index}`, kind: 'plain' })));
    setNow('2026-11-05T09:00');
    return {
      ...made,
      database,
      due: () => database.read('timer').whereNull('done_at').where('at', '<=', context.clock.now()).orderBy('id'),
      /** Numbers of the matters that people were told of, in order. */
      async told(): Promise<readonly number[]> {
        const rows: { ref: string }[] = await database.read(notifications).where({ rule_id: 'test/matter.intake' }).orderBy('_id');
        return rows.map(({ ref }) => Number(ref.split('/').at(-1)));
      },
      /** Numbers of the matters that are noted as late, in order. */
      async overdue(): Promise<readonly number[]> {
        const rows = await database
          .read('workflow_clock')
          .where({ overdue_at: at('2026-11-05T08:15') })
          .orderBy('record');
        return rows.map(({ record }) => Number(record));
      },
    };
  }

  it('fires in few transactions, each of them once', async () => {
    const count = 500;
    const { database, due, write, fire, told, overdue } = await late(count);
    expect(await due()).toHaveLength(2 * count);
    const commits = countCommits(database);
    await write([{ code: 'm0', note: 'một giao dịch' }]);
    expect(commits()).toBe(1);
    await fire();
    // Ten in each, were the machine ever so slow.
    expect(commits() - 1).toBeLessThanOrEqual((2 * count) / 10);
    expect(await due()).toEqual([]);
    expect(await told()).toEqual(numbers(count));
    expect(await overdue()).toEqual(numbers(count));
    await fire();
    expect(await told()).toHaveLength(count);
  });

  const faults = {
    async 'cannot be read'({ database }: DataContext) {
      const leg = () => database.write('workflow_clock').where({ record: 7 });
      await leg().update({ within: JSON.stringify('lâu') });
      return () => leg().update({ within: JSON.stringify('PT15M') });
    },
    async 'the database refuses'(context: DataContext) {
      const { dialect, write } = context.database;
      const about = { dataset: 'test/matter', record: 7, rule: 'earlier', occasion: '1', roles: ['desk'], agency: undefined } as const;
      const notice = { ...about, severity: 'medium', at: 0, deliverAt: 0 } as const;
      await dialect.transaction(write, (connection) => keepNotices({ context, connection, at: 0 }, [notice]));
      await write.raw(`CREATE UNIQUE INDEX just_one ON ${notifications} (ref) WHERE ref = 'test/matter/7'`);
      return () => write.raw('DROP INDEX just_one');
    },
  };
  for (const [fault, make] of Object.entries(faults))
    it(`fires but for one that ${fault}, of which it says so once`, async () => {
      const count = 40;
      const { context, fire, told, overdue, due, errors } = await late(count);
      const mend = await make(context);
      await fire();
      expect(sorted(await told())).toEqual(numbers(count).filter((number) => number !== 7));
      expect(await overdue()).toEqual(numbers(count));
      expect(await due()).toMatchObject([{ kind: 'escalate' }]);
      expect(errors).toEqual([expect.stringContaining('timer escalate intake of test/matter/7')]);
      await mend();
      const later = new Timers(context, () => {});
      while (await later.work());
      expect(sorted(await told())).toEqual(numbers(count));
      expect(await due()).toEqual([]);
    });

  it('passes over a record that somebody is at, and fires for it later', async () => {
    const count = 40;
    const { database, fire, told, overdue, due } = await late(count);
    let firing: Promise<void> | undefined;
    await database.dialect.transaction(database.write, async (connection) => {
      await connection(matters).where({ _id: 7 }).forUpdate().select('_id');
      firing = fire();
      // Nobody else writes where only one can.
      if (database.kind === 'postgres') await vi.waitFor(async () => expect(await due()).toHaveLength(2), 5000);
      expect(await told()).not.toContain(7);
    });
    await firing;
    await vi.waitFor(async () => {
      await fire();
      expect(await due()).toEqual([]);
    }, 5000);
    expect(sorted(await told())).toEqual(numbers(count));
    expect(await overdue()).toEqual(numbers(count));
  });

  it('does not tell of what a step of the record comes before, and so prevents', async () => {
    const { database, fire, told, due } = await late(3);
    const { write } = database;
    await write('timer')
      .where({ record: 1 })
      .update({ at: at('2026-11-05T08:05') });
    const step = { dataset: 'test/matter', record: 2, kind: 'after', name: 'assign', leg: 0, step: 0 };
    await write('timer').insert({ ...step, at: at('2026-11-05T08:10') });
    await fire();
    expect(await told()).toEqual([1, 3]);
    expect(await due()).toEqual([]);
  });

  it('forgets records that are no longer there', async () => {
    const count = 20;
    const { database, fire, told, due } = await late(count);
    await database.write(matters).where({ _id: 7 }).delete();
    await fire();
    expect(await told()).toEqual(numbers(count).filter((number) => number !== 7));
    expect(await due()).toEqual([]);
    expect(await database.read('timer').where({ record: 7 })).toEqual([]);
  });
});

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function sorted(list: readonly number[]): readonly number[] {
  return list.toSorted((a, b) => a - b);
}

/** Counts the transactions that are kept from now on. */
function countCommits(database: Database): () => number {
  let count = 0;
  database.write.on('query', ({ sql }: { readonly sql: string }) => {
    if (sql.startsWith('COMMIT')) count++;
  });
  return () => count;
}
