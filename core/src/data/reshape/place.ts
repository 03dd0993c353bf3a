import type { Knex } from 'knex';
import type { Dialect } from '../dialect/dialect.ts';
import { pastName } from '../history/past.ts';
import { type Column, system, type Table } from '../table.ts';

/** A table whose columns change: that of the records, or that of their earlier versions. */
export interface Place {
  readonly name: string;
  readonly isPast: boolean;
  /** What tells its rows apart. */
  readonly key: readonly Column[];
  /** Columns that it has; those of earlier versions came when history was kept. */
  readonly columns: Set<string>;
}

/** The tables that hold what a dataset's records say and said. */
export async function placesOf(connection: Knex, dialect: Dialect, table: Table): Promise<readonly Place[]> {
  const id: Column = { name: system.id, store: 'integer' };
  const records = { name: table.name, isPast: false, key: [id], columns: new Set(await dialect.columnsOf(connection, table.name)) };
  const past = {
    name: pastName(table),
    isPast: true,
    key: [{ name: '_to', store: 'instant' } as const, id, { name: system.revision, store: 'integer' } as const],
    columns: new Set(await dialect.columnsOf(connection, pastName(table))),
  };
  return past.columns.size === 0 ? [records] : [records, past];
}
