import { HaidangError, type Json } from '@haidang/sdk';
import type { Dialect, Sql, Store } from '../dialect/dialect.ts';
import { system } from '../table.ts';
import { columnOf } from './compile-condition.ts';
import type { FieldRef } from './condition.ts';
import type { Source } from './source.ts';
import { identifier, join, sql } from './sql.ts';

/** A column to sort by. Missing values come last either way. */
export interface SortColumn {
  readonly column: Sql;
  readonly store: Store;
  readonly descending: boolean;
  readonly canMiss: boolean;
  /** The number of the row, of which no reader is told: it counts the rows of all others too. */
  readonly isNumber?: true;
}

/** Reads `sort` and completes it by the key, so that the order is the same each time. */
export function readSort(sort: readonly string[], source: Source): readonly SortColumn[] {
  const columns = new Map<string, SortColumn>();
  for (const [index, word] of sort.entries()) {
    const descending = word.startsWith('-');
    const place = `sort.${index}`;
    const ref = source.find(descending ? word.slice(1) : word, place);
    if (!columns.has(ref.path)) columns.set(ref.path, sortColumn(ref, descending, place));
  }
  // The place in a page shows the values of its last row: where the key is not for this caller, the number of the row completes.
  if (!source.key) {
    const number = {
      column: identifier(source.alias, system.id),
      store: 'integer',
      descending: false,
      canMiss: false,
      isNumber: true,
    } as const;
    return [...columns.values(), number];
  }
  // Two keys may have one sort key ("a", "A"), so the column itself completes.
  for (const ref of source.key) {
    if (!columns.has(ref.path) || ref.columns.sorted !== undefined)
      columns.set(`key ${ref.path}`, { column: columnOf(ref), store: orderedStore(ref, 'key'), descending: false, canMiss: false });
  }
  return [...columns.values()];
}

function sortColumn(ref: FieldRef, descending: boolean, place: string): SortColumn {
  const { sorted } = ref.columns;
  const store = orderedStore(ref, place);
  // Only short text has a stored Vietnamese sort key; by its bytes alone the order would be wrong without saying so.
  if (ref.field.type === 'text')
    throw new HaidangError('bad-request', {
      path: place,
      field: ref.path,
      reason: 'Long text has no stored order; sort by a short field.',
    });
  // A required field of the row itself has always a value; an index can then give the order.
  const canMiss = !ref.field.required || ref.path.includes('.');
  return {
    column: sorted === undefined ? columnOf(ref) : identifier(ref.alias, sorted),
    store: sorted === undefined ? store : 'text',
    descending,
    canMiss,
  };
}

/** How values are stored, where they have an order. */
export function orderedStore({ path, columns: { store } }: Pick<FieldRef, 'path' | 'columns'>, place: string): Store {
  if (store === 'json' || store === 'list' || store === 'point')
    throw new HaidangError('bad-request', { path: place, field: path, reason: 'Values of this field have no order.' });
  return store;
}

/** What stands after ORDER BY. */
export function orderBy(columns: readonly SortColumn[]): Sql {
  const parts = columns.map(
    ({ column, descending, canMiss }) =>
      sql`${column}${{ sql: `${descending ? ' DESC' : ''}${canMiss ? ' NULLS LAST' : ''}`, values: [] }}`,
  );
  return join(parts, ', ');
}

/** Rows that come after the one with these sort values; `withSame`: those that have the same too. */
export function after(columns: readonly SortColumn[], values: readonly Json[], dialect: Dialect, withSame = false): Sql {
  const alternatives: Sql[] = [];
  const same: Sql[] = [];
  for (const [index, { column, store, descending, canMiss }] of columns.entries()) {
    const value = values[index] ?? null;
    if (value === null) {
      same.push(sql`${column} IS NULL`);
      continue;
    }
    const bound: Sql = { sql: '?', values: [dialect.encode(store, value)] };
    const beyond = descending ? sql`${column} < ${bound}` : sql`${column} > ${bound}`;
    alternatives.push(sql`(${join([...same, canMiss ? sql`(${beyond} OR ${column} IS NULL)` : beyond], ' AND ')})`);
    same.push(sql`${column} = ${bound}`);
  }
  if (withSame) alternatives.push(same.length > 0 ? sql`(${join(same, ' AND ')})` : sql`1 = 1`);
  if (alternatives.length === 0) return { sql: '1 = 0', values: [] };
  return sql`(${join([...reach(columns[0], values[0], dialect), sql`(${join(alternatives, ' OR ')})`], ' AND ')})`;
}

/** Follows from the rest, but an index can start at it. */
function reach(first: SortColumn | undefined, value: Json | undefined, dialect: Dialect): readonly Sql[] {
  if (!first || first.canMiss || value === undefined || value === null) return [];
  const bound: Sql = { sql: '?', values: [dialect.encode(first.store, value)] };
  return [first.descending ? sql`${first.column} <= ${bound}` : sql`${first.column} >= ${bound}`];
}

/** Whether values can stand in these columns: a cursor comes from outside. */
export function fitColumns(columns: readonly SortColumn[], values: readonly unknown[]): boolean {
  return values.length === columns.length && columns.every(({ store, canMiss }, index) => fits(store, canMiss, values[index]));
}

function fits(store: Store, canMiss: boolean, value: unknown): boolean {
  if (value === null) return canMiss;
  if (store === 'integer' || store === 'instant') return Number.isSafeInteger(value);
  if (store === 'number') return typeof value === 'number';
  if (store === 'boolean') return typeof value === 'boolean';
  return typeof value === 'string' && !value.includes('\0');
}
