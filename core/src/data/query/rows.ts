import { HaidangError, type Json, type Query } from '@haidang/sdk';
import type { Sql } from '../dialect/dialect.ts';
import { type Column, system } from '../table.ts';
import { usualFields } from './authorise.ts';
import { cellOf } from './cells.ts';
import { fromWhere } from './compile-source.ts';
import { both, type Condition, type FieldRef } from './condition.ts';
import { orderMark, readCursor, writeCursor } from './cursor.ts';
import type { Moment } from './moment.ts';
import type { CodePlace } from './names.ts';
import type { Found, Reading } from './reading.ts';
import { after, fitColumns, orderBy, readSort, type SortColumn } from './sort.ts';
import type { Source } from './source.ts';
import { identifier, join, sql, whole } from './sql.ts';

const usualLimit = 100;

/** A query for rows, resolved. */
export interface RowsPlan {
  readonly source: Source;
  readonly select: readonly FieldRef[];
  readonly where: Condition;
  readonly sort: readonly SortColumn[];
  readonly limit: number;
  readonly after?: Place;
  readonly mark: string;
}

/** Where a page ended: the sort values of its last row, and how many rows of these values came until then when nothing that may be told tells them apart. */
interface Place {
  readonly values: readonly Json[];
  readonly same?: number;
}

export function planRows(query: Query, source: Source, where: Condition): RowsPlan {
  const names = query.select ?? usualFields(source.table.entry).map(({ name }) => name);
  const find = query.select ? source.find : source.resolve;
  const fields = names.map((name, index) => find(name, `select.${index}`));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new HaidangError('bad-request', { path: 'select', field: twice, reason: 'The field is named twice.' });
  const sort = readSort(query.sort ?? [], source);
  const mark = orderMark([query.from, query.sort ?? [], sort.length]);
  return {
    source,
    select: fields,
    where,
    sort,
    limit: query.limit ?? usualLimit,
    mark,
    ...(query.after !== undefined && { after: readPlace(sort, mark, query.after) }),
  };
}

/** Rows of an answer; `sample` of them are illustrative. */
export interface Page {
  readonly rows: readonly (readonly Json[])[];
  readonly n: number;
  readonly sample: number;
  readonly next?: string;
}

/** Rows that were asked for. */
export interface AskedRows {
  page(found: Found): Page;
  /** Where the codes of a column of the answer stand. */
  codes(index: number): readonly CodePlace[];
}

export function askRows(plan: RowsPlan, reading: Reading, at: Moment): AskedRows {
  const { source, sort, limit } = plan;
  const cells: (Column & { readonly of: Sql })[] = [];
  const places = plan.select.map(({ alias, columns: { column, latitude, store } }, index) => {
    cells.push({ name: `c${index}`, store: store === 'point' ? 'number' : store, of: identifier(alias, column) });
    if (latitude !== undefined) cells.push({ name: `l${index}`, store: 'number', of: identifier(alias, latitude) });
    return cells.length - (latitude === undefined ? 1 : 2);
  });
  const key = cells.length;
  for (const [index, { column, store }] of sort.entries()) cells.push({ name: `s${index}`, store, of: column });
  const sample = cells.length;
  cells.push({ name: 'sample', store: 'flag', of: identifier(source.alias, system.sample) });
  const list = cells.map(({ name, of }) => sql`${of} AS ${identifier(name)}`);
  const told = sort.filter(({ isNumber }) => !isNumber);
  const { values: from, same } = plan.after ?? {};
  const rest = from ? sql` AND ${after(told, from, at.dialect, same !== undefined)}` : sql``;
  const skipped = same === undefined ? sql`` : sql` OFFSET ${whole(same)}`;
  const selected = reading.select({
    columns: cells,
    statement: sql`SELECT ${join(list, ', ')} ${fromWhere(source, both(plan.where), at)}${rest} ORDER BY ${orderBy(sort)} LIMIT ${whole(limit + 1)}${skipped}`,
    order: orderBy(sort.map((column, index) => ({ ...column, column: identifier(`s${index}`) }))).sql,
  });
  return {
    page(found) {
      const all = selected.rows(found);
      const rows = all.slice(0, limit);
      const ends = rows.map((row) => row.slice(key, key + told.length) as readonly Json[]);
      return {
        rows: rows.map((row) =>
          plan.select.map(({ columns }, index) => cellOf(columns, row[places[index] ?? 0], row[(places[index] ?? 0) + 1])),
        ),
        n: rows.length,
        sample: rows.filter((row) => row[sample] !== 0).length,
        ...(all.length > limit && {
          next: writeCursor(plan.mark, told.length < sort.length ? numbered(ends, plan.after) : (ends.at(-1) ?? [])),
        }),
      };
    },
    codes: (index) => [{ table: selected.name, column: `c${index}` }],
  };
}

/** A place where rows of the same values are counted. */
function numbered(ends: readonly (readonly Json[])[], before: Place | undefined): readonly Json[] {
  const last = ends.at(-1) ?? [];
  const isLast = (values: readonly Json[]) => JSON.stringify(values) === JSON.stringify(last);
  const count = ends.filter(isLast).length;
  return [...last, count + (before && isLast(before.values) ? (before.same ?? 0) : 0)];
}

function readPlace(sort: readonly SortColumn[], mark: string, cursor: string): Place {
  const told = sort.filter(({ isNumber }) => !isNumber);
  if (told.length === sort.length) return { values: readCursor(mark, cursor, (values) => fitColumns(sort, values)) };
  const read = readCursor(mark, cursor, (values) => fitColumns(told, values.slice(0, -1)) && isCount(values.at(-1)));
  return { values: read.slice(0, -1), same: Number(read.at(-1)) };
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
