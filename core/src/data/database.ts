import type { Knex } from 'knex';
import type { Dialect } from './dialect/dialect.ts';

/** On which channel to listen, and what to do when somebody else has told of a commit. */
export interface Listening {
  readonly channel: string;
  heard(): void;
}

/** How processes on one database wake each other up. */
export interface WakeUps {
  /** Something was committed here. */
  tell(): void;
  close(): Promise<void>;
}

/** A database that is open. `read` and `write` are pools; on SQLite `write` is one connection and `read` are others that may only read. */
export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  readonly read: Knex;
  readonly write: Knex;
  readonly dialect: Dialect;
  /** What runs, how durable: "SQLite 3.52.0, WAL, synchronous=FULL"; printed at start. */
  readonly description: string;
  /** Absent where one process has the database. */
  wakeUps?(listening: Listening): WakeUps;
  close(): Promise<void>;
}
