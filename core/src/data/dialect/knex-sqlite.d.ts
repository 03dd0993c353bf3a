declare module 'knex/lib/dialects/sqlite3/index.js' {
  import knex from 'knex';

  const Client: typeof knex.Client;
  export default Client;
}

declare module 'knex/lib/dialects/sqlite3/execution/sqlite-transaction.js' {
  import type { Knex } from 'knex';

  const Transaction: new (
    ...given: readonly unknown[]
  ) => Knex.Transaction & { begin(connection: unknown): unknown; query(connection: unknown, sql: string): unknown };
  export default Transaction;
}
