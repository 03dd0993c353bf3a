import { offsetAt, toUtc, zone } from '../zone.ts';

// Here "local" is wall-clock time of the jurisdiction as milliseconds, as if it were UTC: calendar arithmetic is done in it.

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export function localOf(utc: number): number {
  return utc + offsetAt(zone, utc);
}

export function utcOf(local: number): number {
  return toUtc(zone, local);
}

/** Start of the minute after an instant: a period "until now" ends there, so that it holds all that has come. */
export function nextMinute(ms: number): number {
  return (Math.floor(ms / minute) + 1) * minute;
}

export function startOfDay(local: number): number {
  return Math.floor(local / day) * day;
}

/** Monday of the week. */
export function startOfWeek(local: number): number {
  const days = Math.floor(local / day);
  // 1970-01-01 was a Thursday.
  return (days - ((((days + 3) % 7) + 7) % 7)) * day;
}

/** Number of the month that a local time falls in, counted without gaps; January of year 0 is 0. */
export function monthNumber(local: number, cut = 0): number {
  const { year, month } = dateOf(local - cut);
  return year * 12 + month - (cut === 0 ? 1 : 0);
}

/** Start of a month by year and number. A reporting month that is cut begins so long (`cut`, ms) after the first of the month before. */
export function startOfMonth(year: number, month: number, cut = 0): number {
  return cut === 0 ? localDate(year, month) : localDate(year, month - 1) + cut;
}

/** Start of the block of so many months of the year: 1 month, 3 quarter, 6 half-year, 12 year. */
export function startOfMonths(local: number, months: number, cut = 0): number {
  return startOfMonth(0, Math.floor(monthNumber(local, cut) / months) * months + 1, cut);
}

export function dateOf(local: number): { readonly year: number; readonly month: number; readonly day: number } {
  const date = new Date(local);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Start of a day; months and days beyond their range count on. */
export function localDate(year: number, month: number, dayOfMonth = 1): number {
  // Date.UTC takes years below 100 for those of the twentieth century.
  return new Date(0).setUTCFullYear(year, month - 1, dayOfMonth);
}

/** What becomes of a day that the other month does not have: its last day at the same time; for the end of a period (`end`, at midnight) or the time passed so far (`over`) the end of the month. */
export type Missing = 'start' | 'end' | 'over';

/** The same day and time so many months later. */
export function plusMonths(local: number, months: number, missing: Missing = 'start'): number {
  const { year, month, day: dayOfMonth } = dateOf(local);
  const time = local - startOfDay(local);
  const next = localDate(year, month + months + 1);
  const same = localDate(year, month + months) + (dayOfMonth - 1) * day;
  if (same < next) return same + time;
  return missing === 'over' || (missing === 'end' && time === 0) ? next : next - day + time;
}

/** "2026-11-21". */
export function formatLocalDay(local: number): string {
  return new Date(startOfDay(local)).toISOString().slice(0, 10);
}

/** "2026-11-21T14". */
export function formatLocalHour(local: number): string {
  return new Date(local).toISOString().slice(0, 13);
}

/** Start of "2026-11-21", or of its hour in "2026-11-21T14". */
export function parseLocal(text: string): number {
  const start = localDate(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
  return start + Number(text.slice(11, 13) || 0) * hour;
}
