import type { Knex } from 'knex';
import type { Place } from '../position.ts';
import type { Sql } from './dialect.ts';

/** Where a row of a log stands among those of its database. */
export type LogPlace = Pick<Place, 'transaction' | 'id'>;

/** What keeps a log from being read to its end: the same words for as long as it is the same, and who it is as far as the database tells. */
export interface Hold {
  readonly mark: string;
  readonly holder?: string;
}

/** How tables are read in the order in which their rows were committed. Such a table has a serial key `id` and the transaction column. */
export interface ChangeLog {
  /** DDL of the transaction column with the comma before it; empty where ids are in commit order. */
  readonly transactionColumn: string;
  /** Statements that give a table of an older centre the transaction column. */
  addTransaction(table: string): readonly string[];
  /** Transaction of a row, as text. */
  readonly transaction: string;
  /** Columns by which such a table is read in order. */
  readonly order: readonly string[];
  /** Condition of rows after a place of which it is certain that none will come before them any more. */
  after(place: LogPlace): Sql;
  /** Condition of rows up to a place. */
  upTo(place: LogPlace): Sql;
  /** SELECT of `tx` (text) and `id`: all that comes later is after it, all before it is visible. */
  readonly head: string;
  /** SELECT of `mark`, what is visible now; of `head_tx`, before which all of that stands, and `end_tx`, after which nothing, each with `end_id`; of `floor`, up to which rows were removed; and of each `dataset` with a change that is visible now and was not at an earlier mark, with `tx` and `id` of the newest, or one row without a dataset. */
  since(mark: string | undefined): Sql;
  /** What is open and not committed though others that began later are; nothing where all that is committed can be read. */
  held(read: Knex): Promise<Hold | undefined>;
}
