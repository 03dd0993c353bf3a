import { HaidangError, type Json, type Query } from '@haidang/sdk';
import type { Knex } from 'knex';
import { system } from '../table.ts';
import { usualFields } from './authorise.ts';
import { cellOf } from './cells.ts';
import { fromWhere } from './compile-source.ts';
import { both, type Condition, type FieldRef } from './condition.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { Moment } from './moment.ts';
import { after, fitColumns, orderBy, readSort, type SortColumn } from './sort.ts';
import type { Source } from './source.ts';
import { identifier, join, select, sql } from './sql.ts';

const usualLimit = 100;

/** A query for rows, resolved. */
export interface RowsPlan {
  readonly source: Source;
  readonly select: readonly FieldRef[];
  readonly where: Condition;
  readonly sort: readonly SortColumn[];
  readonly limit: number;
  readonly after?: readonly Json[];
  /** What a cursor is good for. */
  readonly order: unknown;
}

export function planRows(query: Query, source: Source, where: Condition): RowsPlan {
  const names = query.select ?? usualFields(source.table.entry).map(({ name }) => name);
  const find = query.select ? source.find : source.resolve;
  const fields = names.map((name, index) => find(name, `select.${index}`));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new HaidangError('bad-request', { path: 'select', field: twice, reason: 'The field is named twice.' });
  const sort = readSort(query.sort ?? [], source);
  const order = [query.from, query.sort ?? [], sort.length];
  return {
    source,
    select: fields,
    where,
    sort,
    limit: query.limit ?? usualLimit,
    order,
    ...(query.after !== undefined && { after: readCursor(order, query.after, (values) => fitColumns(sort, values)) }),
  };
}

/** Rows of an answer; `sample` of them are illustrative. */
export interface Page {
  readonly rows: readonly (readonly Json[])[];
  readonly sample: number;
  readonly next?: string;
}

export async function runRows(plan: RowsPlan, connection: Knex, at: Moment): Promise<Page> {
  const { source, sort, limit } = plan;
  const { dialect } = at;
  const columns = plan.select.flatMap(({ alias, columns: { column, latitude } }, index) => [
    sql`${identifier(alias, column)} AS ${identifier(`c${index}`)}`,
    ...(latitude === undefined ? [] : [sql`${identifier(alias, latitude)} AS ${identifier(`l${index}`)}`]),
  ]);
  const places = sort.map(({ column }, index) => sql`${column} AS ${identifier(`s${index}`)}`);
  const list = join([...columns, ...places, sql`${identifier(source.alias, system.sample)} AS ${identifier('sample')}`], ', ');
  const rest = plan.after ? sql` AND ${after(sort, plan.after, dialect)}` : sql``;
  const found = await select(
    connection,
    sql`SELECT ${list} ${fromWhere(source, both(plan.where), at)}${rest} ${orderBy(sort)} LIMIT ${limit + 1}`,
  );
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const place = () => sort.map(({ store }, index) => (dialect.decode(store, last?.[`s${index}`]) ?? null) as Json);
  return {
    rows: rows.map((row) => plan.select.map((ref, index) => cellOf(ref.columns, dialect, row[`c${index}`], row[`l${index}`]))),
    sample: rows.filter((row) => Number(row.sample) !== 0).length,
    ...(found.length > limit && { next: writeCursor(plan.order, place()) }),
  };
}
