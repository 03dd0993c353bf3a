import { defineDataset, schema } from '@haidang/sdk';
import { localCaller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import type { Database } from '../data/database.ts';
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

/** Seals all that waits. */
export async function sealAll({ database, clock }: Pick<DataContext, 'database' | 'clock'>): Promise<void> {
  for (;;) {
    const outcome = await sealOnce(database, clock);
    if (outcome.by === 'nobody') return;
  }
}
