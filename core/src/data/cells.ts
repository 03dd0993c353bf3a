import { isDeepStrictEqual } from 'node:util';
import { fold, type Json, sortKey } from '@haidang/sdk';
import type { Cells, Dialect } from './dialect/dialect.ts';
import type { FieldColumns, Table } from './table.ts';
import { formatInstant, parseInstant } from './zone.ts';

/** A row as the contract has it: JSON by field. */
export interface Row {
  readonly [field: string]: Json;
}

/** A row as the database gives it: cells by column. */
export interface StoredRow {
  readonly [column: string]: unknown;
}

/** Cells of the field columns of a valid row, in the order of the table's columns. */
export function toCells({ fields, columns }: Table, dialect: Dialect, row: Row): Cells {
  const cells: unknown[] = new Array(columns.length).fill(null);
  let at = 0;
  for (const { field, store, folded, sorted } of fields.values()) {
    const value = row[field.name];
    if (store === 'point') {
      const [longitude, latitude] = positionOf(value) ?? [null, null];
      cells[at++] = longitude;
      cells[at++] = latitude;
      continue;
    }
    cells[at++] = toCell(dialect, store, value);
    if (folded) cells[at++] = typeof value === 'string' ? fold(value) : null;
    if (sorted) cells[at++] = typeof value === 'string' ? sortKey(value) : null;
  }
  return cells;
}

/** A stored row as the contract has it; fields without value are absent. */
export function toRow({ fields }: Table, dialect: Dialect, stored: StoredRow): { [field: string]: Json } {
  const row: { [field: string]: Json } = {};
  for (const columns of fields.values()) {
    const value = toValue(columns, dialect, stored);
    if (value !== undefined) row[columns.field.name] = value;
  }
  return row;
}

/** Whether a stored row already has this value in a field; `null` stands for no value. */
export function hasValue({ store, column, latitude }: FieldColumns, dialect: Dialect, stored: StoredRow, value: Json): boolean {
  const cell = stored[column];
  if (value === null || cell === null || cell === undefined) return value === null && (cell === null || cell === undefined);
  if (store === 'point') {
    const position = positionOf(value);
    return position !== undefined && position[0] === cell && position[1] === stored[latitude ?? ''];
  }
  if (store === 'instant') return typeof value === 'string' && parseInstant(value) === cell;
  if (store === 'json' || store === 'list') return isDeepStrictEqual(dialect.decode(store, cell), value);
  return dialect.encode(store, value) === cell;
}

/** Cell of one value that is not a position. */
export function toCell(dialect: Dialect, store: Exclude<FieldColumns['store'], 'point'>, value: Json | undefined): unknown {
  return dialect.encode(store, store === 'instant' && typeof value === 'string' ? parseInstant(value) : value);
}

/** Columns to select for `toRow` and `hasValue`: all but the copies of text. */
export function plainColumns({ fields }: Table): string[] {
  return [...fields.values()].flatMap(({ column, latitude }) => (latitude === undefined ? [column] : [column, latitude]));
}

/** Longitude and latitude of a GeoJSON point. */
export function positionOf(value: Json | undefined): readonly [longitude: number, latitude: number] | undefined {
  if (typeof value !== 'object' || value === null || !('coordinates' in value)) return undefined;
  const { coordinates } = value;
  if (!Array.isArray(coordinates)) return undefined;
  const [longitude, latitude]: Json[] = coordinates;
  return typeof longitude === 'number' && typeof latitude === 'number' ? [longitude, latitude] : undefined;
}

function toValue({ store, column, latitude }: FieldColumns, dialect: Dialect, stored: StoredRow): Json | undefined {
  const cell = stored[column];
  if (cell === null || cell === undefined) return undefined;
  if (store === 'point') return { type: 'Point', coordinates: [Number(cell), Number(stored[latitude ?? ''])] };
  const value = dialect.decode(store, cell) as Json;
  return store === 'instant' && typeof value === 'number' ? formatInstant(value) : value;
}
