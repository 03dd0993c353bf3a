import { createHash } from 'node:crypto';
import { systemCaller } from '../access/caller.ts';
import { type Row, type StoredRow, toRow } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import { chunks } from '../data/dialect/statement.ts';
import { writeRecords } from '../data/write.ts';
import { formatInstant } from '../data/zone.ts';
import type { DatasetEntry } from '../registry.ts';
import type { Assessment, Finding } from './assess.ts';
import { everybody } from './assessed.ts';

/** Dataset that keeps what somebody has to see to. */
export const alarmDataset = 'core/alarm';

const rule = 'late';

interface Keeping {
  readonly context: DataContext;
  readonly entry: DatasetEntry;
  readonly assessment: Assessment;
  readonly now: number;
}

/** Raises an alarm for each supplier whose delivery is late, from the end of its grace, and clears it when the delivery has come. */
export async function keepAlarms({ context, entry, assessment, now }: Keeping): Promise<number> {
  const { tables, database } = context;
  const table = tables.get(alarmDataset);
  if (!table || !entry.dataset.expects) return 0;
  const { suppliers, all } = assessment;
  const findings: ReadonlyMap<string, Finding> = suppliers.size > 0 ? suppliers : new Map([[everybody, all]]);
  const stored: readonly StoredRow[] = await database
    .read(table.name)
    .where({ rule, dataset_id: entry.name })
    .whereNull('cleared_at')
    .select();
  const standing = new Map(stored.map((row) => [String(row.supplier), toRow(table, database.dialect, row)]));
  const rows: Row[] = [];
  for (const [supplier, { lateSince }] of findings) {
    const alarm = standing.get(supplier);
    if (lateSince !== undefined && !alarm) rows.push(alarmRow(context, entry, supplier, lateSince));
  }
  for (const [supplier, { alarm_id }] of standing)
    if (findings.get(supplier)?.lateSince === undefined)
      rows.push({ alarm_id: alarm_id ?? null, state: 'cleared', cleared_at: formatInstant(now) });
  for (const part of chunks(rows, 1000)) {
    const lines = part.map((row, index) => ({ line: index + 1, row }));
    const { refused } = await writeRecords(context, { dataset: alarmDataset, rows: lines, caller: systemCaller, action: 'assess' });
    if (refused.length > 0) throw new Error(`alarms of ${entry.name}: ${JSON.stringify(refused[0])}`);
  }
  return rows.length;
}

function alarmRow({ units }: DataContext, { name, label }: DatasetEntry, supplier: string, lateSince: number): Row {
  const who = units.get(supplier)?.title.vi ?? (supplier === everybody ? '' : supplier);
  return {
    alarm_id: createHash('sha256')
      .update(JSON.stringify([rule, name, supplier, lateSince]))
      .digest('hex')
      .slice(0, 32),
    rule,
    dataset_id: name,
    supplier,
    // Without a time to respond a rule may not ask for more.
    priority: 'low',
    state: 'unacknowledged',
    raised_at: formatInstant(lateSince),
    acknowledged_at: null,
    cleared_at: null,
    message: `${label.vi}${who && ` · ${who}`}: chưa có số liệu phải gửi trước ${formatInstant(lateSince).slice(0, 16).replace('T', ' ')}.`,
  };
}
