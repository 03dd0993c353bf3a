import { workflowsOf } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Dialect } from '../data/dialect/dialect.ts';
import type { Deed } from '../data/journal.ts';
import type { Changed } from '../data/plan.ts';
import type { Column, Table } from '../data/table.ts';

const name = 'workflow_state';

/** Where a record came from, of each field that says where it stands. Records that never moved have no row. */
const columns: readonly Column[] = [
  { name: 'dataset', store: 'text' },
  { name: 'record', store: 'integer' },
  { name: 'field', store: 'text' },
  { name: 'previous', store: 'text' },
  { name: 'entered_at', store: 'instant' },
];
const key = ['dataset', 'record', 'field'];

/** The state before the present one, and when that was entered. */
export interface StateHistory {
  readonly previous: string;
  readonly enteredAt: number;
}

/** Creates the table where it is missing. */
export async function createStates(connection: Knex, dialect: Dialect): Promise<void> {
  const list = columns.map((column) => `${column.name} ${dialect.columnType(column.store)} NOT NULL`).join(', ');
  await connection.raw(`CREATE TABLE IF NOT EXISTS ${name} (${list}, PRIMARY KEY (${key.join(', ')}))${dialect.tableOptions}`);
}

/** Notes which states records have left, in the transaction that moves them. */
export async function noteStates(
  connection: Knex,
  dialect: Dialect,
  { table, changed, deed }: { readonly table: Table; readonly changed: readonly Pick<Changed, 'id' | 'fields'>[]; readonly deed: Deed },
): Promise<void> {
  const rows = workflowsOf(table.entry.dataset).flatMap(({ field }) =>
    changed.flatMap(({ id, fields }) => {
      const change = fields[field];
      const [previous, now] = typeof change === 'object' ? change : [];
      return typeof previous === 'string' && now !== null ? [[table.entry.name, id, field, previous, deed.meantAt ?? deed.at]] : [];
    }),
  );
  if (rows.length > 0) await dialect.insert(connection, { table: name, columns, rows, conflict: key });
}

/** What is known of a record's states, by field. */
export async function statesOf(connection: Knex, dataset: string, record: number): Promise<ReadonlyMap<string, StateHistory>> {
  const rows: { field: string; previous: string; entered_at: number }[] = await connection(name).where({ dataset, record });
  return new Map(rows.map((row) => [row.field, { previous: row.previous, enteredAt: Number(row.entered_at) }]));
}

/** Forgets records that are removed. */
export async function forgetStates(connection: Knex, { entry }: Table, records: readonly number[]): Promise<void> {
  if (workflowsOf(entry.dataset).length > 0) await connection(name).where({ dataset: entry.name }).whereIn('record', records).delete();
}
