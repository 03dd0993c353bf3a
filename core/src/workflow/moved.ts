import type { Knex } from 'knex';
import type { Row } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import type { Cells } from '../data/dialect/dialect.ts';
import type { Deed } from '../data/journal.ts';
import type { Table } from '../data/table.ts';

/** That a step has taken a record back to the state it was in before, and when it had left that. */
export interface TakenBack {
  /** The field that says where it stands. */
  readonly field: string;
  readonly leftAt: number;
}

/** A record as it was and as it is, as far as workflows look at it (`timedPart`: instants in milliseconds); only as it is when it is new, or was illustrative before. */
export interface Moved {
  /** Its number; of one that is still to be written its place among these. */
  readonly id: number;
  readonly before?: Row;
  readonly row: Row;
  /** As it is, in the order of the table's columns. */
  readonly cells: Cells;
  readonly back?: TakenBack;
}

/** Records of a dataset with a workflow that one transaction adds or has changed. */
export interface Moves {
  readonly context: DataContext;
  readonly connection: Knex;
  readonly table: Table;
  readonly deed: Deed;
  readonly moved: readonly Moved[];
}

/** When records moved. */
export function movedAt({ deed }: Pick<Moves, 'deed'>): number {
  return deed.meantAt ?? deed.at;
}
