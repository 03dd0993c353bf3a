import { defineDataset, schema } from '@haidang/sdk';
import { localCaller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import type { Database } from '../data/database.ts';
import { run } from '../data/dialect/statement.ts';
import { testContext } from '../data/testing.ts';
import { type WriteOutcome, writeRecords } from '../data/write.ts';
import { sealOnce } from './seal.ts';

const reading = defineDataset({
  row: schema({
    required: ['station', 'value'],
    properties: { station: { type: 'string', format: 'code' }, value: { type: 'number' }, note: { type: 'string' } },
  }),
  key: ['station'],
});

/** A centre with one dataset, to be audited. */
export function auditedContext(database: Database): Promise<DataContext> {
  return testContext(database, { datasets: { reading } });
}

/** Writes records of numbered stations. */
export function writeReadings(
  context: DataContext,
  { from = 0, count, value = 1 }: { from?: number; count: number; value?: number },
): Promise<WriteOutcome> {
  const rows = Array.from({ length: count }, (_, index) => ({
    line: index + 1,
    row: { station: `S${from + index}`, value: value + index / 7, note: `"Trạm"\n${from + index}` },
  }));
  return writeRecords(context, { dataset: 'test/reading', rows, caller: localCaller('vi') });
}

/** Waits until no older transaction is open on the server, which keeps rows from being sealed: it may be another test's. */
export async function untilSettled({ database }: Pick<DataContext, 'database'>): Promise<void> {
  if (database.kind === 'sqlite') return;
  const isSettled = 'SELECT coalesce(max(tx) < pg_snapshot_xmin(pg_current_snapshot()), true) AS "isSettled" FROM audit';
  for (const end = performance.now() + 20_000; performance.now() < end; ) {
    const [row] = await run(database.read, isSettled, []);
    if (row?.isSettled === true) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('a transaction has been open for twenty seconds');
}

/** Seals all that is written. */
export async function sealAll(context: Pick<DataContext, 'database' | 'clock'>): Promise<void> {
  await untilSettled(context);
  await sealNow(context);
}

/** Seals what may be sealed. */
export async function sealNow({ database, clock }: Pick<DataContext, 'database' | 'clock'>): Promise<void> {
  for (;;) {
    const outcome = await sealOnce(database, clock);
    if (outcome.by === 'nobody') return;
  }
}
