import type { Database } from '../../../core/src/data/database.ts';

const hour = 3_600_000;

/** What is wrong with what became of permits that were all asked for at one time: each is told of at half time and at the deadline, then lapses, in this order and once. */
export async function faultsOf(database: Database, asked: number, count: number): Promise<readonly string[]> {
  const faults: string[] = [];
  const notices = await database.read('d_core__notification').orderBy('_id').select('ref', 'recipient_role', 'created_at');
  const steps = await database.read('audit').where({ action: 'step:lapse' }).select('record', 'id');
  const permits = await database.read('d_permits__permit').select('_id', '_rev', 'state', 'lapsed_at');
  const legs = await database.read('workflow_clock').select('record', 'state', 'overdue_at');
  const open = await database.read('timer').whereNull('done_at');
  if (permits.length !== count) faults.push(`${permits.length} permits of ${count}`);
  if (open.length > 0) faults.push(`${open.length} timers are still to come`);
  const expected = [`desk ${asked + 4 * hour}`, `desk ${asked + 8 * hour}`, `head ${asked + 8 * hour}`].join();
  for (const { _id, _rev, state, lapsed_at } of permits) {
    const told = notices.filter(({ ref }) => ref === `permits/permit/${_id}`);
    const seen = told.map(({ recipient_role, created_at }) => `${recipient_role} ${created_at}`).join();
    if (seen !== expected) faults.push(`permit ${_id} was told of ${seen}`);
    const taken = steps.filter(({ record }) => Number(record) === Number(_id)).length;
    if (taken !== 1) faults.push(`permit ${_id} lapsed ${taken} times`);
    if (state !== 'lapsed' || Number(_rev) !== 2 || Number(lapsed_at) !== asked + 24 * hour)
      faults.push(`permit ${_id} is ${state} at revision ${_rev} since ${lapsed_at}`);
    const leg = legs.find(({ record }) => Number(record) === Number(_id));
    if (leg?.state !== 'stopped' || Number(leg.overdue_at) !== asked + 8 * hour)
      faults.push(`clock of permit ${_id}: ${JSON.stringify(leg)}`);
  }
  return faults;
}

/** Whether a process that stands still was in the middle of a transaction that writes. */
export async function isWriting(database: Database): Promise<boolean> {
  if (database.kind === 'postgres') {
    const sql = 'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL';
    const { rows }: { rows: unknown[] } = await database.read.raw(sql);
    return rows.length > 0;
  }
  await database.write.raw('PRAGMA busy_timeout = 0');
  try {
    await database.dialect.transaction(database.write, async () => undefined);
    return false;
  } catch {
    return true;
  } finally {
    await database.write.raw('PRAGMA busy_timeout = 5000');
  }
}
