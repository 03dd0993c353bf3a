import { day, localOf, startOfDay, utcOf } from '../data/query/calendar.ts';
import { dueOf, lateFrom, type Schedule, slotAt } from '../data/query/delivery.ts';
import { freshnessOf } from '../data/query/freshness.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import type { Finding } from './assess.ts';
import type { Assessed } from './assessed.ts';

// Deliveries of so many periods may be under way at once.
const mostUnderWay = 100;

/** When the clock alone may change what is found: at midnight, when a delivery is due, and when it is late. */
export function nextInstant(
  { entry, schedule }: Assessed,
  { findings, now, calendar }: { readonly findings: readonly Finding[]; readonly now: number; readonly calendar: WorkingCalendar },
): number {
  const instants = [utcOf(startOfDay(localOf(now)) + day)];
  if (schedule) {
    instants.push(...dueInstants(schedule, now, calendar));
    for (const { newest } of findings) {
      const { changesAt } = freshnessOf(entry.dataset.expects, newest, now, calendar);
      if (changesAt !== undefined) instants.push(changesAt);
    }
  }
  return instants.reduce((least, instant) => (instant > now && instant < least ? instant : least), Number.POSITIVE_INFINITY);
}

function dueInstants(schedule: Schedule, now: number, calendar: WorkingCalendar): readonly number[] {
  const instants: number[] = [];
  let slot = slotAt(schedule, localOf(now));
  for (let count = 0; count < mostUnderWay; count++) {
    const dueAt = dueOf(schedule, slot, calendar);
    const lateAt = lateFrom(schedule, dueAt);
    if (lateAt <= now) break;
    instants.push(dueAt, lateAt);
    slot = slotAt(schedule, slot.from - 1);
  }
  return instants;
}
