import { Job } from '../../jobs/job.ts';
import type { DataContext } from '../context.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { type Partitions, partOf } from '../dialect/partitions.ts';
import { formatLocalDay, localOf, monthNumber, startOfMonth, utcOf } from '../query/calendar.ts';
import type { FieldColumns, Table } from '../table.ts';
import { parseInstant, zone } from '../zone.ts';
import { keepLimit } from './keep-limit.ts';

const every = 3_600_000;
/** Months for which there is a part before rows come. */
const ahead = 2;

/** The time by which a table is cut into months: that of rows which are told apart by it and do not stay for ever. Nothing where the database cuts no tables. */
export function partitionTime({ entry: { dataset }, fields }: Table, { partitions }: Dialect): FieldColumns | undefined {
  const { time, key, keep } = dataset;
  if (!partitions || time === undefined || keep === undefined || !key.includes(time)) return undefined;
  return fields.get(time);
}

/** Makes parts of tables for the months that come, and removes those whose rows are gone. */
export function partitionJob(context: DataContext, onError: (error: Error) => void): Job {
  return new Job({ name: 'partitions', every, work: () => tendPartitions(context), onError });
}

/** One turn of that. */
export async function tendPartitions(context: DataContext): Promise<false> {
  const { database, tables, clock } = context;
  const { partitions } = database.dialect;
  if (!partitions) return false;
  for (const table of tables.values()) {
    const time = partitionTime(table, database.dialect);
    const parts = time ? await partitions.partsOf(database.read, table.name) : [];
    // A table of an older centre is not cut.
    if (!time || parts.length === 0) continue;
    const month = monthNumber(localOf(clock.now()));
    for (let number = month; number <= month + ahead; number++) await addMonth(context, partitions, table, time, number, parts);
    await dropMonths(context, partitions, table, parts);
  }
  return false;
}

async function addMonth(
  { database }: DataContext,
  partitions: Partitions,
  { name: table }: Table,
  { store }: FieldColumns,
  number: number,
  parts: readonly string[],
): Promise<void> {
  const name = partName(table, number);
  if (parts.includes(name)) return;
  const start = (of: number) => {
    const local = startOfMonth(0, of + 1);
    return store === 'date' ? formatLocalDay(local) : utcOf(local);
  };
  await partitions.add(database.write, { table, name, from: start(number), to: start(number + 1) });
}

async function dropMonths({ database, clock }: DataContext, partitions: Partitions, table: Table, parts: readonly string[]): Promise<void> {
  const limit = keepLimit(table, clock.now());
  const before = typeof limit?.before === 'string' ? parseInstant(`${limit.before}T00:00:00`, zone) : limit?.before;
  if (before === undefined) return;
  const first = partName(table.name, monthNumber(localOf(before)));
  const months = parts.filter((name) => /__m\d{6}$/.test(name));
  for (const name of months) if (name < first) await partitions.drop(database.write, { table: table.name, name });
}

/** "d_core__quality_run__m202611" */
function partName(table: string, number: number): string {
  return partOf(table, `m${Math.floor(number / 12)}${String((number % 12) + 1).padStart(2, '0')}`);
}
