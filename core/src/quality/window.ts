import type { Sql } from '../data/dialect/dialect.ts';
import { day, formatLocalDay, localOf, startOfDay, utcOf } from '../data/query/calendar.ts';
import { dueOf, isByDay, lateFrom, type Schedule, type Slot, slotAt } from '../data/query/delivery.ts';
import { approximately } from '../data/query/duration.ts';
import { sql, whole } from '../data/query/sql.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';

/** How a business time is stored. */
export type TimeStore = 'instant' | 'date';

/** A delivery that was due. */
interface DueSlot extends Slot {
  readonly lateAt: number;
}

/** What is looked at: rows of so many days, and the deliveries of them that were due. Local time. */
export interface Window extends Slot {
  readonly slots: Slots;
  /** From when on the newest row still counts for something, where that is before the window. */
  readonly freshFrom: number;
}

const usualLength = 30 * day;
const longPeriods = 12;

interface Looking {
  readonly schedule: Schedule | undefined;
  readonly store: TimeStore;
  /** Local time of the oldest row: nothing was promised before the first delivery. */
  readonly oldest: number | undefined;
  readonly now: number;
  readonly calendar: WorkingCalendar;
}

/** Thirty days up to the end of today; twelve deliveries that were due where they come once a month or more seldom. */
export function windowOf({ schedule, store, oldest, now, calendar }: Looking): Window {
  const local = localOf(now);
  const to = startOfDay(local) + day;
  const from = to - usualLength;
  const freshFrom = schedule ? Math.min(from, to - longestFresh(schedule)) : from;
  if (!schedule || oldest === undefined) return { from, to, slots: noSlots, freshFrom };
  if (!isByDay(schedule.every)) {
    const slots = store === 'date' ? noSlots : shortSlots(schedule, Math.max(from, oldest), now);
    return { from, to, slots, freshFrom };
  }
  const isLong = approximately(schedule.every) >= usualLength;
  const slots: DueSlot[] = [];
  for (let slot = slotAt(schedule, local); slot.to > oldest; slot = slotAt(schedule, slot.from - 1)) {
    if (isLong ? slots.length === longPeriods : slot.from < from) break;
    const dueAt = dueOf(schedule, slot, calendar);
    if (dueAt <= now) slots.unshift({ ...slot, lateAt: lateFrom(schedule, dueAt) });
  }
  return { from: isLong ? (slots[0]?.from ?? from) : from, to, slots: longSlots(slots, store), freshFrom };
}

/** After how long a row is surely as old as none: its period, the way to where the next is late, and the three over which freshness falls. */
function longestFresh({ every, after, grace }: Schedule): number {
  const period = approximately(every);
  return 5 * period + approximately(after) + (grace ? approximately(grace) : period / 4);
}

/** Deliveries that were due, numbered from 0. */
export interface Slots {
  readonly count: number;
  /** All of them together; nothing when none was due. */
  readonly span: Slot | undefined;
  /** The instant from which the first is late. */
  readonly lateAt: number | undefined;
  /** Number of the slot that a business time within the span falls in. */
  numberOf(time: Sql): Sql;
  /** The instant from which the slot of a number is late. */
  lateOf(number: Sql): Sql;
  /** How many begin while somebody delivers. */
  countWithin(from: number, to: number): number;
}

const noSlots: Slots = {
  count: 0,
  span: undefined,
  lateAt: undefined,
  numberOf: () => whole(0),
  lateOf: () => whole(0),
  countWithin: () => 0,
};

/** Start of a local time as a column stores it. */
export function boundOf(local: number, store: TimeStore): Sql {
  return store === 'instant' ? whole(utcOf(local)) : sql`${formatLocalDay(local)}`;
}

function longSlots(slots: readonly DueSlot[], store: TimeStore): Slots {
  const [first, last] = [slots[0], slots.at(-1)];
  if (!first || !last) return noSlots;
  const choose = (test: (slot: DueSlot) => Sql, value: (slot: DueSlot, index: number) => number): Sql => {
    let cases: Sql = sql``;
    for (const [index, slot] of slots.entries()) cases = sql`${cases} WHEN ${test(slot)} THEN ${whole(value(slot, index))}`;
    return sql`CASE${cases} END`;
  };
  return {
    count: slots.length,
    span: { from: first.from, to: last.to },
    lateAt: first.lateAt,
    numberOf: (time) =>
      choose(
        ({ to }) => sql`${time} < ${boundOf(to, store)}`,
        (_, index) => index,
      ),
    lateOf: (number) =>
      choose(
        (slot) => sql`${number} = ${whole(slots.indexOf(slot))}`,
        ({ lateAt }) => lateAt,
      ),
    countWithin: (from, to) => slots.filter((slot) => slot.from >= from && slot.from < to).length,
  };
}

/** Slots of less than a day are all of one length and may be thousands: they are numbered by arithmetic. */
function shortSlots(schedule: Schedule, since: number, now: number): Slots {
  const length = schedule.every.ms;
  const { from } = slotAt(schedule, since);
  const begins = utcOf(from);
  const delay = approximately(schedule.after);
  const late = delay + (schedule.grace ? approximately(schedule.grace) : length / 4);
  const count = Math.max(0, Math.floor((now - delay - begins) / length));
  if (count === 0) return noSlots;
  const before = (local: number) => Math.min(count, Math.max(0, Math.ceil((local - from) / length)));
  return {
    count,
    span: { from, to: from + count * length },
    lateAt: begins + length + late,
    numberOf: (time) => sql`((${time} - ${whole(begins)}) / ${whole(length)})`,
    lateOf: (number) => sql`((${number} + 1) * ${whole(length)} + ${whole(Math.ceil(begins + late))})`,
    countWithin: (start, end) => before(end) - before(start),
  };
}
