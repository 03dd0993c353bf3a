import type { Knex } from 'knex';
import { fitting, longestName } from '../index-name.ts';

/** Tables that are cut into parts by a time, so that what is old goes as a whole. */
export interface Partitions {
  /** DDL of a number that grows by itself and is never given twice, and that stands in the primary key together with the time. */
  readonly serial: string;
  /** What stands behind the closing parenthesis of CREATE TABLE. */
  by(column: string): string;
  /** What the rows are put into for which there is no part. */
  addRest(connection: Knex, table: string): Promise<void>;
  /** An index that is small, of a column that grows with the rows. */
  readonly coarse: string;
  /** Names of the parts of a table; none when it is not cut. */
  partsOf(connection: Knex, table: string): Promise<readonly string[]>;
  /** Adds a part for times from one up to another. Gives up where rows of that time are there already, or others hold the table for long. */
  add(write: Knex, part: Part): Promise<void>;
  /** Removes a part that has no rows. */
  drop(write: Knex, part: Pick<Part, 'table' | 'name'>): Promise<void>;
}

/** Name of a part of a table: "m202611", "rest". */
export function partOf(table: string, part: string): string {
  return `${fitting(table, longestName - '__m202611'.length)}__${part}`;
}

export interface Part {
  readonly table: string;
  readonly name: string;
  readonly from: number | string;
  readonly to: number | string;
}
