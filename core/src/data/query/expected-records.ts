import { HaidangError } from '@haidang/sdk';
import { askCalendar } from '../../time/ask-calendar.ts';
import { type WorkingCalendar, workingCalendar } from '../../time/working-calendar.ts';
import { day, plusMonths } from './calendar.ts';
import { columnOf } from './compile-condition.ts';
import { fromWhere } from './compile-source.ts';
import { dueOf, readSchedule, type Schedule, slotAt } from './delivery.ts';
import { readFilter } from './filter.ts';
import { askCount, type NamedFigure } from './formula-figures.ts';
import { type Counted, valuesAsked, wardsBelow } from './formula-units.ts';
import type { GroupValue } from './groups.ts';
import type { Moment } from './moment.ts';
import type { Found, Reading } from './reading.ts';
import { keyOf, type Source } from './source.ts';
import { sql } from './sql.ts';

/** Records that were promised for the period and are due by now: periods of the delivery that begin in it, times those who deliver. */
export function expectedRecords(counted: Counted, open: (dataset: string) => Source): NamedFigure {
  const { context, table } = counted.source;
  const schedule = readSchedule(table.entry.dataset.expects);
  if (!schedule) throw new HaidangError('bad-formula', { dataset: table.entry.name, reason: 'The dataset declares no delivery.' });
  const suppliers = suppliersOf(counted, open);
  return {
    isTimed: true,
    moves: 'minute',
    ...(suppliers.isOfUnits && { isOfUnits: true }),
    ask(reading, at) {
      const calendar = schedule.workdays ? askCalendar(context, reading) : undefined;
      const asked = suppliers.ask(reading, at);
      return (found) => {
        const due = dueSlots(schedule, at, calendar?.(found) ?? workingCalendar());
        const suppliersIn = asked(found);
        return (key) => due * suppliersIn(key);
      };
    },
  };
}

/** Those who deliver, and how many of them a group of an answer is about. */
interface Suppliers {
  readonly isOfUnits?: true;
  ask(reading: Reading, at: Moment): (found: Found) => (key: readonly GroupValue[]) => number;
}

/** Reads who delivers: units, records that the dataset refers to, or one. */
function suppliersOf(counted: Counted, open: (dataset: string) => Source): Suppliers {
  const { table, context } = counted.source;
  const { expects } = table.entry.dataset;
  const one: Suppliers = { ask: () => () => () => 1 };
  if (expects?.from === undefined) return one;
  const { field } = counted.source.resolve(expects.from, 'expects.from');
  const asked = valuesAsked(counted, expects.from);
  if (field.type === 'unit') {
    const unitsOf = asked ?? (() => [context.ioc.unit]);
    return {
      isOfUnits: true,
      ask:
        (_, { units, now }) =>
        () =>
        (key) =>
          wardsBelow(unitsOf(key), units, now) ?? 0,
    };
  }
  if (field.ref === undefined) return one;
  const source = open(field.ref);
  const among = readFilter({ filter: expects.among ?? {}, context, find: source.find, place: 'expects.among' });
  const key = keyOf(source.table);
  if (!asked || !key)
    return {
      ask(reading, at) {
        const count = askCount(source, among, reading, at);
        return (found) => () => count(found);
      },
    };
  const code = columnOf(source.find(key.field.name, 'expects.from'));
  return {
    ask(reading, at) {
      const selected = reading.select({
        columns: [{ name: 'code', store: 'text' }],
        statement: sql`SELECT CAST(${code} AS TEXT) AS code ${fromWhere(source, among, at)}`,
      });
      return (found) => {
        const codes = new Set(selected.rows(found).map(([each]) => String(each)));
        return (key) => asked(key).filter((each) => codes.has(each)).length;
      };
    },
  };
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
