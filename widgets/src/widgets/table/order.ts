import { type Json, type Result, sortKey } from '@haidang/sdk';
import { label } from '@haidang/sdk/client';
import type { Column } from '../columns.ts';

/** By which column, and which way. */
export interface Sorting {
  readonly field: string;
  readonly isDescending: boolean;
}

/** Reads `-reported_at`. */
export function sortingOf(text: string | undefined): Sorting | undefined {
  if (!text) return undefined;
  return text.startsWith('-') ? { field: text.slice(1), isDescending: true } : { field: text, isDescending: false };
}

/** The next sorting when a header is pressed: ascending, descending, as it came. */
export function pressed(sorting: Sorting | undefined, field: string): Sorting | undefined {
  if (sorting?.field !== field) return { field, isDescending: false };
  return sorting.isDescending ? undefined : { field, isDescending: true };
}

/** Places of the rows in order; missing values stand last either way. Names go by the Vietnamese alphabet, equal rows stay as they came. */
export function orderOf(result: Result, column: Column | undefined, isDescending: boolean, locale: string): readonly number[] {
  const places = Array.from(result.rows.keys());
  if (!column) return places;
  const keys = keysOf(result, column, locale);
  const way = isDescending ? -1 : 1;
  return places.sort((a, b) => {
    const [x, y] = [keys[a], keys[b]];
    if (x === y) return a - b;
    if (x === undefined) return 1;
    if (y === undefined) return -1;
    return x < y ? -way : way;
  });
}

/** One comparable key a row, made once: comparing names as people do is too slow to do at every comparison. */
function keysOf(result: Result, { at, field }: Column, locale: string): readonly (string | number | undefined)[] {
  const isWritten = field.values !== undefined || field.type === 'string' || field.type === 'text';
  const known = new Map<string, string>();
  const keyOf = (cell: Json | undefined): string | number | undefined => {
    if (cell === null || cell === undefined || typeof cell === 'object') return undefined;
    if (typeof cell === 'boolean') return Number(cell);
    if (typeof cell === 'number' && !field.values) return cell;
    const text = String(cell);
    if (!isWritten) return text;
    const found = known.get(text);
    if (found !== undefined) return found;
    const name = field.values?.[text];
    const key = sortKey(name ? label(name, locale) : text);
    known.set(text, key);
    return key;
  };
  return result.rows.map((row) => keyOf(row[at]));
}
