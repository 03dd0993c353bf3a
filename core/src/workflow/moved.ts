import type { Knex } from 'knex';
import type { Row } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import type { Deed } from '../data/journal.ts';
import type { Table } from '../data/table.ts';

/** A record as it was and as it is; only as it is when it is new, or was illustrative before. */
export interface Moved {
  readonly id: number;
  readonly before?: Row;
  readonly row: Row;
}

/** Records of a dataset with a workflow that one transaction has added or changed. */
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
