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

const words = /^(now|today)(?:([+-]\d{1,9})(s|min|m|h|d|w|mo|y))?$/;
const lengths = { s: 1000, min: minute, h: hour, d: day, w: 7 * day, mo: 30 * day, y: 365 * day } as const;
const longest = 1000 * lengths.y;

/** Reads `now`, `today`, `now-3h`, `today+30d`; `m` and `min` are minutes, `mo` months. Nothing when it is other text. */
export function parseMoment(text: string): MovingMoment | undefined {
  const match = words.exec(text);
  if (!match) return undefined;
  const [, word, amount, unit] = match;
  const base = word === 'now' ? 'now' : 'today';
  if (amount === undefined) return { base };
  const shift = { by: Number(amount), unit: unit === 'm' ? 'min' : (unit as Shift['unit']) };
  return isShift(shift) ? { base, shift } : undefined;
}

/** Whether the calendar can be asked for it: months and years are whole, and a thousand years are enough. */
export function isShift({ by, unit }: Shift): boolean {
  return Math.abs(by) * lengths[unit] <= longest && (Number.isInteger(by) || (unit !== 'mo' && unit !== 'y'));
}

/** Milliseconds of a shift, months and years aside. */
export function shiftMs(by: number, unit: Exclude<Shift['unit'], 'mo' | 'y'>): number {
  return Math.round(by * lengths[unit]);
}

/** The moment as local time, the clock being at an instant. */
export function momentLocal(moment: MovingMoment, now: number): number {
  return localOf(momentUtc(moment, now));
}

/** The moment as an instant. Seconds, minutes and hours are of elapsed time, all longer units of the wall clock. */
export function momentUtc({ base, shift }: MovingMoment, now: number): number {
  const local = base === 'now' ? localOf(now) : startOfDay(localOf(now));
  if (!shift) return base === 'now' ? now : utcOf(local);
  const { by, unit } = shift;
  if (unit === 'mo' || unit === 'y') return utcOf(plusMonths(local, unit === 'mo' ? by : by * 12));
  const ms = shiftMs(by, unit);
  if (unit === 'd' || unit === 'w') return utcOf(local + ms);
  return (base === 'now' ? now : utcOf(local)) + ms;
}
