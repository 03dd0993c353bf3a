import type { Sql } from '../dialect/dialect.ts';
import { compileCondition } from '../query/compile-condition.ts';
import type { Moment } from '../query/moment.ts';
import { identifier, join, sql, whole } from '../query/sql.ts';
import type { FieldColumns } from '../table.ts';
import { bucketSql } from './bucket.ts';
import { cellColumns, type Measure, type Rollup } from './rollup.ts';
import { columnsOf } from './tables.ts';

/** INSERT of the cells of some rows of the dataset; `rows` selects these. */
export function insertCells(rollup: Rollup, at: Moment, rows: Sql, kept: 0 | 1): Sql {
  const { dimensions, measures } = rollup;
  const slice = identifier('s', 'slice');
  const part = (name: string) => identifier('p', name);
  const split = dimensions.map(({ column }) => sql`CASE WHEN ${slice} = ${text(column)} THEN ${part(column)} END`);
  const groups = [...bucketAndUnit(rollup).map(({ column }) => part(column)), ...split];
  const cells = join([slice, whole(kept), ...groups, ...figuresOfParts(measures, part)], ', ');
  // Counted in one go, each row would be looked at once for each slice; of parts there are few.
  const from = sql`(${parts(rollup, at, rows)}) AS p CROSS JOIN (${slices(rollup)}) AS s`;
  return sql`INSERT INTO ${identifier(rollup.name)} (${names(rollup)}) SELECT ${cells} FROM ${from} GROUP BY ${byPlaces([1, ...groups.map((_, index) => index + 3)])}`;
}

/** SELECT of what rows count for by bucket, unit and all dimensions at once. */
function parts(rollup: Rollup, at: Moment, rows: Sql): Sql {
  const { source, bucket, unit, dimensions, measures } = rollup;
  const field = ({ column }: typeof bucket) => identifier(source.alias, column);
  const groups = [
    sql`${bucketSql(bucket, field(bucket))} AS ${identifier(bucket.column)}`,
    ...[...(unit ? [unit] : []), ...dimensions].map(field),
  ];
  const figures = measures.map((measure) => sql`${figureOf(measure, at)} AS ${identifier(measure.column)}`);
  const list = join([...groups, sql`count(*) AS ${identifier(cellColumns.n)}`, ...figures], ', ');
  return sql`SELECT ${list} FROM (${rows}) AS ${identifier(source.alias)} GROUP BY ${byPlaces(groups.map((_, index) => index + 1))}`;
}

/** Groups by their places: of an expression that stands twice the database could not tell that it is the same. */
function byPlaces(list: readonly number[]): Sql {
  return join(list.map(whole), ', ');
}

function bucketAndUnit({ bucket, unit }: Rollup): readonly FieldColumns[] {
  return [bucket, ...(unit ? [unit] : [])];
}

/** The figures of a whole, of those of its parts. */
function figuresOfParts(measures: readonly Measure[], part: (name: string) => Sql): readonly Sql[] {
  const add = (name: string, fn: Measure['fn']) => sql`${{ sql: fn === 'count' ? 'sum' : fn, values: [] }}(${part(name)})`;
  return [add(cellColumns.n, 'count'), ...measures.map(({ column, fn }) => add(column, fn))];
}

/** Names of all columns of a roll-up's cells. */
function names(rollup: Rollup): Sql {
  return join(
    columnsOf(rollup).map(({ name }) => identifier(name)),
    ', ',
  );
}

/** One row for each slice. */
function slices({ dimensions }: Rollup): Sql {
  return join(
    ['', ...dimensions.map(({ column }) => column)].map((name) => sql`SELECT ${text(name)} AS ${identifier('slice')}`),
    ' UNION ALL ',
  );
}

/** A name that stands in a statement as text. */
function text(name: string): Sql {
  return { sql: `'${name}'`, values: [] };
}

function figureOf({ fn, of, where }: Measure, at: Moment): Sql {
  const value = of ? identifier(of.alias, of.columns.column) : whole(1);
  const counted = where ? sql`CASE WHEN ${compileCondition(where, at)} THEN ${value} END` : value;
  return sql`${{ sql: fn, values: [] }}(${fn === 'sum' ? sql`CAST(${counted} AS double precision)` : counted})`;
}

/** INSERT that makes one cell of several that were kept for the same bucket, unit and dimension, among those that `where` chooses. `kept` tells the new ones from those. */
export function insertMerged(rollup: Rollup, where: Sql, kept: Sql): Sql {
  const { dimensions, measures } = rollup;
  const groups = [...bucketAndUnit(rollup), ...dimensions].map(({ column }) => identifier(column));
  const figures = figuresOfParts(measures, (name) => identifier(name));
  const slice = identifier(cellColumns.slice);
  const cells = join([slice, kept, ...groups, ...figures], ', ');
  return sql`INSERT INTO ${identifier(rollup.name)} (${names(rollup)}) SELECT ${cells} FROM ${identifier(rollup.name)} WHERE ${where} GROUP BY ${join([slice, ...groups], ', ')}`;
}
