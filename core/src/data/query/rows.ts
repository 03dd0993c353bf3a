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
  readonly after?: readonly Json[];
  readonly mark: string;
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
    ...(query.after !== undefined && { after: readCursor(mark, query.after, (values) => fitColumns(sort, values)) }),
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
  const rest = plan.after ? sql` AND ${after(sort, plan.after, at.dialect)}` : sql``;
  const selected = reading.select({
    columns: cells,
    statement: sql`SELECT ${join(list, ', ')} ${fromWhere(source, both(plan.where), at)}${rest} ORDER BY ${orderBy(sort)} LIMIT ${whole(limit + 1)}`,
    order: orderBy(sort.map((column, index) => ({ ...column, column: identifier(`s${index}`) }))).sql,
  });
  return {
    page(found) {
      const all = selected.rows(found);
      const rows = all.slice(0, limit);
      const last = rows.at(-1);
      return {
        rows: rows.map((row) =>
          plan.select.map(({ columns }, index) => cellOf(columns, row[places[index] ?? 0], row[(places[index] ?? 0) + 1])),
        ),
        n: rows.length,
        sample: rows.filter((row) => row[sample] !== 0).length,
        ...(all.length > limit && { next: writeCursor(plan.mark, last?.slice(key, sample) as readonly Json[]) }),
      };
    },
    codes: (index) => [{ table: selected.name, column: `c${index}` }],
  };
}
