import type { Knex } from 'knex';
import type { Dialect } from './dialect/dialect.ts';

/** A database that is open. `read` and `write` are pools; on SQLite `write` is one connection and `read` are others that may only read. */
export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  readonly read: Knex;
  readonly write: Knex;
  readonly dialect: Dialect;
  /** What runs, how durable: "SQLite 3.52.0, WAL, synchronous=FULL"; printed at start. */
  readonly description: string;
  close(): Promise<void>;
}
