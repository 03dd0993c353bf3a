import type { Sql } from '../dialect/dialect.ts';
import { compileCondition } from '../query/compile-condition.ts';
import type { Moment } from '../query/moment.ts';
import { identifier, join, sql, whole } from '../query/sql.ts';
import { bucketSql } from './bucket.ts';
import { cellColumns, type Measure, type Rollup } from './rollup.ts';
import { columnsOf } from './tables.ts';

/** INSERT of the cells of some rows of the dataset; `rows` selects these. */
export function insertCells(rollup: Rollup, at: Moment, rows: Sql, kept: 0 | 1): Sql {
  const { source, bucket, unit, dimensions, measures } = rollup;
  const field = ({ column }: typeof bucket) => identifier(source.alias, column);
  const slice = identifier('s', 'slice');
  const split = dimensions.map((dimension) => sql`CASE WHEN ${slice} = ${text(dimension.column)} THEN ${field(dimension)} END`);
  const groups = [bucketSql(bucket, field(bucket)), ...(unit ? [field(unit)] : []), ...split];
  const figures = measures.map((measure) => figureOf(measure, at));
  const cells = [slice, whole(kept), ...groups, { sql: 'count(*)', values: [] }, ...figures];
  // By their places: of an expression that stands twice the database could not tell that it is the same.
  const places = [1, ...groups.map((_, index) => index + 3)].map(whole);
  const from = sql`(${rows}) AS ${identifier(source.alias)} CROSS JOIN (${slices(rollup)}) AS s`;
  return sql`INSERT INTO ${identifier(rollup.name)} (${names(rollup)}) SELECT ${join(cells, ', ')} FROM ${from} GROUP BY ${join(places, ', ')}`;
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
  const { bucket, unit, dimensions, measures } = rollup;
  const groups = [bucket, ...(unit ? [unit] : []), ...dimensions].map(({ column }) => identifier(column));
  const add = (name: string, fn: Measure['fn']) => sql`${{ sql: fn === 'count' ? 'sum' : fn, values: [] }}(${identifier(name)})`;
  const figures = [add(cellColumns.n, 'count'), ...measures.map(({ column, fn }) => add(column, fn))];
  const slice = identifier(cellColumns.slice);
  const cells = join([slice, kept, ...groups, ...figures], ', ');
  return sql`INSERT INTO ${identifier(rollup.name)} (${names(rollup)}) SELECT ${cells} FROM ${identifier(rollup.name)} WHERE ${where} GROUP BY ${join([slice, ...groups], ', ')}`;
}
