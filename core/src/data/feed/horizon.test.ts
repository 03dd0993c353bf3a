import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { createTables } from '../schema.ts';
import { HorizonWatch } from './horizon.ts';

const patience = 300;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describeDatabases('a transaction that stays open', (open) => {
  test('is told of after a while, with who it is, until it ends', async () => {
    const database = await open();
    await createTables(database, []);
    const watch = new HorizonWatch(database, patience);
    if (database.kind === 'sqlite') {
      await watch.look();
      await pause(patience);
      await watch.look();
      return expect(watch.problems).toEqual([]);
    }
    const row = { at: 1, dataset: 'd', record: 1, kind: 'added' };
    const forgotten = await database.write.transaction();
    try {
      await forgotten('change').insert(row);
      // Nobody is held back before somebody else commits.
      await database.write('change').insert(row);
      const { rows } = await forgotten.raw('SELECT pg_backend_pid() AS pid, pg_current_xact_id()::text AS xid');
      const isHeld = async () => (await database.dialect.changes.held(database.read))?.mark === rows[0].xid;
      // Other tests on the server may have begun before.
      await expect.poll(isHeld, { timeout: 20_000 }).toBe(true);
      await watch.look();
      expect(watch.problems).toEqual([]);
      await pause(patience);
      await watch.look();
      expect(watch.problems).toEqual([expect.objectContaining({ of: 'database', code: 'log-held-back' })]);
      expect(watch.problems[0]?.message).toContain(`: process ${rows[0].pid} of PostgreSQL`);
    } finally {
      await forgotten.rollback();
    }
    await watch.look();
    expect(watch.problems).toEqual([]);
  });
});
