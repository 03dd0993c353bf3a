import { workingMsUntil } from '../../time/working-time.ts';
import type { Sql } from '../dialect/dialect.ts';
import { unitsInReach } from '../unit-reach.ts';
import { dateOf, formatLocalDay, localOf } from './calendar.ts';
import type { Condition, Constant, Duration, FieldRef, Term } from './condition.ts';
import { isConverted } from './conversion.ts';
import { boundsOf, type Moment, periodOf } from './moment.ts';
import { momentLocal, momentUtc } from './shift.ts';
import { identifier, join, sql, values } from './sql.ts';

/** SQL of a condition. In it a test on a missing value may be NULL, which WHERE, FILTER, AND and OR take for false; only `not` has to say so. */
export function compileCondition(condition: Condition, at: Moment): Sql {
  switch (condition.kind) {
    case 'all':
      return joined(condition.of, ' AND ', '1 = 1', at);
    case 'any':
      return joined(condition.of, ' OR ', '1 = 0', at);
    case 'not':
      if (condition.of.kind === 'empty') return sql`${columnOf(condition.of.ref)} IS NOT NULL`;
      return sql`(${compileCondition(condition.of, at)}) IS NOT TRUE`;
    case 'compare':
      return compare(condition, at);
    case 'one-of':
      return oneOf(condition.ref, condition.values, at);
    case 'below':
      if (isConverted(condition.ref, at)) return oneOf(condition.ref, at.units.withinAt(condition.unit, at.now), at);
      return oneOf(condition.ref, condition.withEarlier ? unitsInReach(at.units, condition.unit) : at.units.within(condition.unit), at);
    case 'empty':
      return sql`${columnOf(condition.ref)} IS NULL`;
    case 'words': {
      const column = identifier(condition.ref.alias, condition.column);
      const tests = condition.words.map((word) => at.dialect.contains(column, word));
      return sql`(${join([sql`${column} IS NOT NULL`, ...tests], ' AND ')})`;
    }
    case 'item':
      return at.dialect.listHas(columnOf(condition.ref), condition.value);
    case 'box':
      return box(condition.ref, condition.box);
    case 'near':
      return near(condition.ref, condition.point, condition.metres);
    case 'during': {
      const column = columnOf(condition.ref);
      const [from, to] = boundsOf(periodOf(condition.period, at), condition.ref.columns.store === 'date' ? 'date' : 'instant');
      return sql`(${column} >= ${from} AND ${column} < ${to})`;
    }
    case 'asking':
      return condition.compile(at);
  }
}

/** A column of a field; of a position its longitude. */
export function columnOf({ alias, columns }: FieldRef): Sql {
  return identifier(alias, columns.column);
}

function joined(conditions: readonly Condition[], word: string, none: string, at: Moment): Sql {
  if (conditions.length === 0) return { sql: none, values: [] };
  return sql`(${join(
    conditions.map((condition) => compileCondition(condition, at)),
    word,
  )})`;
}

function compare({ left, operator, right }: Extract<Condition, { kind: 'compare' }>, at: Moment): Sql {
  // Days are text: with so many days more they are compared as numbers.
  const asDays = [left, right].some((term) => term.kind === 'field' && term.ref.columns.store === 'date' && term.plus !== undefined);
  const mark: Sql = { sql: ` ${operator} `, values: [] };
  return sql`${term(left, at, asDays)}${mark}${term(right, at, asDays)}`;
}

function term(of: Term, at: Moment, asDays: boolean): Sql {
  switch (of.kind) {
    case 'constant':
      if (asDays) return sql`CAST(${Math.floor(Date.parse(String(of.value)) / 86_400_000) + julianEpoch} AS BIGINT)`;
      return constant(of.value, at);
    case 'moment': {
      if (of.as === 'instant') return sql`${momentUtc(of.moment, at.now)}`;
      const day = formatLocalDay(momentLocal(of.moment, at.now));
      return asDays ? term({ kind: 'constant', value: day }, at, true) : sql`${day}`;
    }
    case 'year':
      return sql`${dateOf(localOf(at.now)).year + of.plus}`;
    case 'duration':
      return durationOf(of.duration);
    case 'field': {
      const { store } = of.ref.columns;
      const column = asDays ? dayNumber(columnOf(of.ref)) : columnOf(of.ref);
      if (of.plus === undefined) return column;
      return store === 'number' || !Number.isSafeInteger(of.plus)
        ? sql`(${column} + CAST(${of.plus} AS DOUBLE PRECISION))`
        : sql`(${column} + CAST(${of.plus} AS BIGINT))`;
    }
  }
}

function constant(value: Constant, { dialect }: Moment): Sql {
  if (typeof value === 'boolean') return { sql: '?', values: [dialect.encode('boolean', value)] };
  // A column of whole numbers would not take a fraction.
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return sql`CAST(${value} AS DOUBLE PRECISION)`;
  return sql`${value}`;
}

/** Units of time between two fields, with fractions. */
export function durationOf({ from, to, unitMs, isWorking }: Duration): Sql {
  if (isWorking) {
    const worked = sql`(${workingMsUntil(columnOf(to))} - ${workingMsUntil(columnOf(from))})`;
    return sql`(CAST(${worked} AS DOUBLE PRECISION) / CAST(${unitMs} AS DOUBLE PRECISION))`;
  }
  if (from.columns.store === 'date') {
    const days = sql`(${dayNumber(columnOf(to))} - ${dayNumber(columnOf(from))})`;
    return sql`(CAST(${days} AS DOUBLE PRECISION) * CAST(${86_400_000 / unitMs} AS DOUBLE PRECISION))`;
  }
  return sql`(CAST(${columnOf(to)} - ${columnOf(from)} AS DOUBLE PRECISION) / CAST(${unitMs} AS DOUBLE PRECISION))`;
}

// More texts and whole numbers are bound as one list: statements are then the same however many there are.
const few = 10;

function oneOf(ref: FieldRef, list: readonly Constant[], { dialect }: Moment): Sql {
  const { store } = ref.columns;
  if (list.length > few && list.every((value) => typeof value === 'string')) return dialect.isOneOf(columnOf(ref), list);
  const fitting = store === 'integer' && !list.every(Number.isSafeInteger) ? list.filter(Number.isSafeInteger) : list;
  const isWhole = store === 'integer' || store === 'instant';
  if (isWhole && fitting.length > few && fitting.every((value): value is number => Number.isSafeInteger(value)))
    return dialect.isOneOf(columnOf(ref), fitting);
  if (fitting.length === 0) return { sql: '1 = 0', values: [] };
  return sql`${columnOf(ref)} IN ${values(store === 'boolean' ? fitting.map((value) => dialect.encode('boolean', value) as Constant) : fitting)}`;
}

// Julian day of 1970-01-01.
const julianEpoch = 2_440_588;

/** Julian day number of a column of days, by whole-number arithmetic that every database has (J. Meeus, "Astronomical Algorithms", ch. 7). */
function dayNumber(date: Sql): Sql {
  const part = (from: number, length: number) => sql`CAST(substr(${date}, ${{ sql: `${from}, ${length}`, values: [] }}) AS BIGINT)`;
  const [y, m, d] = [part(1, 4), part(6, 2), part(9, 2)];
  const late = sql`((14 - ${m}) / 12)`;
  const year = sql`(${y} + 4800 - ${late})`;
  const month = sql`(${m} + 12 * ${late} - 3)`;
  return sql`(${d} + (153 * ${month} + 2) / 5 + 365 * ${year} + ${year} / 4 - ${year} / 100 + ${year} / 400 - 32045)`;
}

function box(ref: FieldRef, [west, south, east, north]: readonly [number, number, number, number]): Sql {
  const [longitude, latitude] = position(ref);
  const between = join([sql`${longitude} >= ${west}`, sql`${longitude} <= ${east}`], west <= east ? ' AND ' : ' OR ');
  return sql`(${latitude} >= ${south} AND ${latitude} <= ${north} AND (${between}))`;
}

// Mean radius of the earth (IUGG), metres.
const radius = 6_371_008.8;
const degree = Math.PI / 180;

/** Great-circle distance by the haversine formula; a box before it lets an index help. */
function near(ref: FieldRef, [longitude, latitude]: readonly [number, number], metres: number): Sql {
  const [lon, lat] = position(ref);
  const angle = metres / radius;
  if (angle >= Math.PI) return sql`${lon} IS NOT NULL`;
  const half = (difference: Sql) => sql`sin((${difference}) * CAST(${degree / 2} AS DOUBLE PRECISION))`;
  const a = half(sql`${lat} - CAST(${latitude} AS DOUBLE PRECISION)`);
  const b = half(sql`${lon} - CAST(${longitude} AS DOUBLE PRECISION)`);
  const haversine = sql`${a} * ${a} + cos(${lat} * CAST(${degree} AS DOUBLE PRECISION)) * CAST(${Math.cos(latitude * degree)} AS DOUBLE PRECISION) * ${b} * ${b}`;
  const exact = sql`${haversine} <= CAST(${Math.sin(angle / 2) ** 2} AS DOUBLE PRECISION)`;
  // A little wider than the circle, so that rounding never cuts into it.
  const reach = (angle / degree) * 1.000001 + 1e-9;
  const [south, north] = [latitude - reach, latitude + reach];
  const parts = [sql`${lat} >= ${south}`, sql`${lat} <= ${north}`];
  const widest = Math.cos(Math.min(90, Math.max(Math.abs(south), Math.abs(north))) * degree);
  const reachLon =
    Math.sin(Math.min(angle, Math.PI / 2)) < widest
      ? (Math.asin(Math.sin(Math.min(angle, Math.PI / 2)) / widest) / degree) * 1.000001 + 1e-9
      : 180;
  const holds = reachLon < 180 && longitude - reachLon >= -180 && longitude + reachLon <= 180;
  if (holds) parts.push(sql`${lon} >= ${longitude - reachLon}`, sql`${lon} <= ${longitude + reachLon}`);
  return sql`(${join([...parts, exact], ' AND ')})`;
}

function position({ alias, columns }: FieldRef): readonly [longitude: Sql, latitude: Sql] {
  return [identifier(alias, columns.column), identifier(alias, columns.latitude ?? columns.column)];
}
