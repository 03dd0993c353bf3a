import { HaidangError } from '@haidang/sdk';
import type { Cells, Dialect, Sql, Store } from '../dialect/dialect.ts';
import { type Column, system } from '../table.ts';
import { anyOf } from './any-of.ts';
import { columnOf, compileCondition, durationOf } from './compile-condition.ts';
import { fromWhere } from './compile-source.ts';
import { both, type Condition, type Duration, type FieldRef } from './condition.ts';
import { convertedField, partColumns, sinceOf, Whole } from './conversion.ts';
import { type Group, type GroupValue, groupSql, groupStore, groupValue } from './groups.ts';
import type { Moment } from './moment.ts';
import type { CodePlace } from './names.ts';
import type { Found, Reading } from './reading.ts';
import { rolledUp } from './rolled-up.ts';
import type { Source } from './source.ts';
import { identifier, join, sql, whole } from './sql.ts';

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

/** A group with its figures, and the rows used for them. */
export interface Figures {
  readonly key: readonly GroupValue[];
  readonly values: readonly GroupValue[];
  readonly n: number;
}

/** Figures that were asked for. */
export interface AskedFigures {
  groups(found: Found): readonly Figures[];
  /** What a group without rows has, where that is not told beforehand. */
  empty?(found: Found): (key: readonly GroupValue[]) => readonly GroupValue[];
  /** Where the values of a group, and of a figure, stand. */
  keyCodes(group: number): readonly CodePlace[];
  valueCodes(figure: number): readonly CodePlace[];
}

// More groups than anybody looks at; they would all be held in memory.
const mostGroups = 100_000;

/** Without rows a count is 0, all else has no value. */
export function emptyValue({ fn }: Aggregate): GroupValue {
  return fn === 'count' || fn === 'count-distinct' ? 0 : null;
}

/** Asks for an aggregation: one statement for all that can be counted in one scan, one for each quantile and newest value. */
export function askAggregation(aggregation: Aggregation, reading: Reading, at: Moment): AskedFigures {
  const { source, groups } = aggregation;
  const { aggregates, where, used: counted } = narrowed(aggregation, at);
  const unit = convertedField(source, at);
  const compiled = groups.map((group, index) =>
    groupSql(group, index, at.dialect, group.ref.alias === source.alias && group.ref.columns === unit ? sinceOf(at) : undefined),
  );
  const joins = compiled.flatMap((group) => group.joins);
  const keys = groups.map(
    (group, index): Part => ({ name: `g${index}`, store: groupStore(group), of: compiled[index]?.value ?? sql`NULL` }),
  );
  const frame: Frame = { source, keys, from: (condition) => fromWhere(source, both(where, condition), at, joins) };
  const parts = (unit ? partColumns(source) : []).map((of, index): Part => ({ name: `p${index}`, store: 'number', of }));
  const fixed = [...keys, ...parts];
  const byGroup: Sql = fixed.length === 0 ? sql`` : { sql: ` GROUP BY ${fixed.map((_, index) => index + 1).join(', ')}`, values: [] };
  const limit = sql`LIMIT ${whole(mostGroups + 1)}`;
  const columns = [...fixed];
  // Two figures that are the same are counted once.
  const place = (of: Sql, store: Store): number => {
    const text = JSON.stringify(of);
    const same = columns.findIndex((column, index) => index >= fixed.length && JSON.stringify(column.of) === text);
    return same >= 0 ? same : columns.push({ name: `m${columns.length}`, store, of }) - 1;
  };
  const rolled = rolledUp(aggregation, at);
  if (rolled) reading.rollups.add(rolled.rollup);
  const places = aggregates.map((aggregate, index) => {
    const of = rolled ? rolled.aggregates[index] : scan(aggregate, at);
    return of && place(of, storeOf(aggregate));
  });
  const used = place(rolled?.used ?? sql`count(*)${filterOf(counted, at)}`, 'integer');
  const main = reading.select({
    columns,
    statement: sql`SELECT ${listOf(columns)} ${rolled?.from(joins) ?? frame.from()}${byGroup} ${limit}`,
  });
  const others = aggregates.map((aggregate) => {
    const statement = apart(aggregate, frame, at.dialect);
    // Its groups are among those of the scan, which is refused when there are more.
    const limited = statement && sql`${statement} ${limit}`;
    return limited && reading.select({ columns: [...keys, { name: 'value', store: storeOf(aggregate) }], statement: limited });
  });
  const keyOf = (row: Cells) => groups.map((group, index) => groupValue(group, row[index] ?? null));
  const wholesOf = (rows: readonly Cells[]): readonly Figures[] => {
    const wholes = new Map<string, Whole>();
    // Without groups there is one, also when there are no rows.
    if (groups.length === 0) wholes.set('[]', new Whole([], aggregates));
    for (const row of rows) {
      const key = keyOf(row);
      const name = JSON.stringify(key);
      const group = wholes.get(name) ?? new Whole(key, aggregates);
      wholes.set(name, group);
      const values = places.map((place) => (place === undefined ? null : (row[place] as GroupValue)));
      group.add(values, Number(row[used]), row.slice(keys.length, fixed.length));
    }
    return [...wholes.values()];
  };
  return {
    groups(found) {
      const rows = main.rows(found);
      if (rows.length > mostGroups)
        throw new HaidangError('too-large', { path: 'by', reason: `There are more than ${mostGroups} groups.` });
      if (unit) return wholesOf(rows);
      const figures = new Map(
        rows.map((row) => {
          const key = keyOf(row);
          const values = places.map((place) => (place === undefined ? null : (row[place] as GroupValue)));
          return [JSON.stringify(key), { key, values, n: Number(row[used]) }];
        }),
      );
      for (const [index, other] of others.entries()) {
        for (const row of other?.rows(found) ?? []) {
          const group = figures.get(JSON.stringify(keyOf(row)));
          if (group) group.values[index] = row[groups.length] as GroupValue;
        }
      }
      return [...figures.values()];
    },
    keyCodes: (group) => [{ table: main.name, column: `g${group}` }],
    valueCodes(figure) {
      const other = others[figure];
      return [other ? { table: other.name, column: 'value' } : { table: main.name, column: columns[places[figure] ?? used]?.name ?? '' }];
    },
  };
}

/** Asks how many of the rows that count in the figures are illustrative. */
export function askSample(aggregation: Aggregation, reading: Reading, at: Moment): (found: Found) => number {
  const { source } = aggregation;
  const { where, used } = narrowed(aggregation, at);
  const isSample = sql`${identifier(source.alias, system.sample)} = ${whole(1)}`;
  const counting = convertedField(source, at) ? sql`count(DISTINCT ${identifier(source.alias, system.id)})` : sql`count(*)`;
  const count = sql`SELECT ${counting} ${fromWhere(source, both(where, used), at)} AND ${isSample}`;
  // Whatever the planner takes the conditions for, it costs nothing where no row is illustrative.
  const areThere = sql`EXISTS (SELECT 1 FROM ${identifier(source.table.name)} AS ${identifier(source.alias)} WHERE ${isSample})`;
  const selected = reading.select({
    columns: [{ name: 'sample', store: 'integer' }],
    statement:
      at.asAt === undefined
        ? sql`SELECT CASE WHEN ${areThere} THEN (${count}) ELSE ${whole(0)} END AS sample`
        : sql`SELECT (${count}) AS sample`,
  });
  return (found) => Number(selected.rows(found)[0]?.[0]);
}

/** A column of a statement. */
type Part = Column & { readonly of: Sql };

function listOf(parts: readonly Part[]): Sql {
  return join(
    parts.map(({ name, of }) => sql`${of} AS ${identifier(name)}`),
    ', ',
  );
}

/** How a figure is stored. */
function storeOf({ fn, of }: Aggregate): Store {
  if (fn === 'count' || fn === 'count-distinct') return 'integer';
  if ((fn === 'min' || fn === 'max' || fn === 'last') && of && 'path' in of && of.columns.store !== 'point') return of.columns.store;
  return 'number';
}

/** What all figures ask of a row is asked of the rows that are read, where an index can help; `used` are those that count in a figure, when more are read. */
export function narrowed(
  { groups, aggregates, where, keepsEmpty }: Pick<Aggregation, 'groups' | 'aggregates' | 'where' | 'keepsEmpty'>,
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
  if (fn !== 'sum' && fn !== 'avg') return sql`${name}(${valueSql(of)})${filter}`;
  // As floating point, so that sums do not overflow and averages of whole numbers keep their fraction.
  const value = sql`CAST(${valueSql(of)} AS DOUBLE PRECISION)`;
  const isWhole = 'path' in of && of.columns.store === 'integer';
  return sql`${isWhole ? sql`${name}(${value})` : at.dialect.steady(fn, value)}${filter}`;
}

interface Frame {
  readonly source: Source;
  readonly keys: readonly Part[];
  from(condition?: Condition): Sql;
}

function apart({ fn, of, where }: Aggregate, { source, keys, from }: Frame, dialect: Dialect): Sql | undefined {
  if (!of) return undefined;
  const value = (sqlOf: Sql): Part => ({ name: 'v', store: 'number', of: sqlOf });
  if (fn === 'median' || fn === 'p90') {
    const rows = sql`SELECT ${listOf([...keys, value(sql`CAST(${valueSql(of)} AS DOUBLE PRECISION)`)])} ${from(where)}`;
    return dialect.quantile(rows, keys.length, fn === 'median' ? 0.5 : 0.9);
  }
  if (fn !== 'last' || !('path' in of)) return undefined;
  const { time, key } = source;
  if (!time) throw new Error(`${source.table.entry.name} has no time that its reader knows`);
  // Of keys that the caller may not read the order would tell.
  const order = [columnOf(time), ...(key?.map(columnOf) ?? [identifier(source.alias, system.id)])];
  const known: Condition = { kind: 'not', of: { kind: 'empty', ref: of } };
  const timed: Condition = { kind: 'not', of: { kind: 'empty', ref: time } };
  const names = keys.map(({ name }) => identifier(name));
  const places = order.map((column, index): Part => ({ name: `o${index}`, store: 'text', of: column }));
  const rows = sql`SELECT ${listOf([...keys, ...places, value(valueSql(of))])} ${from(both(where, known, timed))}`;
  const partition = names.length === 0 ? sql`` : sql`PARTITION BY ${join(names, ', ')} `;
  const newest = join(
    places.map(({ name }) => sql`${identifier(name)} DESC`),
    ', ',
  );
  const numbered = sql`SELECT ${join([...names, sql`v AS value`, sql`row_number() OVER (${partition}ORDER BY ${newest}) AS i`], ', ')} FROM (${rows}) AS a`;
  return sql`SELECT * FROM (${numbered}) AS b WHERE i = 1`;
}

function valueSql(of: FieldRef | Duration): Sql {
  return 'path' in of ? columnOf(of) : durationOf(of);
}
