import { HaidangError } from '@haidang/sdk';
import { askCalendar } from '../../time/ask-calendar.ts';
import { type WorkingCalendar, workingCalendar } from '../../time/working-calendar.ts';
import { day, plusMonths } from './calendar.ts';
import type { Step } from './clock.ts';
import { columnOf } from './compile-condition.ts';
import { fromWhere } from './compile-source.ts';
import type { Condition } from './condition.ts';
import { dueOf, readSchedule, type Schedule, slotAt } from './delivery.ts';
import { readFilter } from './filter.ts';
import { newestFirst } from './formula-helpers.ts';
import { peopleOf, wardsBelow } from './formula-units.ts';
import type { GroupValue } from './groups.ts';
import type { Moment } from './moment.ts';
import type { Found, Reading } from './reading.ts';
import type { Source } from './source.ts';
import { sql } from './sql.ts';

/** Value of a figure in a group of an answer. */
export type FigureOf = (key: readonly GroupValue[]) => number | null;

/** A figure that a formula names without counting rows of its dataset. */
export interface NamedFigure {
  readonly moves?: Step;
  readonly isTimed?: true;
  readonly isOfUnits?: true;
  ask(reading: Reading, at: Moment): (found: Found) => FigureOf;
}

/** People of the units that a group is about. */
export function people(unitsOf: (key: readonly GroupValue[]) => readonly string[]): NamedFigure {
  return {
    isOfUnits: true,
    ask:
      (_, { units }) =>
      () =>
      (key) =>
        peopleOf(unitsOf(key), units),
  };
}

/** Wards of these units that are in force. */
export function wards(unitsOf: (key: readonly GroupValue[]) => readonly string[]): NamedFigure {
  return {
    isOfUnits: true,
    moves: 'day',
    ask:
      (_, { units, now }) =>
      () =>
      (key) =>
        wardsBelow(unitsOf(key), units, now),
  };
}

/** The newest value that the province keeps under a code. */
export function kept(values: Source, code: string): NamedFigure {
  const [name, value] = ['indicator_code', 'value'].map((field) => values.find(field, code));
  const time = values.find(values.table.entry.dataset.time ?? 'period_end', code);
  if (!name || !value) throw new HaidangError('internal');
  const isMeant: Condition = {
    kind: 'compare',
    left: { kind: 'field', ref: name },
    operator: '=',
    right: { kind: 'constant', value: code },
  };
  const order = newestFirst(values);
  return {
    ask(reading, at) {
      const keys = Object.entries(order.columns).map(([name, ref]) => sql`, ${columnOf(ref)} AS ${{ sql: name, values: [] }}`);
      const list = keys.reduce((all, each) => sql`${all}${each}`, sql`${columnOf(value)} AS value, ${columnOf(time)} AS ends`);
      const rows = sql`SELECT ${list} ${fromWhere(values, isMeant, at)}`;
      const selected = reading.select({
        columns: [{ name: 'value', store: 'number' }],
        statement: sql`SELECT value FROM (${rows}) AS v ORDER BY ends DESC, ${order.list} LIMIT 1`,
      });
      return (found) => {
        const value = selected.rows(found)[0]?.[0];
        return () => (typeof value === 'number' ? value : null);
      };
    },
  };
}

/** Releases that are due in the period. */
export function releases(calendar: Source): NamedFigure {
  const isDue: Condition = { kind: 'during', ref: calendar.find('due_at', 'expected_releases'), period: 'period' };
  return {
    isTimed: true,
    ask(reading, at) {
      const count = askCount(calendar, isDue, reading, at);
      return (found) => () => count(found);
    },
  };
}

/** Who delivers: rows of a dataset, units, or one. */
export type Suppliers = { readonly source: Source; readonly among: Condition } | { readonly units: readonly string[] } | 'one';

/** Records that were promised for the period and are due by now: periods of the delivery that begin in it, times those who deliver. */
export function records(counted: Source, suppliers: Suppliers): NamedFigure {
  const { entry } = counted.table;
  const schedule = readSchedule(entry.dataset.expects);
  if (!schedule) throw new HaidangError('bad-formula', { dataset: entry.name, reason: 'The dataset declares no delivery.' });
  return {
    isTimed: true,
    moves: 'minute',
    ...(suppliers !== 'one' && 'units' in suppliers && { isOfUnits: true }),
    ask(reading, at) {
      const calendar = schedule.workdays ? askCalendar(counted.context, reading) : undefined;
      const count = suppliers !== 'one' && 'source' in suppliers ? askCount(suppliers.source, suppliers.among, reading, at) : () => 1;
      return (found) => {
        const deliverers =
          suppliers !== 'one' && 'units' in suppliers ? (wardsBelow(suppliers.units, at.units, at.now) ?? 0) : count(found);
        const expected = dueSlots(schedule, at, calendar?.(found) ?? workingCalendar()) * deliverers;
        return () => expected;
      };
    },
  };
}

/** Reads who delivers. */
export function suppliersOf(counted: Source, open: (dataset: string) => Source): Suppliers {
  const { table, context } = counted;
  const { expects } = table.entry.dataset;
  if (expects?.from === undefined) return 'one';
  const { field } = counted.resolve(expects.from, 'expects.from');
  if (field.type === 'unit') return { units: [context.ioc.unit] };
  if (field.ref === undefined) return 'one';
  const source = open(field.ref);
  return { source, among: readFilter({ filter: expects.among ?? {}, context, find: source.find, place: 'expects.among' }) };
}

function askCount(source: Source, where: Condition, reading: Reading, at: Moment): (found: Found) => number {
  const selected = reading.select({
    columns: [{ name: 'n', store: 'integer' }],
    statement: sql`SELECT count(*) AS n ${fromWhere(source, where, at)}`,
  });
  return (found) => Number(selected.rows(found)[0]?.[0] ?? 0);
}

/** How many periods of a delivery begin in the query's and were due by now: due instants are in the order of the periods. */
function dueSlots(schedule: Schedule, { period, now }: Moment, calendar: WorkingCalendar): number {
  if (!period) throw new Error('Expected records were asked for without a period');
  const { months, ms } = schedule.every;
  const slot = slotAt(schedule, period.from);
  const first = slot.from < period.from ? slot.to : slot.from;
  const startOf = (index: number) => (months > 0 ? plusMonths(first, index * months) : first + index * ms);
  const isDue = (index: number) => startOf(index) < period.to && dueOf(schedule, slotAt(schedule, startOf(index)), calendar) <= now;
  let [some, none] = [0, Math.max(0, Math.ceil((period.to - first) / (months > 0 ? months * 28 * day : ms)))];
  while (some < none) {
    const middle = Math.floor((some + none) / 2);
    if (isDue(middle)) some = middle + 1;
    else none = middle;
  }
  return some;
}
