import { HaidangError } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Dialect, Sql } from '../dialect/dialect.ts';
import { system } from '../table.ts';
import { anyOf } from './any-of.ts';
import { columnOf, compileCondition, durationOf } from './compile-condition.ts';
import { fromWhere } from './compile-source.ts';
import { both, type Condition, type Duration, type FieldRef } from './condition.ts';
import { type Group, type GroupValue, groupSql } from './groups.ts';
import type { Moment } from './moment.ts';
import type { Source } from './source.ts';
import { identifier, join, select, sql } from './sql.ts';

/** One figure per group: of a field or a duration, over the rows that meet its own condition. */
export interface Aggregate {
  readonly fn: 'count' | 'count-distinct' | 'sum' | 'avg' | 'min' | 'max' | 'median' | 'p90' | 'last';
  readonly of?: FieldRef | Duration;
  readonly where?: Condition;
}

/** What is asked of a source: figures of its rows, by group. */
export interface Aggregation {
  readonly source: Source;
  readonly groups: readonly Group[];
  readonly aggregates: readonly Aggregate[];
  readonly where?: Condition;
  /** Groups of which no row counts in any figure are given too. */
  readonly keepsEmpty: boolean;
}

/** A group with its figures as stored, the rows used for it, and how many of these are illustrative. */
export interface Figures {
  readonly key: readonly GroupValue[];
  readonly values: readonly GroupValue[];
  readonly n: number;
  readonly sample: number;
}

// More groups than anybody looks at; they would all be held in memory.
const mostGroups = 100_000;

/** Without rows a count is 0, all else has no value. */
export function emptyValue({ fn }: Aggregate): GroupValue {
  return fn === 'count' || fn === 'count-distinct' ? 0 : null;
}

/** Runs an aggregation: one statement for all that can be counted in one scan, one for each quantile and newest value. */
export async function runAggregation(aggregation: Aggregation, connection: Knex, at: Moment): Promise<Figures[]> {
  const { source, groups } = aggregation;
  const { aggregates, where, used } = narrowed(aggregation, at);
  const { dialect } = at;
  const compiled = groups.map((group, index) => groupSql(group, index, dialect));
  const keys = compiled.map(({ value }, index) => sql`${value} AS ${identifier(`g${index}`)}`);
  const joins = compiled.flatMap((group) => group.joins);
  const from = (condition?: Condition) => fromWhere(source, both(where, condition), at, joins);
  const byGroup: Sql = groups.length === 0 ? sql`` : { sql: ` GROUP BY ${groups.map((_, index) => index + 1).join(', ')}`, values: [] };
  const scanned = aggregates.flatMap((aggregate, index) => {
    const expression = scan(aggregate, at);
    return expression ? [sql`${expression} AS ${identifier(`m${index}`)}`] : [];
  });
  const counted = [
    sql`count(*)${filterOf(used, at)} AS ${identifier('n')}`,
    sql`coalesce(sum(${identifier(source.alias, system.sample)})${filterOf(used, at)}, 0) AS ${identifier('sample')}`,
  ];
  const rows = await select(
    connection,
    sql`SELECT ${join([...keys, ...scanned, ...counted], ', ')} ${from()}${byGroup} LIMIT ${mostGroups + 1}`,
  );
  if (rows.length > mostGroups) throw new HaidangError('too-large', { path: 'by', reason: `There are more than ${mostGroups} groups.` });
  const keyOf = (row: Row) =>
    groups.map(({ ref, grain }, index) => groupValue(dialect, grain === undefined ? ref : undefined, row[`g${index}`]));
  const figures = new Map(
    rows.map((row) => {
      const key = keyOf(row);
      const values = aggregates.map((aggregate, index) => figure(aggregate, dialect, row[`m${index}`]));
      return [JSON.stringify(key), { key, values, n: Number(row.n), sample: Number(row.sample) }];
    }),
  );
  for (const [index, aggregate] of aggregates.entries()) {
    const statement = apart(aggregate, { source, keys, count: groups.length, from }, dialect);
    if (!statement) continue;
    for (const row of await select(connection, statement)) {
      const found = figures.get(JSON.stringify(keyOf(row)));
      if (found) found.values[index] = figure(aggregate, dialect, row.value);
    }
  }
  return [...figures.values()];
}

interface Row {
  readonly [column: string]: unknown;
}

/** What all figures ask of a row is asked of the rows that are read, where an index can help; `used` are those that count in a figure, when more are read. */
function narrowed(
  { groups, aggregates, where, keepsEmpty }: Aggregation,
  at: Moment,
): Pick<Aggregation, 'aggregates' | 'where'> & { readonly used?: Condition } {
  const counted = anyOf(
    aggregates.map((aggregate) => aggregate.where),
    at,
  );
  if (!counted) return { aggregates, ...(where && { where }) };
  if (keepsEmpty && groups.length > 0) return { aggregates, ...(where && { where }), used: counted.condition };
  return {
    aggregates: aggregates.map(({ fn, of }, index): Aggregate => {
      const rest = counted.rests[index];
      return { fn, ...(of && { of }), ...(rest && { where: rest }) };
    }),
    where: both(where, counted.condition),
  };
}

function filterOf(condition: Condition | undefined, at: Moment): Sql {
  return condition ? sql` FILTER (WHERE ${compileCondition(condition, at)})` : sql``;
}

/** SQL of what the common scan counts; nothing for what needs a statement of its own. */
function scan({ fn, of, where }: Aggregate, at: Moment): Sql | undefined {
  const filter = filterOf(where, at);
  if (fn === 'count') return sql`count(*)${filter}`;
  if (!of || fn === 'median' || fn === 'p90' || fn === 'last') return undefined;
  if (fn === 'count-distinct') return sql`count(DISTINCT ${valueSql(of)})${filter}`;
  const name: Sql = { sql: fn, values: [] };
  // As floating point, so that sums do not overflow and averages of whole numbers keep their fraction.
  const value = fn === 'sum' || fn === 'avg' ? sql`CAST(${valueSql(of)} AS DOUBLE PRECISION)` : valueSql(of);
  return sql`${name}(${value})${filter}`;
}

interface Frame {
  readonly source: Source;
  readonly keys: readonly Sql[];
  readonly count: number;
  from(condition?: Condition): Sql;
}

function apart({ fn, of, where }: Aggregate, { source, keys, count, from }: Frame, dialect: Dialect): Sql | undefined {
  if (!of) return undefined;
  if (fn === 'median' || fn === 'p90') {
    const rows = sql`SELECT ${join([...keys, sql`CAST(${valueSql(of)} AS DOUBLE PRECISION) AS ${identifier('v')}`], ', ')} ${from(where)}`;
    return dialect.quantile(rows, count, fn === 'median' ? 0.5 : 0.9);
  }
  if (fn !== 'last' || !('path' in of)) return undefined;
  const { entry } = source.table;
  const order = [entry.dataset.time ?? '', ...entry.dataset.key].map((name) => columnOf(source.resolve(name, 'time')));
  const known: Condition = { kind: 'not', of: { kind: 'empty', ref: of } };
  const timed: Condition = { kind: 'not', of: { kind: 'empty', ref: source.resolve(entry.dataset.time ?? '', 'time') } };
  const names = keys.map((_, index) => identifier(`g${index}`));
  const places = order.map((column, index) => sql`${column} AS ${identifier(`o${index}`)}`);
  const rows = sql`SELECT ${join([...keys, ...places, sql`${valueSql(of)} AS ${identifier('v')}`], ', ')} ${from(both(where, known, timed))}`;
  const partition = names.length === 0 ? sql`` : sql`PARTITION BY ${join(names, ', ')} `;
  const newest = join(
    order.map((_, index) => sql`${identifier(`o${index}`)} DESC`),
    ', ',
  );
  const numbered = sql`SELECT ${join([...names, sql`v AS value`, sql`row_number() OVER (${partition}ORDER BY ${newest}) AS i`], ', ')} FROM (${rows}) AS a`;
  return sql`SELECT * FROM (${numbered}) AS b WHERE i = 1`;
}

function valueSql(of: FieldRef | Duration): Sql {
  return 'path' in of ? columnOf(of) : durationOf(of);
}

function groupValue(dialect: Dialect, ref: FieldRef | undefined, stored: unknown): GroupValue {
  const { store } = ref?.columns ?? { store: 'text' as const };
  return (dialect.decode(store === 'point' ? 'text' : store, stored) ?? null) as GroupValue;
}

function figure({ fn, of }: Aggregate, dialect: Dialect, stored: unknown): GroupValue {
  if (stored === null || stored === undefined) return null;
  if ((fn === 'min' || fn === 'max' || fn === 'last') && of && 'path' in of) return groupValue(dialect, of, stored);
  return Number(stored);
}
