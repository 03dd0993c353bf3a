import type { Sql } from '../dialect/dialect.ts';
import { bucketSql, startOfNextDay } from '../rollup/bucket.ts';
import { cellColumns, markTable, type Rollup } from '../rollup/rollup.ts';
import type { Spans } from '../rollup/spans.ts';
import type { Wanted } from '../rollup/wanted.ts';
import type { FieldColumns } from '../table.ts';
import { day } from './calendar.ts';
import { columnOf, compileCondition } from './compile-condition.ts';
import { both, type Condition, type FieldRef } from './condition.ts';
import type { Moment } from './moment.ts';
import type { Source } from './source.ts';
import { identifier, join, sql, whole } from './sql.ts';

/** What cells and rows are put together for. */
export interface RolledUpRows {
  readonly rollup: Rollup;
  readonly wanted: Wanted;
  readonly spans: Spans;
  /** Of each figure whether rows that are gone count in it. */
  readonly ofPeriods: readonly boolean[];
  readonly slice: FieldColumns | undefined;
  /** Columns of the row that are passed on. */
  readonly columns: readonly FieldColumns[];
  readonly at: Moment;
}

/** Columns of what is counted; fields have no such names. */
export const places = { used: '_used', present: '_present' };

/** Column of a figure. */
export function place(figure: number): string {
  return `_f${figure}`;
}

/** SELECTs of everything that is counted, each row once: cells, rows of days that are cut, rows whose cells are marked, rows without the time. */
export function rolledUpRows(making: RolledUpRows): readonly Sql[] {
  const { rollup, spans } = making;
  const time = identifier(rollup.source.alias, rollup.bucket.column);
  const table = identifier(rollup.table.name);
  const alias = identifier(rollup.source.alias);
  const ofDays = spans.cut.map((start) => {
    const day = sql`SELECT * FROM ${table} AS ${alias} WHERE ${time} >= ${start} AND ${time} < ${startOfNextDay(start)}`;
    return rowsArm(making, sql`(${making.at.dialect.apart(day)}) AS ${alias} WHERE ${whole(1)} = ${whole(1)}`);
  });
  const timeless = spans.hasTimeless ? [rowsArm(making, sql`${table} AS ${alias} WHERE ${time} IS NULL`)] : [];
  return [...cellArms(making), ...ofDays, ...markedArms(making), ...timeless];
}

function cellArms({ rollup, wanted, spans, ofPeriods, slice, columns, at }: RolledUpRows): readonly Sql[] {
  const { source, bucket, unit, name } = rollup;
  const own = (column: string) => identifier(source.alias, column);
  const isThere = sql`${own(cellColumns.kept)} = ${whole(0)}`;
  const ofUnit = unit ? sql`COALESCE(${own(unit.column)}, '')` : sql`''`;
  const marks = sql`SELECT bucket || ' ' || unit FROM ${identifier(markTable)} WHERE rollup = ${text(name)}`;
  const isUnmarked = at.dialect.isNoneOf(sql`${bucketText(own(bucket.column), bucket)} || ' ' || ${ofUnit}`, marks);
  // What rows that are gone have left stays as it is.
  const isFresh = sql`(${own(cellColumns.kept)} <> ${whole(0)} OR ${isUnmarked})`;
  return spans.whole.map((span) => {
    const count = (column: string | undefined) => (column === undefined ? whole(0) : sql`COALESCE(${own(column)}, ${whole(0)})`);
    const figureIn = (column: string | undefined, fn: string, of: FieldRef | undefined) => {
      if (fn === 'count') return count(column);
      return column === undefined ? nothing(fn, of, at) : own(column);
    };
    const hasGone = span.figures.some((column, index) => column !== undefined && ofPeriods[index]);
    const figures = wanted.figures.map(({ fn, of }, index) => {
      const figure = figureIn(span.figures[index], fn, of);
      return ofPeriods[index] ? figure : sql`CASE WHEN ${isThere} THEN ${figure} END`;
    });
    const list = listOf(columns, source, figures, count(span.used), wanted.present && count(span.present));
    const where = [
      sql`${own(cellColumns.slice)} = ${text(slice?.column ?? '')}`,
      sql`${own(bucket.column)} IS NOT NULL`,
      ...(span.from === undefined ? [] : [sql`${own(bucket.column)} >= ${span.from}`]),
      ...(span.to === undefined ? [] : [sql`${own(bucket.column)} < ${span.to}`]),
      compileCondition(both(...wanted.ofCells), at),
      ...(hasGone ? [] : [isThere]),
      isFresh,
    ];
    return sql`SELECT ${list} FROM ${identifier(name)} AS ${identifier(source.alias)} WHERE ${join(where, ' AND ')}`;
  });
}

/** Rows of days and units whose cells are marked, except those of days that are read row by row anyhow. */
function markedArms(making: RolledUpRows): readonly Sql[] {
  const { rollup, spans, at } = making;
  const { source, bucket, unit, name, table } = rollup;
  const isDate = bucket.store === 'date';
  const time = identifier(source.alias, bucket.column);
  const start = identifier('m', 'start');
  const bounds = spans.whole.map(({ from, to }) => {
    const within = [...(from === undefined ? [] : [sql`m.start >= ${from}`]), ...(to === undefined ? [] : [sql`m.start < ${to}`])];
    return within.length > 0 ? sql`(${join(within, ' AND ')})` : sql`1 = 1`;
  });
  if (bounds.length === 0) return [];
  const value = isDate ? sql`bucket` : sql`CAST(bucket AS BIGINT)`;
  const days = (ofUnit: Sql) =>
    sql`(SELECT * FROM (SELECT DISTINCT ${value} AS start, unit FROM ${identifier(markTable)} WHERE rollup = ${text(name)} AND bucket <> '' AND ${ofUnit}) AS m WHERE ${join(bounds, ' OR ')}) AS m`;
  // The longest day is shorter; what of the next one lies in between is left out.
  const inDay = isDate
    ? sql`${time} = ${start}`
    : sql`${time} >= ${start} AND ${time} < ${start} + ${whole(1.1 * day)} AND ${bucketSql(bucket, time)} = ${start}`;
  const arm = (ofUnit: Sql, inUnit: Sql) =>
    rowsArm(making, at.dialect.forEach(days(ofUnit), identifier(table.name), identifier(source.alias), sql`${inUnit} AND ${inDay}`));
  if (!unit) return [arm(sql`1 = 1`, sql`1 = 1`)];
  const of = identifier(source.alias, unit.column);
  return [arm(sql`unit <> ''`, sql`${of} = ${identifier('m', 'unit')}`), arm(sql`unit = ''`, sql`${of} IS NULL`)];
}

/** What single rows add. */
function rowsArm({ wanted, columns, rollup: { source }, at }: RolledUpRows, from: Sql): Sql {
  const one = (condition: Condition) => sql`CASE WHEN ${compileCondition(condition, at)} THEN ${whole(1)} ELSE ${whole(0)} END`;
  const figures = wanted.figures.map(({ fn, of, where }) => {
    if (fn === 'count' || !of) return one(where);
    const value = fn === 'sum' ? sql`CAST(${columnOf(of)} AS DOUBLE PRECISION)` : columnOf(of);
    return sql`CASE WHEN ${compileCondition(where, at)} THEN ${value} END`;
  });
  const list = listOf(columns, source, figures, wanted.present ? one(wanted.used) : whole(1), wanted.present && whole(1));
  return sql`SELECT ${list} FROM ${from} AND ${compileCondition(both(...wanted.ofCells, wanted.present ?? wanted.used), at)}`;
}

function listOf(columns: readonly FieldColumns[], { alias }: Source, figures: readonly Sql[], used: Sql, present: Sql | undefined): Sql {
  const list = [
    ...columns.map(({ column }) => sql`${identifier(alias, column)} AS ${identifier(column)}`),
    ...figures.map((figure, index) => sql`${figure} AS ${identifier(place(index))}`),
    sql`${used} AS ${identifier(places.used)}`,
    ...(present ? [sql`${present} AS ${identifier(places.present)}`] : []),
  ];
  return join(list, ', ');
}

/** No value, of the type that the others have. */
function nothing(fn: string, of: FieldRef | undefined, { dialect }: Moment): Sql {
  const store = fn === 'sum' || !of || of.columns.store === 'point' ? 'number' : of.columns.store;
  return { sql: `CAST(NULL AS ${dialect.columnType(store)})`, values: [] };
}

function bucketText(column: Sql, { store }: FieldColumns): Sql {
  return store === 'date' ? column : sql`CAST(${column} AS TEXT)`;
}

/** A name that stands in a statement as text. */
function text(name: string): Sql {
  return { sql: `'${name}'`, values: [] };
}
