import { day, hour, minute, plusMonths } from './calendar.ts';

/** A length of time: months are counted on the calendar, the rest in milliseconds. */
export interface Length {
  readonly months: number;
  readonly ms: number;
}

const shape =
  /^P(?!$)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?!$)(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;

/** Reads an ISO 8601 duration in whole numbers, "P1M", "PT15M"; nothing when it is not one. */
export function parseDuration(text: string): Length | undefined {
  const match = shape.exec(text);
  if (!match) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return { months: years * 12 + months, ms: (weeks * 7 + days) * day + hours * hour + minutes * minute + seconds * 1000 };
}

/** Local time so much later, or earlier with `times` -1. */
export function plus(local: number, { months, ms }: Length, times: 1 | -1 = 1): number {
  return (months === 0 ? local : plusMonths(local, months * times)) + ms * times;
}

/** Milliseconds, a month taken as thirty days. */
export function approximately({ months, ms }: Length): number {
  return months * 30 * day + ms;
}
