import type { Knex } from 'knex';
import type { Cells, Selection } from './dialect.ts';
import { rowsOf, together } from './together.ts';

interface Connection {
  query(statement: { readonly text: string; readonly values: readonly unknown[] }): Promise<{
    readonly rows: readonly { readonly [name: string]: unknown[][] | null }[];
  }>;
}

const words = { array: 'json_build_array', list: 'json_agg', cell: (name: string) => name };

/** Answers several SELECTs by one statement, which is planned for its values each time. */
export function postgresReader(selections: readonly Selection[]): (pool: Knex) => Promise<readonly (readonly Cells[])[]> {
  const { sql, values } = together(selections, words);
  let count = 0;
  const text = sql.replace(/\?/g, () => `$${++count}`);
  return async ({ client }) => {
    const connection: Connection = await client.acquireConnection();
    try {
      const { rows } = await connection.query({ text, values });
      return selections.map((selection) => rowsOf(rows[0]?.[selection.name] ?? null, selection));
    } finally {
      await client.releaseConnection(connection);
    }
  };
}
