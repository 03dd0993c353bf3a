import type { Condition, FieldRef } from '../query/condition.ts';
import type { Source } from '../query/source.ts';
import type { Column, FieldColumns, Table } from '../table.ts';

// Rows of a dataset counted beforehand: by the local day of one of its times, by unit, and by one more field at a time. What is counted follows from the installed indicators.

/** A figure that rows are counted by: its parts make the whole. It depends on the row alone. */
export interface Measure {
  /** Column of the roll-up; a hash of what it counts. */
  readonly column: string;
  readonly fn: 'count' | 'sum' | 'min' | 'max';
  /** A field of whole numbers; of rows without it nothing is summed. */
  readonly of?: FieldRef;
  /** Compiles against the alias of the roll-up's source. */
  readonly where?: Condition;
}

/** The roll-up of a dataset by one of its times. */
export interface Rollup {
  /** Name of its table, and of its marks. */
  readonly name: string;
  /** What is counted: all rows, as the centre itself sees them. */
  readonly table: Table;
  readonly source: Source;
  /** The time whose local day cells are of; its column holds what `bucketSql` tells. Rows without it are in no cell. */
  readonly bucket: FieldColumns;
  readonly unit?: FieldColumns;
  /** Fields that cells can be split by, one at a time: each has a slice of its own. */
  readonly dimensions: readonly FieldColumns[];
  readonly measures: readonly Measure[];
  /** Equal for as long as cells that were made mean what they have to mean. */
  readonly definition: string;
}

/** Columns that every roll-up has beside those of the bucket, the unit, the dimensions and the measures. `slice`: the dimension that a cell is split by, '' for none. `kept`: 1 for what rows that are gone have left. `n`: rows of the cell. */
export const cellColumns = { slice: '_slice', kept: '_kept', n: '_n' } as const;

/** How a measure is stored: sums as floating point, so that they do not overflow; least and greatest values too, so that a field of whole numbers may be widened. */
export function measureColumn({ column, fn }: Measure): Column {
  return { name: column, store: fn === 'count' ? 'integer' : 'number' };
}

/** Cells that no longer tell what the rows do, until they are made anew. `rollup`: its name. `bucket`: as text. `unit`: '' for rows without one. */
export const markTable = 'bucket_mark';

/** Which roll-ups are made: `name`, `definition`, `ready` (1 when all cells are there). */
export const stateTable = 'rollup_state';
