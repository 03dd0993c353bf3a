import { fold, sortKey } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Cells, Dialect } from '../dialect/dialect.ts';
import { run } from '../dialect/statement.ts';
import { identifier, join, type Part, sql } from '../query/sql.ts';
import type { Column, FieldColumns } from '../table.ts';

const batch = 1000;

/** Rows that are read, and what is made of them. */
interface Rewriting {
  readonly table: string;
  /** Columns that tell rows apart, in an order in which they are read. */
  readonly key: readonly Column[];
  /** The column that is read; rows without it stay as they are. */
  readonly from: string;
  readonly to: readonly Column[];
  cellsOf(value: unknown): Cells;
}

/** Computes columns anew from another one, row by row: what no database can say by itself. */
export async function rewrite(connection: Knex, dialect: Dialect, { table, key, from, to, cellsOf }: Rewriting): Promise<void> {
  const names = key.map(({ name }) => identifier(name));
  const order = join(names, ', ');
  const selected = join([...names, identifier(from)], ', ');
  for (let after: Cells | undefined; ; ) {
    const beyond = after ? sql`AND (${order}) > (${join(after.map(bound), ', ')})` : sql``;
    const page = sql`SELECT ${selected} FROM ${identifier(table)} WHERE ${identifier(from)} IS NOT NULL ${beyond} ORDER BY ${order} LIMIT ${batch}`;
    const rows = await run(connection, page.sql, page.values);
    const cells = rows.map((row) => [...key.map(({ name }) => row[name]), ...cellsOf(row[from])]);
    if (cells.length > 0) await dialect.update(connection, { table, key, columns: to, rows: cells });
    if (rows.length < batch) return;
    after = cells.at(-1)?.slice(0, key.length);
  }
}

/** Makes the copies of a text anew, by which people search and sort. */
export async function copyText(
  connection: Knex,
  dialect: Dialect,
  { table, key }: Pick<Rewriting, 'table' | 'key'>,
  { column, folded, sorted }: FieldColumns,
): Promise<void> {
  const copies = [...(folded ? [{ name: folded, of: fold }] : []), ...(sorted ? [{ name: sorted, of: sortKey }] : [])];
  await rewrite(connection, dialect, {
    table,
    key,
    from: column,
    to: copies.map(({ name }) => ({ name, store: 'text' })),
    cellsOf: (text) => copies.map(({ of }) => of(String(text))),
  });
}

function bound(cell: unknown): ReturnType<typeof sql> {
  return sql`${cell as Part}`;
}
