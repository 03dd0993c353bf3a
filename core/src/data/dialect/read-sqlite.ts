import type { Knex } from 'knex';
import type { Cells, Selection, Store } from './dialect.ts';
import { runOn, type SqliteConnection } from './statements-sqlite.ts';
import { rowsOf, together } from './together.ts';

// SQLite's own JSON cuts numbers to 15 digits; 17 are needed to get the same number back.
const words = {
  array: 'json_array',
  list: 'json_group_array',
  cell: (name: string, store: Store) => (store === 'number' ? `CASE WHEN ${name} IS NOT NULL THEN printf('%!.17g', ${name}) END` : name),
};

const decoders: { readonly [store in Store]?: (value: unknown) => unknown } = {
  number: (value) => Number(String(value).replace('Inf', 'Infinity')),
  boolean: (value) => value === 1,
  json: (value) => JSON.parse(String(value)),
  list: (value) => JSON.parse(String(value)),
};

/** Answers several SELECTs by one statement, which a connection that has run it before does not parse again. */
export function sqliteReader(selections: readonly Selection[]): (pool: Knex) => Promise<readonly (readonly Cells[])[]> {
  const { sql, values } = together(selections, words);
  return async ({ client }) => {
    const connection: SqliteConnection = await client.acquireConnection();
    try {
      const { rows: [row] = [] } = await runOn(connection, { sql, values, method: 'all' });
      return selections.map((selection) => decoded(rowsOf(JSON.parse(String(row?.[selection.name] ?? '[]')), selection), selection));
    } finally {
      await client.releaseConnection(connection);
    }
  };
}

function decoded(rows: unknown[][], { columns }: Selection): readonly Cells[] {
  for (const [index, { store }] of columns.entries()) {
    const decode = decoders[store];
    if (decode) for (const row of rows) if (row[index] !== null) row[index] = decode(row[index]);
  }
  return rows;
}
