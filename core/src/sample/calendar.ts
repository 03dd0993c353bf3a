import type { Random } from './random.ts';
import type { Stream } from './stream.ts';

// Everything here is local time: milliseconds since 1970 by the clock on the wall.
export const hour = 3_600_000;
export const day = 24 * hour;

/** 1 is Monday. */
export function weekdayOf(local: number): number {
  return ((((Math.floor(local / day) + 3) % 7) + 7) % 7) + 1;
}

/** The instant itself when the office is open or somebody is on duty, else some time of the next working day. */
export function inOffice(local: number, office: Stream['office'], from: Random): number {
  const today = Math.floor(local / day) * day;
  const at = (local - today) / hour;
  const isOpen = office.days.includes(weekdayOf(local)) && at >= office.from && at < office.to;
  if (isOpen || (from.next() < office.duty && at >= 6 && at < 22)) return local;
  let opening = today + office.from * hour;
  while (opening <= local || !office.days.includes(weekdayOf(opening))) opening += day;
  return opening + from.next() * from.next() * (office.to - office.from) * hour;
}

/** End of the office on the so-manieth working day after this one. */
export function endOfWork(local: number, days: number, office: Stream['office']): number {
  let at = Math.floor(local / day) * day + office.to * hour;
  for (let left = days; left > 0; ) {
    at += day;
    if (office.days.includes(weekdayOf(at))) left--;
  }
  return at;
}
