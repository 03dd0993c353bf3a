import { fold } from '@haidang/sdk';
import { dateOf, day, localDate, plusMonths, startOfDay, startOfMonths, startOfWeek } from './calendar.ts';
import type { LocalPeriod } from './period.ts';

/**
 * A period as people say or type it, with or without diacritics: "hôm qua", "tuần trước", "q3/2025", "9t", "tháng 11", "20/11", "1/11-15/11", "7 ngày qua".
 * Without a year it is the newest such period that has begun. Nothing when the words are not known.
 */
export function readSaid(text: string, local: number): LocalPeriod | undefined {
  const words = fold(text).replace(/\s*([-/–])\s*/g, (_, mark) => (mark === '–' ? '-' : mark));
  for (const { shape, read } of phrases) {
    const match = shape.exec(words);
    if (match) return read(match.slice(1), local);
  }
  return undefined;
}

interface Phrase {
  readonly shape: RegExp;
  readonly read: (parts: readonly (string | undefined)[], local: number) => LocalPeriod | undefined;
}

const year = '(?:(?:/| nam |/nam | )(\\d{4}))?';
const roman: { readonly [numeral: string]: number } = { i: 1, ii: 2, iii: 3, iv: 4 };
const full = (words: string) => new RegExp(`^(?:${words})$`);

const phrases: readonly Phrase[] = [
  { shape: full('hom nay'), read: (_, local) => days(startOfDay(local), 1, true) },
  { shape: full('hom qua'), read: (_, local) => days(startOfDay(local) - day, 1, true) },
  { shape: full('hom kia'), read: (_, local) => days(startOfDay(local) - 2 * day, 1, true) },
  { shape: full('tuan (nay|truoc)'), read: ([which], local) => days(startOfWeek(local) - (which === 'nay' ? 0 : 7 * day), 7, true) },
  { shape: full('thang (nay|truoc)'), read: ([which], local) => relative(local, 1, which) },
  { shape: full('quy (nay|truoc)'), read: ([which], local) => relative(local, 3, which) },
  { shape: full('nam (nay|truoc|ngoai)'), read: ([which], local) => relative(local, 12, which) },
  {
    shape: full('(?:luy ke|luy ke tu dau nam|tu dau nam|tu dau nam den nay|dau nam den nay)'),
    read: (_, local) => firstMonths(12, undefined, local),
  },
  { shape: full('(?:tu )?dau thang den nay'), read: (_, local) => toDate({ ...months(startOfMonths(local, 1), 1), moves: true }, local) },
  { shape: full('(?:nam )?(\\d{4})'), read: ([of]) => checked(of, (y) => months(localDate(y, 1), 12)) },
  {
    shape: full(`(?:q|quy )([1-4]|i{1,3}|iv)${year}`),
    read: ([quarter, of], local) => part(3, roman[quarter ?? ''] ?? Number(quarter), of, local),
  },
  { shape: full(`(?:thang |t)(1[0-2]|0?[1-9])${year}`), read: ([month, of], local) => part(1, Number(month), of, local) },
  { shape: full('(1[0-2]|0?[1-9])/(\\d{4})'), read: ([month, of], local) => part(1, Number(month), of, local) },
  { shape: full(`6 thang cuoi(?: nam)?${year}`), read: ([of], local) => part(6, 2, of, local) },
  {
    shape: full(`(1[0-2]|[1-9])(?:t| thang)(?: dau nam| dau)?${year}`),
    read: ([count, of], local) => firstMonths(Number(count), of, local),
  },
  { shape: full(`tuan (\\d{1,2})${year}`), read: ([week, of], local) => weekOfYear(Number(week), of, local) },
  {
    shape: full('(\\d{1,4}) (ngay|tuan|thang) (?:qua|gan day|gan nhat)'),
    read: ([count, unit], local) => lastDays(Number(count), unit, local),
  },
  {
    shape: full('(?:tu |tu ngay )?(\\d{1,2}/\\d{1,2}(?:/\\d{4})?)(?:-| den | den ngay )(\\d{1,2}/\\d{1,2}(?:/\\d{4})?)'),
    read: ([from, to], local) => range(from, to, local),
  },
  {
    shape: full('(?:ngay )?(\\d{1,2}[-/]\\d{1,2}(?:[-/]\\d{4})?)'),
    read: ([text], local) => days(dayOf(text?.replaceAll('-', '/'), local), 1),
  },
];

function days(from: number | undefined, count: number, moves = false): LocalPeriod | undefined {
  return from === undefined ? undefined : { from, to: from + count * day, step: { days: count }, ...(moves && { moves: true }) };
}

function months(from: number, count: number): LocalPeriod {
  return { from, to: plusMonths(from, count), step: { months: count } };
}

function relative(local: number, count: number, which: string | undefined): LocalPeriod {
  const from = startOfMonths(local, count);
  return { ...months(which === 'nay' ? from : plusMonths(from, -count), count), moves: true };
}

/** The first, second, … block of months of a year: quarter 3, month 11, second half. */
function part(length: number, number: number, of: string | undefined, local: number): LocalPeriod | undefined {
  const start = (y: number) => localDate(y, (number - 1) * length + 1);
  if (of !== undefined) return checked(of, (y) => months(start(y), length));
  const { year: current } = dateOf(local);
  return { ...months(start(start(current) <= local ? current : current - 1), length), moves: true };
}

/** "9t": the first so many months of a year, until today at the latest. */
function firstMonths(count: number, of: string | undefined, local: number): LocalPeriod | undefined {
  const period = (y: number): LocalPeriod => ({ ...months(localDate(y, 1), count), step: { months: count === 6 ? 6 : 12 } });
  if (of !== undefined) return checked(of, (y) => toDate(period(y), local));
  return { ...toDate(period(dateOf(local).year), local), moves: true };
}

function toDate(period: LocalPeriod, local: number): LocalPeriod {
  const end = startOfDay(local) + day;
  return period.from < end && end < period.to ? { ...period, to: end, moves: true } : period;
}

/** Week of ISO 8601: the first has the year's first Thursday. */
function weekOfYear(week: number, of: string | undefined, local: number): LocalPeriod | undefined {
  const first = (y: number) => startOfWeek(localDate(y, 1, 4));
  const weeks = (y: number) => (first(y + 1) - first(y)) / (7 * day);
  const { year: current } = dateOf(local);
  const chosen = of === undefined ? (first(current) + (week - 1) * 7 * day <= local ? current : current - 1) : Number(of);
  if (week < 1 || week > weeks(chosen)) return undefined;
  return days(first(chosen) + (week - 1) * 7 * day, 7, of === undefined);
}

/** "7 ngày qua": so many whole days, today the last of them. */
function lastDays(count: number, unit: string | undefined, local: number): LocalPeriod | undefined {
  const to = startOfDay(local) + day;
  if (count < 1) return undefined;
  return { from: unit === 'thang' ? plusMonths(to, -count) : to - count * (unit === 'tuan' ? 7 : 1) * day, to, moves: true };
}

function range(from: string | undefined, to: string | undefined, local: number): LocalPeriod | undefined {
  const last = dayOf(to, local);
  if (last === undefined) return undefined;
  // The start takes the year of the end, or the year before it.
  const first = from?.split('/').length === 3 ? dayOf(from, local) : dayOf(from, last);
  return first === undefined || first > last ? undefined : { from: first, to: last + day };
}

/** Start of "20/11/2025", or of the newest "20/11" that has begun. */
function dayOf(text: string | undefined, local: number): number | undefined {
  const [date = 0, month = 0, of] = (text ?? '').split('/').map(Number);
  const { year: current } = dateOf(local);
  for (const y of of === undefined ? [current, current - 1, current - 2, current - 3, current - 4] : [of]) {
    const start = localDate(y, month, date);
    const exists = dateOf(start).month === month && dateOf(start).day === date && y >= 1;
    if (exists && (of !== undefined || start <= local)) return start;
  }
  return undefined;
}

function checked(of: string | undefined, read: (year: number) => LocalPeriod): LocalPeriod | undefined {
  const y = Number(of);
  return y >= 1 ? read(y) : undefined;
}
