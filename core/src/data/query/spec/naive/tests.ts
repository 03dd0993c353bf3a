import type { Json, Query } from '@haidang/sdk';
import { addDays, addMonths, instantOf, midnight, startOf, wallOf } from '../../oracle/naive/calendar.ts';
import { holds, instantMeant, moved, visible } from '../../oracle/naive/conditions.ts';
import { boundsOf, type Span } from '../../oracle/naive/periods.ts';
import { during } from '../../oracle/naive/selection.ts';
import { comparePlain, type Row } from '../../oracle/naive/world.ts';
import { isWarned } from './area.ts';
import { isOnCalendar, isOnTrack } from './releases.ts';
import type { Length, Right, Test } from './tree.ts';
import { workingHours } from './working.ts';
import { cellOf, placeOf, type SpecWorld } from './world.ts';

/** A question about one period: the one asked for, or one that it is compared with. */
export interface Asking {
  readonly world: SpecWorld;
  readonly query: Query;
  readonly span: Span | undefined;
}

const newestWords = new Set(['latest_date', 'latest_hour', 'latest_check', 'latest_round']);

/** Whether a row meets a condition of a formula. What is missing meets no test but `empty`. */
export function meets(test: Test, row: Row, dataset: string, asking: Asking): boolean {
  const { world } = asking;
  if (test.kind === 'and' || test.kind === 'or') {
    const isMet = (each: Test) => meets(each, row, dataset, asking);
    return test.kind === 'and' ? test.of.every(isMet) : test.of.some(isMet);
  }
  if (test.kind === 'helper') {
    const argument = cellOf(test.argument, row, dataset, world);
    if (test.name === 'in_alert_area') return isWarned(argument, world);
    if (test.name === 'on_calendar') return isOnCalendar(argument, row, world);
    if (test.name === 'on_track') return isOnTrack(argument, row, world);
    return fail(`no helper ${test.name}`);
  }
  const value = typeof test.left === 'string' ? cellOf(test.left, row, dataset, world) : lengthOf(test.left, row, dataset, world);
  if (test.kind === 'empty') return (value === null) !== test.not;
  if (value === null) return false;
  if (test.kind === 'true') return value === true;
  if (test.kind === 'in') return test.values.includes(value as string | number) !== test.not;
  if (test.kind === 'during') {
    const [from, to] = boundsOf(periodOf(test.period, asking));
    const at = typeof value === 'number' ? value : instantOf(midnight(String(value)));
    return (from <= at && at < to) !== test.not;
  }
  if (newestWords.has(test.right.name ?? '')) return isNewest(row, dataset, asking);
  const other = rightOf(test.right, test.left, row, dataset, world);
  if (other === null) return false;
  const order = comparePlain(value, other);
  const signs: { readonly [sign: string]: boolean } = {
    '=': order === 0,
    '!=': order !== 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  };
  return signs[test.sign] ?? fail(`no sign ${test.sign}`);
}

function fail(reason: string): never {
  throw new Error(reason);
}

const lengths: { readonly [unit: string]: number } = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/** Time from one field to another in a unit. */
export function lengthOf({ unit, from, to }: Length, row: Row, dataset: string, world: SpecWorld): Json {
  const [start, end] = [from, to].map((name) => cellOf(name, row, dataset, world));
  if (typeof start !== 'number' || typeof end !== 'number') return null;
  return unit === 'whours' ? workingHours(start, end, world) : (end - start) / (lengths[unit] ?? Number.NaN);
}

const newestOf = new WeakMap<Asking, { readonly [place: string]: number }>();

/** Whether no row of its unit that is asked about is newer. */
function isNewest(row: Row, dataset: string, asking: Asking): boolean {
  const { unit = '' } = asking.world.models[dataset] ?? {};
  const placeOfRow = (each: Row) => JSON.stringify([dataset, each[unit] ?? null]);
  const known = newestOf.get(asking) ?? {};
  if (!(dataset in known)) {
    const newest: { [place: string]: number } = { ...known, [dataset]: 0 };
    for (const each of askedRows(dataset, asking, asking.span)) {
      const at = timeOf(each, dataset, asking.world);
      const place = placeOfRow(each);
      if (at !== undefined && !(at <= (newest[place] ?? Number.NEGATIVE_INFINITY))) newest[place] = at;
    }
    newestOf.set(asking, newest);
  }
  const at = timeOf(row, dataset, asking.world);
  if (at === undefined || !during([row], dataset, asking.span, asking.world).includes(row)) return false;
  return at === newestOf.get(asking)?.[placeOfRow(row)];
}

/** Rows of a dataset that the reader gets and that meet the query's own condition. */
export function askedRows(dataset: string, { query, world }: Asking, span?: Span): readonly Row[] {
  const rows = visible(dataset, world).filter((row) => holds(query.where ?? {}, row, dataset, world));
  return during(rows, dataset, span, world);
}

export function timeOf(row: Row, dataset: string, { models }: SpecWorld): number | undefined {
  const value = row[models[dataset]?.time ?? ''];
  if (value === undefined) return undefined;
  return typeof value === 'number' ? value : instantOf(midnight(String(value)));
}

function rightOf({ value, name, plus }: Right, left: string | Length, row: Row, dataset: string, world: SpecWorld): Json {
  if (value !== undefined) return value;
  const { by = 0, unit = '' } = plus ?? {};
  if (name === 'this_unit') return world.thisUnit;
  if (name === 'this_year') return Number(wallOf(world.now).slice(0, 4)) + by;
  if (name === 'now' || name === 'today') {
    const at = moved(instantMeant(name, world.now), by, unit || 's');
    return isDay(left, dataset, world) ? wallOf(at).slice(0, 10) : at;
  }
  const other = cellOf(name ?? '', row, dataset, world);
  if (other === null || !plus) return other;
  if (typeof other === 'string') return addDays(midnight(other), unit === 'w' ? 7 * by : by).slice(0, 10);
  const ms = { s: 1000, min: 60_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }[unit];
  return other === true || other === false ? null : Number(other) + by * (ms ?? 1);
}

function isDay(left: string | Length, dataset: string, world: SpecWorld): boolean {
  if (typeof left !== 'string') return false;
  const [field, through] = placeOf(left, dataset, world);
  const home = through === undefined ? dataset : (world.models[dataset]?.refs[through] ?? '');
  return world.models[home]?.fields[field] === 'date';
}

/** A period that a formula names. */
export function periodOf(word: string, { world, span }: Asking): Span {
  const today = startOf(wallOf(world.now), 'day');
  const monday = startOf(today, 'week');
  const year = startOf(today, 'year');
  switch (word) {
    case 'period':
      return span ?? fail('no period was asked for');
    case 'today':
      return { from: today, to: addDays(today, 1) };
    case 'this_week':
      return { from: monday, to: addDays(monday, 7) };
    case 'last_week':
      return { from: addDays(monday, -7), to: monday };
    case 'this_year':
      return { from: year, to: addMonths(year, 12) };
    case 'year_to_date':
      return { from: year, to: addDays(today, 1) };
  }
  return { from: today, to: addDays(today, Number(/^next_(\d+)_days$/.exec(word)?.[1])) };
}
