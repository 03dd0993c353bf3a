import { day, hour, localOf, minute, plusMonths, startOfDay, utcOf } from './calendar.ts';

/** So many units of time more; less when negative. Days, weeks, months and years are those of the calendar. */
export interface Shift {
  readonly by: number;
  readonly unit: 's' | 'min' | 'h' | 'd' | 'w' | 'mo' | 'y';
}

/** A moment that moves with the clock: `now`, `today-30d`. */
export interface MovingMoment {
  readonly base: 'now' | 'today';
  readonly shift?: Shift;
}

const words = /^(now|today)(?:([+-])(\d{1,6})(s|min|m|h|d|w|mo|y))?$/;

/** Reads `now`, `today`, `now-3h`, `today+30d`; `m` and `min` are minutes, `mo` months. Nothing when it is other text. */
export function parseMoment(text: string): MovingMoment | undefined {
  const match = words.exec(text);
  if (!match) return undefined;
  const [, base, sign, amount, unit] = match;
  const moment = base === 'now' ? 'now' : 'today';
  if (!amount) return { base: moment };
  return { base: moment, shift: { by: Number(`${sign}${amount}`), unit: unit === 'm' ? 'min' : (unit as Shift['unit']) } };
}

/** The moment as local time at an instant (UTC). */
export function momentAt({ base, shift }: MovingMoment, now: number): number {
  const local = base === 'today' ? startOfDay(localOf(now)) : localOf(now);
  if (!shift) return local;
  if (shift.unit === 'mo') return plusMonths(local, shift.by);
  if (shift.unit === 'y') return plusMonths(local, shift.by * 12);
  return local + shiftMs(shift);
}

/** Instant (UTC) of the moment. */
export function momentUtc(moment: MovingMoment, now: number): number {
  if (moment.base === 'now' && !(moment.shift && ['mo', 'y', 'd', 'w'].includes(moment.shift.unit)))
    return now + (moment.shift ? shiftMs(moment.shift) : 0);
  return utcOf(momentAt(moment, now));
}

const lengths = { s: 1000, min: minute, h: hour, d: day, w: 7 * day } as const;

/** Milliseconds of a shift that is not in months or years. */
export function shiftMs({ by, unit }: Shift): number {
  return unit === 'mo' || unit === 'y' ? Number.NaN : by * lengths[unit];
}
