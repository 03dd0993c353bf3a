import type { Knex } from 'knex';
import { run } from './statement.ts';

/** A transaction of statements that `run` sends, and of nothing that Knex would have to build. Knex makes a whole query builder for each transaction, which costs more than what a post of one record has to write. */
export async function shortTransaction<T>(write: Knex, work: (connection: Knex) => Promise<T>): Promise<T> {
  const { client } = write;
  const raw: unknown = await client.acquireConnection();
  const pinned = {
    acquireConnection: async () => raw,
    releaseConnection: async () => {},
    query: (_: unknown, query: unknown) => client.query(raw, query),
  };
  const connection = { isTransaction: true, client: pinned } as unknown as Knex;
  try {
    await run(connection, 'BEGIN IMMEDIATE', []);
    try {
      const result = await work(connection);
      await run(connection, 'COMMIT', []);
      return result;
    } catch (error) {
      // Where it is over already there is nothing to take back.
      await run(connection, 'ROLLBACK', []).catch(() => {});
      throw error;
    }
  } finally {
    await client.releaseConnection(raw);
  }
}
