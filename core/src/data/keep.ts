import type { Knex } from 'knex';
import type { Dialect } from './dialect/dialect.ts';
import { type Deed, type Entry, writeJournal } from './journal.ts';
import type { Added, Changed } from './plan.ts';
import { type Column, system, type Table } from './table.ts';

interface Work {
  /** In a transaction. */
  readonly connection: Knex;
  readonly dialect: Dialect;
  readonly table: Table;
  readonly deed: Deed;
  readonly added: readonly Omit<Added, 'key'>[];
  readonly changed: readonly Omit<Changed, 'key'>[];
}

const idColumn: Column = { name: system.id, store: 'integer' };
const revisionColumn: Column = { name: system.revision, store: 'integer' };
const sampleColumn: Column = { name: system.sample, store: 'flag' };
const receivedColumn: Column = { name: system.received, store: 'instant' };

/** Keeps new and changed records with their change and audit rows. Gives the numbers of the records. */
export async function keepRecords({ connection, dialect, table, deed, added, changed }: Work): Promise<readonly number[]> {
  const shared = [{ ...receivedColumn, cell: deed.at }];
  const columns = [revisionColumn, sampleColumn, ...table.columns];
  const ids = added.length > 0 ? await dialect.newIds(connection, table.name, added.length) : [];
  await dialect.insert(connection, {
    table: table.name,
    shared,
    columns: [idColumn, ...columns],
    rows: added.map(({ cells, isSample }, index) => [ids[index], 1, isSample ? 1 : 0, ...cells]),
  });
  await dialect.insert(connection, {
    table: table.name,
    shared,
    columns,
    rows: changed.map(({ cells, isSample, revision }) => [revision, isSample ? 1 : 0, ...cells]),
    conflict: table.key,
  });
  const entries: Entry[] = [
    ...ids.map((id): Entry => ({ id, kind: 'added', revision: 1 })),
    ...changed.map(({ id, revision, fields }): Entry => ({ id, kind: 'changed', revision, fields })),
  ];
  await writeJournal(connection, dialect, deed, entries);
  return entries.map(({ id }) => id);
}
