import type { Knex } from 'knex';

type Row = Record<string, unknown>;

/** Runs a statement with thousands of values. Knex's `raw` would look at each of them several times; its client hands them to the driver as they are. With `options` for the driver. */
export async function run(connection: Knex, sql: string, values: readonly unknown[], options?: { readonly name: string }): Promise<Row[]> {
  const { client } = connection;
  const raw = await client.acquireConnection();
  try {
    const { response }: { response: Row[] | { rows: Row[] } } = await client.query(raw, { method: 'raw', sql, bindings: values, options });
    return Array.isArray(response) ? response : response.rows;
  } finally {
    await client.releaseConnection(raw);
  }
}

/** Waits for statements that were sent off together. Also when one fails the others end before anything else is sent. */
export async function allOf(statements: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(statements)) if (result.status === 'rejected') throw result.reason;
}

/** Cuts a list into parts of at most `size`. */
export function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  if (list.length <= size) {
    if (list.length > 0) yield list;
    return;
  }
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}
