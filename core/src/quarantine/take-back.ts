import { randomUUID } from 'node:crypto';
import type { Caller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { mayRead } from '../data/query/authorise.ts';
import { tableFor, writeRecords } from '../data/write.ts';
import { recordRun } from '../ingest/run-record.ts';
import { mend, readCorrections } from './corrections.ts';
import type { RefusedFault, RefusedInput, RefusedRow } from './refused.ts';
import { askedBy, seenBy } from './seen.ts';
import { keepAgain, resolveRows, rowsByNumber } from './store.ts';

/** What became of rows that were sent back; `unknown` are numbers of rows that are not there for the sender, or are mended already. */
export interface TakenBack {
  readonly resolved: number;
  readonly refused: readonly { readonly id: number; readonly line: number; readonly faults: readonly RefusedFault[] }[];
  readonly unknown: readonly number[];
}

type Again = Pick<RefusedRow, 'id' | 'held'> & RefusedInput;

/** Takes a mended workbook back: what is right now is written by the one way to write and leaves quarantine, what is not stays with its new reasons. */
export async function takeBack(
  context: DataContext,
  { dataset, caller, bytes }: { readonly dataset: string; readonly caller: Caller; readonly bytes: Buffer },
): Promise<TakenBack> {
  const { entry } = tableFor(context, dataset);
  const startedAt = context.clock.now();
  const needed = [...entry.fields.values()].filter((field) => mayRead(entry, field, caller));
  const sent = await readCorrections(entry, needed, bytes);
  const open = await rowsByNumber(
    context,
    askedBy(entry, caller),
    sent.map(({ id }) => id),
  );
  const unknown: number[] = [];
  const again: Again[] = [];
  const good: Again[] = [];
  for (const row of sent) {
    const stored = open.get(row.id);
    if (!stored) {
      unknown.push(row.id);
      continue;
    }
    const mended = mend(entry, stored, seenBy(entry, caller, stored), row);
    const held = stored.held.filter((name) => !(name in mended.row));
    (mended.faults.length > 0 ? again : good).push({ id: row.id, line: row.line, held, ...mended });
  }
  const rows = good.map((each, index) => ({ line: index, row: each.row }));
  const report = await writeRecords(context, { dataset, rows, caller, action: 'correction' });
  const bad = new Set<Again>();
  for (const { line, also = [], ...first } of report.refused) {
    const row = good[line];
    if (!row) continue;
    bad.add(row);
    again.push({ ...row, faults: [first, ...also] });
  }
  const resolved = good.filter((row) => !bad.has(row)).map(({ id }) => id);
  await resolveRows(context, resolved, caller.id);
  await keepAgain(context, entry, again);
  const { added, changed, same } = report;
  const counts = { read: sent.length - unknown.length, added, changed, same, refused: again.length };
  await recordRun(context, { id: randomUUID(), dataset, way: 'correction', startedAt }, counts, {});
  const now = await rowsByNumber(
    context,
    askedBy(entry, caller),
    again.map(({ id }) => id),
  );
  return {
    resolved: resolved.length,
    refused: again
      .sort((a, b) => a.line - b.line)
      .flatMap(({ id, line }) => {
        const row = now.get(id);
        return row ? [{ id, line, faults: seenBy(entry, caller, row).faults }] : [];
      }),
    unknown,
  };
}
