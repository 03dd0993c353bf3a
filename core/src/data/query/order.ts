import { HaidangError, type Json, type Query, sortKey } from '@haidang/sdk';
import { isFreeText } from '../table.ts';
import { orderMark, readCursor, writeCursor } from './cursor.ts';
import type { Group, GroupValue } from './groups.ts';

const usualLimit = 1000;

/** A group of an answer: its key, then its figures and those it is compared with. */
export type GroupRow = readonly GroupValue[];

/** How groups are put in order and cut into pages. */
export interface GroupOrder {
  readonly columns: readonly { readonly index: number; readonly descending: boolean; readonly isText: boolean }[];
  readonly limit: number;
  readonly after?: readonly GroupValue[];
  readonly mark: string;
}

/** Reads sort and paging of groups; `names` are the columns of the answer. What `sort` leaves open goes by the groups themselves. */
export function planOrder(query: Query, names: readonly string[], groups: readonly Group[]): GroupOrder {
  const columns = new Map<number, { index: number; descending: boolean; isText: boolean }>();
  const add = (index: number, descending: boolean) => {
    const group = groups[index];
    if (!columns.has(index))
      columns.set(index, { index, descending, isText: group !== undefined && group.grain === undefined && isFreeText(group.ref.field) });
  };
  for (const [place, word] of (query.sort ?? []).entries()) {
    const name = word.replace(/^-/, '');
    const index = names.indexOf(name);
    if (index < 0) throw new HaidangError('unknown-field', { field: name, place: `sort.${place}`, allowed: names });
    add(index, word.startsWith('-'));
  }
  for (const index of groups.keys()) add(index, false);
  const mark = orderMark([query.from, names, query.sort ?? []]);
  const fits = (values: readonly unknown[]) =>
    values.length === columns.size && values.every((value) => value === null || ['string', 'number', 'boolean'].includes(typeof value));
  const after = query.after === undefined ? undefined : (readCursor(mark, query.after, fits) as readonly GroupValue[]);
  return { columns: [...columns.values()], limit: query.limit ?? usualLimit, mark, ...(after && { after }) };
}

/** Groups in their order, one page of them. */
export function pageOf(
  rows: readonly GroupRow[],
  { columns, limit, after, mark }: GroupOrder,
): { readonly rows: readonly GroupRow[]; readonly next?: string } {
  const sorted = rows.map((row) => ({ row, place: columns.map(({ index }) => row[index] ?? null) }));
  const compare = (a: readonly GroupValue[], b: readonly GroupValue[]): number => {
    for (const [position, { descending, isText }] of columns.entries()) {
      const difference = compareValues(a[position] ?? null, b[position] ?? null, descending, isText);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  sorted.sort((a, b) => compare(a.place, b.place));
  const rest = after ? sorted.filter(({ place }) => compare(place, after) > 0) : sorted;
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { rows: page.map(({ row }) => row), ...(last && rest.length > limit && { next: writeCursor(mark, last.place as Json[]) }) };
}

/** Missing values come last either way. */
function compareValues(a: GroupValue, b: GroupValue, descending: boolean, isText: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  let difference: number;
  if (typeof a === 'string' && typeof b === 'string') difference = (isText ? compareText(sortKey(a), sortKey(b)) : 0) || compareText(a, b);
  else difference = Number(a) - Number(b);
  return descending ? -difference : difference;
}

/** By code points, as the databases do; plain comparison would go by UTF-16 units. */
function compareText(a: string, b: string): number {
  for (let index = 0; index < a.length && index < b.length; index++) {
    const [x, y] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (x === y) continue;
    const [isPairX, isPairY] = [x >= 0xd800 && x <= 0xdfff, y >= 0xd800 && y <= 0xdfff];
    return isPairX === isPairY ? x - y : isPairX ? 1 : -1;
  }
  return a.length - b.length;
}
