import type { StoredRow } from '../cells.ts';
import type { Cells, Insertion } from '../dialect/dialect.ts';
import type { Column, FieldColumns, Table } from '../table.ts';
import { bucketOf } from './bucket.ts';
import { markTable, type Rollup } from './rollup.ts';

// A mark says that the cells of one day and unit may not be what the rows say. It is written in the transaction that changes the rows, and goes in the one that makes the cells anew.

/** What a mark is about: the bucket as text, the unit, '' for rows without one, the name of a roll-up, which many have in common. */
export const markColumns: readonly Column[] = [
  { name: 'bucket', store: 'text' },
  { name: 'unit', store: 'text' },
  { name: 'rollup', store: 'text' },
];

export interface Touched {
  /** Rows as they are now, cells in the order of the table's columns. */
  readonly now?: readonly Cells[];
  /** Rows as they were. */
  readonly before?: readonly StoredRow[];
}

/** Marks for what a write touches. */
export function marksFor(rollups: readonly Rollup[], { columns }: Table, { now = [], before = [] }: Touched): readonly Insertion[] {
  const rows = rollups.flatMap(({ name, bucket, unit }) => {
    const at = placeOf(columns, bucket);
    const unitAt = unit ? placeOf(columns, unit) : -1;
    const found = new Map<string, Cells>();
    const add = (time: unknown, of: unknown) => {
      const start = bucketOf(bucket, time);
      if (start !== null) found.set(`${start} ${of}`, markOf(name, start, of));
    };
    for (const cells of now) add(cells[at], cells[unitAt]);
    for (const stored of before) add(stored[bucket.column], unit && stored[unit.column]);
    return [...found.values()];
  });
  return rows.length > 0 ? [{ table: markTable, columns: markColumns, rows }] : [];
}

/** A row of marks. */
export function markOf(rollup: string, bucket: unknown, unit: unknown): Cells {
  return [String(bucket), unit ?? '', rollup];
}

function placeOf(columns: readonly Column[], { column }: FieldColumns): number {
  return columns.findIndex(({ name }) => name === column);
}
