import { type Grain, HaidangError, type Json, type Query } from '@haidang/sdk';
import type { Dialect, Sql, Store } from '../dialect/dialect.ts';
import { formatInstant, offsetAt, transitions, zone } from '../zone.ts';
import { day, formatLocalDay, formatLocalHour, hour, localDate, parseLocal, startOfWeek, utcOf } from './calendar.ts';
import { columnOf } from './compile-condition.ts';
import type { FieldRef } from './condition.ts';
import { monthCut } from './reporting-month.ts';
import type { Source } from './source.ts';
import { identifier, sql, whole } from './sql.ts';

type TimeGrain = Exclude<Grain, 'ward' | 'province'>;

/** By what rows are put together. */
export interface Group {
  /** Column of the answer. */
  readonly name: string;
  readonly ref: FieldRef;
  readonly grain?: Grain;
  /** How reporting months are cut (`reporting-month.ts`): a month, quarter or year is the one that the reports call so. */
  readonly cut?: number;
}

/** Value of a group as the database gives it: a time bucket is "2026-11-21" or "2026-11-21T14". */
export type GroupValue = string | number | boolean | null;

/** Groups of a query from a dataset or an indicator (`from`, qualified). */
export function readGroups(by: Query['by'] = [], source: Source, from: string): readonly Group[] {
  const cut = monthCut(source.context.ioc, from);
  const groups = by.map((each, index): Group => {
    const place = `by.${index}`;
    const { field: path, grain } = typeof each === 'string' ? { field: each } : each;
    const ref = source.find(path, place);
    const { store } = ref.columns;
    if (store === 'json' || store === 'list' || store === 'point') throw refuse(place, path, 'Rows cannot be put together by this field.');
    if (grain === 'ward' || grain === 'province') {
      if (ref.field.type !== 'unit') throw refuse(place, path, `Only a unit has a ${grain}.`);
    } else if (grain !== undefined && store !== 'instant' && !(store === 'date' && grain !== 'hour'))
      throw refuse(place, path, `The field has no ${grain}.`);
    return { name: path, ref, ...(grain && { grain }), ...(cut > 0 && { cut }) };
  });
  const names = groups.map(({ name }) => name);
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice >= 0) throw refuse(`by.${twice}`, names[twice] ?? '', 'The field is named twice.');
  return groups;
}

/** SQL of a group's value; `number` tells its joins from those of other groups. */
export function groupSql(
  { ref, grain, cut }: Group,
  number: number,
  dialect: Dialect,
  /** Of units in force since a day: what their parents have become by then. */
  since?: string,
): { readonly value: Sql; readonly joins: readonly Sql[] } {
  const column = columnOf(ref);
  if (grain === undefined) return { value: column, joins: [] };
  if (grain === 'ward' || grain === 'province')
    return since === undefined ? unitSql(column, grain, number) : placeSql(column, grain, number, since);
  if (ref.columns.store === 'date')
    return { value: grain === 'hour' || grain === 'day' ? column : dialect.bucketOfDate(column, grain, cut), joins: [] };
  if (grain === 'month' || grain === 'quarter' || grain === 'year')
    return { value: dialect.bucketOfInstant(localSql(column), grain, cut), joins: [] };
  return { value: sql`((${localSql(column)} + ${whole(beginning - starts[grain])}) / ${whole(lengths[grain])})`, joins: [] };
}

/** How a group's value is stored in the rows of a statement. */
export function groupStore({ ref, grain }: Group): Store {
  if (isCounted(ref, grain)) return 'integer';
  const { store } = ref.columns;
  return grain !== undefined || store === 'point' ? 'text' : store;
}

/** The value of a group in such a row. */
export function groupValue({ ref, grain }: Group, cell: unknown): GroupValue {
  if (cell === null || !isCounted(ref, grain)) return cell as GroupValue;
  const local = Number(cell) * lengths[grain] + starts[grain] - beginning;
  return grain === 'hour' ? formatLocalHour(local) : formatLocalDay(local);
}

type CountedGrain = 'hour' | 'day' | 'week';

// Hours, days and weeks of instants are numbered by the database, which is much quicker at that than at dates; a multiple of all of them before year 1 keeps the numbers positive, since division goes towards zero.
const lengths = { hour, day, week: 7 * day };
const starts = { hour: 0, day: 0, week: startOfWeek(0) };
const beginning = 150_000 * lengths.week;

function isCounted(ref: FieldRef, grain: Grain | undefined): grain is CountedGrain {
  return ref.columns.store === 'instant' && (grain === 'hour' || grain === 'day' || grain === 'week');
}

export function isTimeGrain(grain: Grain | undefined): grain is TimeGrain {
  return grain !== undefined && grain !== 'ward' && grain !== 'province';
}

/** Value of a group as an answer gives it: hours as instants, longer steps as their first day. */
export function groupCell({ ref, grain }: Group, value: GroupValue): Json {
  if (value === null) return null;
  if (grain === 'hour') return formatInstant(utcOf(parseLocal(String(value))));
  return grain === undefined && ref.columns.store === 'instant' ? formatInstant(Number(value)) : value;
}

/** The unit itself or what it lies in, at a level. Below a province there were districts, so three steps reach the top. */
function unitSql(column: Sql, level: 'ward' | 'province', number: number): { readonly value: Sql; readonly joins: readonly Sql[] } {
  const [own, above, top] = ['a', 'b', 'c'].map((step) => `u${number}${step}`) as [string, string, string];
  const join = (alias: string, key: Sql) =>
    sql`LEFT JOIN ${identifier('unit')} AS ${identifier(alias)} ON ${identifier(alias, 'key')} = ${key}`;
  const choice = (alias: string) => sql`WHEN ${identifier(alias, 'level')} = ${level} THEN ${identifier(alias, 'key')}`;
  return {
    value: sql`CASE ${choice(own)} ${choice(above)} ${choice(top)} END`,
    joins: [join(own, column), join(above, identifier(own, 'parent')), join(top, identifier(above, 'parent'))],
  };
}

function placeSql(column: Sql, level: 'ward' | 'province', number: number, since: string): ReturnType<typeof unitSql> {
  const { value, joins } = unitSql(column, level, number);
  const alias = `u${number}p`;
  const on = sql`${identifier(alias, 'since')} = ${since} AND ${identifier(alias, 'level')} = ${level} AND ${identifier(alias, 'key')} = ${column}`;
  return {
    value: sql`COALESCE(${identifier(alias, 'place')}, ${value})`,
    joins: [...joins, sql`LEFT JOIN ${identifier('unit_place')} AS ${identifier(alias)} ON ${on}`],
  };
}

// The jurisdiction has changed its offset since 1906; no change is announced. Newest first: that is where the rows are.
let offsets: { readonly first: number; readonly changes: readonly { readonly at: number; readonly offset: number }[] } | undefined;

function localSql(column: Sql): Sql {
  offsets ??= { first: offsetAt(zone, localDate(1890, 1)), changes: transitions(zone, localDate(1890, 1), localDate(2100, 1)).reverse() };
  let cases: Sql = sql``;
  for (const { at, offset } of offsets.changes) cases = sql`${cases} WHEN ${column} >= ${whole(at)} THEN ${whole(offset)}`;
  return sql`(${column} + CASE${cases} ELSE ${whole(offsets.first)} END)`;
}

function refuse(path: string, field: string, reason: string): HaidangError {
  return new HaidangError('bad-request', { path, field, reason });
}
