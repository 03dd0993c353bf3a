import { createHash } from 'node:crypto';
import type { Table } from './table.ts';

// PostgreSQL cuts longer names off, and two could become one.
export const longestName = 63;

/** What rows are looked up by. */
export interface Index {
  readonly columns: readonly string[];
  /** A flag: only rows that have it are in the index. */
  readonly only?: string;
}

/** A name, or a hash of it where it is too long. */
export function fitting(name: string, longest = longestName): string {
  return name.length <= longest ? name : `d_${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}

export function indexName(table: Table, { columns, only }: Index): string {
  return fitting(`${table.name}__by_${columns.join('_')}${only === undefined ? '' : '_only'}`);
}

/** The index that lets no two records have one key. */
export function keyIndexName(table: Table): string {
  return indexName(table, { columns: ['key'] });
}
