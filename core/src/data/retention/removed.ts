import type { Knex } from 'knex';
import { formatLocalDay, localOf } from '../query/calendar.ts';
import { originOf } from '../reshape/versions.ts';
import { startOfNextDay } from '../rollup/bucket.ts';
import type { FieldColumns, Table } from '../table.ts';
import { parseInstant, zone } from '../zone.ts';
import type { KeepLimit } from './keep-limit.ts';

// Up to where rows were removed that had counted. What they counted for stays in the roll-ups: if they came again, they would count twice.

const limits = new WeakMap<Table, KeepLimit>();

function noteName({ name, entry: { dataset } }: Table): string {
  return `removed ${name} ${originOf(dataset.time ?? '', dataset)}`;
}

/** Reads where rows begin that were never removed, for whoever writes from now on. It moves on only as time goes by: the dataset may keep its rows for longer now than when they were removed, not while it is open. */
export async function readRemoved(connection: Knex, table: Table): Promise<void> {
  const { time: name } = table.entry.dataset;
  const time = name === undefined ? undefined : table.fields.get(name);
  const found = time && (await readNote(connection, table));
  if (time && found !== undefined) limits.set(table, { time, before: time.store === 'date' ? formatLocalDay(localOf(found)) : found });
}

/** Where these begin. */
export function removedLimit(table: Table): KeepLimit | undefined {
  return limits.get(table);
}

/** Notes the newest business time of rows that are removed, in the transaction that removes them. */
export async function noteRemoved(connection: Knex, table: Table, { store }: FieldColumns, newest: unknown): Promise<void> {
  const end = store === 'date' ? startOfNextDay(parseInstant(`${newest}T00:00`, zone) ?? 0) : Number(newest) + 1;
  if (end <= ((await readNote(connection, table)) ?? Number.NEGATIVE_INFINITY)) return;
  await connection('meta')
    .insert({ name: noteName(table), value: String(end) })
    .onConflict('name')
    .merge();
}

async function readNote(connection: Knex, table: Table): Promise<number | undefined> {
  const row: { value: string } | undefined = await connection('meta')
    .where({ name: noteName(table) })
    .first('value');
  return row && Number(row.value);
}
