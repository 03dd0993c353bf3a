import { fold } from '@haidang/sdk';
import { lunarDay, tetOf } from '../../time/lunar.ts';
import {
  dateOf,
  day,
  hour,
  localDate,
  monthNumber,
  nextMinute,
  plusMonths,
  startOfDay,
  startOfMonth,
  startOfMonths,
  startOfWeek,
} from './calendar.ts';
import type { LocalPeriod } from './period.ts';
import { termAt, termOf } from './terms.ts';

/**
 * A period as people say or type it, in Vietnamese (with or without diacritics) or English: "hôm qua", "tuần trước", "q3/2025", "9t", "tháng 11", "20/11", "1/11-15/11", "7 ngày qua", "Tết 2026", "last week", "november 2025".
 * Without a year it is the newest such period that has begun. Months, and what is made of them, are cut as reports do. Nothing when the words are not known.
 */
export function readSaid(text: string, local: number, cut = 0): LocalPeriod | undefined {
  const words = fold(text).replace(/\s*([-/–])\s*/g, (_, mark) => (mark === '–' ? '-' : mark));
  for (const { shape, read } of phrases) {
    const match = shape.exec(words);
    if (match) return read(match.slice(1), { local, cut });
  }
  return undefined;
}

interface Phrase {
  readonly shape: RegExp;
  readonly read: (parts: readonly (string | undefined)[], at: SaidAt) => LocalPeriod | undefined;
}

/** When words are said, in local time, and how reports cut the months that they name. */
interface SaidAt {
  readonly local: number;
  readonly cut: number;
}

const year = '(?:(?:/| nam |/nam | )(\\d{4}))?';
const roman: { readonly [numeral: string]: number } = { i: 1, ii: 2, iii: 3, iv: 4 };
const full = (words: string) => new RegExp(`^(?:${words})$`);

const months = [
  'jan(?:uary)?',
  'feb(?:ruary)?',
  'mar(?:ch)?',
  'apr(?:il)?',
  'may',
  'june?',
  'july?',
  'aug(?:ust)?',
  'sept?(?:ember)?',
  'oct(?:ober)?',
  'nov(?:ember)?',
  'dec(?:ember)?',
];
const monthName = `(${months.join('|')})`;
const monthOf = (name: string | undefined) => months.findIndex((shape) => full(shape).test(name ?? '')) + 1;
const isNow = (which: string | undefined) => which === 'nay' || which === 'this';

const phrases: readonly Phrase[] = [
  { shape: full('hom nay|today'), read: (_, { local }) => days(startOfDay(local), 1, true) },
  { shape: full('hom qua|yesterday'), read: (_, { local }) => days(startOfDay(local) - day, 1, true) },
  { shape: full('hom kia|(?:the )?day before yesterday'), read: (_, { local }) => days(startOfDay(local) - 2 * day, 1, true) },
  {
    shape: either('tuan', 'nay|truoc', 'week'),
    read: ([a, b], { local }) => days(startOfWeek(local) - (isNow(a ?? b) ? 0 : 7 * day), 7, true),
  },
  { shape: either('thang', 'nay|truoc', 'month'), read: ([a, b], at) => relative(at, 1, a ?? b) },
  { shape: either('quy', 'nay|truoc', 'quarter'), read: ([a, b], at) => relative(at, 3, a ?? b) },
  { shape: either('nam', 'nay|truoc|ngoai', 'year'), read: ([a, b], at) => relative(at, 12, a ?? b) },
  { shape: full('nhiem ky|term'), read: (_, at) => term(at, 'this') },
  { shape: either('nhiem ky', 'nay|truoc', 'term'), read: ([a, b], at) => term(at, a ?? b) },
  { shape: full('(?:nhiem ky|term) (\\d{4})-(\\d{4})'), read: ([from, to]) => namedTerm(Number(from), Number(to)) },
  {
    shape: full(
      'luy ke|luy ke tu dau nam|tu dau nam|tu dau nam den nay|dau nam den nay|ytd|year to date|since the (?:start|beginning) of the year',
    ),
    read: (_, at) => firstMonths(12, undefined, at),
  },
  {
    shape: full('(?:tu )?dau thang den nay|mtd|month to date'),
    read: (_, { local, cut }) => toDate({ ...span(startOfMonths(local, 1, cut), 1), moves: true }, local),
  },
  { shape: full('(?:nam |year )?(\\d{4})'), read: ([of], { cut }) => checked(of, (y) => span(startOfMonth(y, 1, cut), 12)) },
  {
    shape: full(`(?:q|quy |quarter )([1-4]|i{1,3}|iv)${year}`),
    read: ([quarter, of], at) => part(3, roman[quarter ?? ''] ?? Number(quarter), of, at),
  },
  { shape: full(`(?:thang |t|month )(1[0-2]|0?[1-9])${year}`), read: ([month, of], at) => part(1, Number(month), of, at) },
  { shape: full(`${monthName}${year}`), read: ([name, of], at) => part(1, monthOf(name), of, at) },
  { shape: full('(1[0-2]|0?[1-9])/(\\d{4})'), read: ([month, of], at) => part(1, Number(month), of, at) },
  { shape: full(`(?:6 thang cuoi(?: nam)?|last 6 months of the year|h2|second half)${year}`), read: ([of], at) => part(6, 2, of, at) },
  { shape: full(`(?:h1|first half)${year}`), read: ([of], at) => firstMonths(6, of, at) },
  {
    shape: full(`(?:first )?(1[0-2]|[1-9])(?:t| thang| months)(?: dau nam| dau)?${year}`),
    read: ([count, of], at) => firstMonths(Number(count), of, at),
  },
  { shape: full(`(?:tuan|week) (\\d{1,2})${year}`), read: ([week, of], { local }) => weekOfYear(Number(week), of, local) },
  {
    shape: full('(\\d{1,4}) (gio|ngay|tuan|thang) (?:qua|gan day|gan nhat)'),
    read: ([count, unit], { local }) => lastSo(Number(count), unit, local),
  },
  {
    shape: full('(?:last|past) (\\d{1,4}) (hour|day|week|month)s?'),
    read: ([count, unit], { local }) => lastSo(Number(count), unit, local),
  },
  {
    shape: full('(?:tu |tu ngay |from )?(\\d{1,2}/\\d{1,2}(?:/\\d{4})?)(?:-| den | den ngay | to )(\\d{1,2}/\\d{1,2}(?:/\\d{4})?)'),
    read: ([from, to], { local }) => range(from, to, local),
  },
  {
    shape: full('(?:ngay )?(\\d{1,2}[-/]\\d{1,2}(?:[-/]\\d{4})?)'),
    read: ([text], { local }) => days(dayOf(text?.replaceAll('-', '/'), local), 1),
  },
  { shape: full('(\\d{4})-(\\d{2})-(\\d{2})'), read: ([y, m, d], { local }) => days(dayOf(`${d}/${m}/${y}`, local), 1) },
  {
    shape: full(`(\\d{1,2}) ${monthName}(?: (\\d{4}))?`),
    read: ([d, name, of], { local }) => days(dayOf([d, monthOf(name), of].filter(Boolean).join('/'), local), 1),
  },
  {
    shape: full(`${monthName} (\\d{1,2})(?:,? (\\d{4}))?`),
    read: ([name, d, of], { local }) => days(dayOf([d, monthOf(name), of].filter(Boolean).join('/'), local), 1),
  },
  // The three days that are kept everywhere; how many are off is decided each year.
  { shape: full(`tet(?: nguyen dan| am lich)?${year}`), read: ([of], { local }) => festival(tetOf, 3, of, local) },
  {
    shape: full(`mung (\\d{1,2})(?: tet)?${year}`),
    read: ([date, of], { local }) =>
      Number(date) < 1 || Number(date) > 10 ? undefined : festival((y) => lunarDay(y, 1, Number(date)), 1, of, local),
  },
  { shape: full(`gio to(?: hung vuong)?${year}`), read: ([of], { local }) => festival((y) => lunarDay(y, 3, 10), 1, of, local) },
];

/** "tuần trước" and "last week". */
function either(word: string, whiches: string, english: string): RegExp {
  return full(`${word} (${whiches})|(this|last|previous) ${english}`);
}

function days(from: number | undefined, count: number, moves = false): LocalPeriod | undefined {
  return from === undefined ? undefined : { from, to: from + count * day, step: { days: count }, ...(moves && { moves: true }) };
}

function span(from: number, count: number): LocalPeriod {
  return { from, to: plusMonths(from, count), step: { months: count } };
}

function relative({ local, cut }: SaidAt, count: number, which: string | undefined): LocalPeriod {
  const from = startOfMonths(local, count, cut);
  return { ...span(isNow(which) ? from : plusMonths(from, -count), count), moves: true };
}

function term({ local }: SaidAt, which: string | undefined): LocalPeriod {
  const current = termAt(local);
  return { ...(isNow(which) ? current : termAt(current.from - 1)), step: 'term', moves: true };
}

function namedTerm(from: number, to: number): LocalPeriod | undefined {
  const found = termOf(from);
  return found && dateOf(found.to).year === to ? { ...found, step: 'term' } : undefined;
}

/** The first, second, … block of months of a year: quarter 3, month 11, second half. */
function part(length: number, number: number, of: string | undefined, { local, cut }: SaidAt): LocalPeriod | undefined {
  const start = (y: number) => startOfMonth(y, (number - 1) * length + 1, cut);
  if (of !== undefined) return checked(of, (y) => span(start(y), length));
  return { ...span(newest(start, local) ?? start(dateOf(local).year), length), moves: true };
}

/** Of a day that comes each year the last that has come. */
function newest(start: (year: number) => number, local: number): number | undefined {
  const { year: current } = dateOf(local);
  return [current + 1, current, current - 1].map(start).find((each) => each <= local);
}

/** "9t": the first so many months of a year, until today at the latest. */
function firstMonths(count: number, of: string | undefined, { local, cut }: SaidAt): LocalPeriod | undefined {
  const period = (y: number): LocalPeriod => ({ ...span(startOfMonth(y, 1, cut), count), step: { months: count === 6 ? 6 : 12 } });
  if (of !== undefined) return checked(of, (y) => toDate(period(y), local));
  return { ...toDate(period(Math.floor(monthNumber(local, cut) / 12)), local), moves: true };
}

/** Days from a festival on, of a year or of the last time that it came. */
function festival(start: (year: number) => number, count: number, of: string | undefined, local: number): LocalPeriod | undefined {
  if (of !== undefined) return checked(of, (y) => days(start(y), count));
  return days(newest(start, local), count, true);
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

/** "7 ngày qua": so many whole days, today the last of them; hours end with this minute. */
function lastSo(count: number, unit: string | undefined, local: number): LocalPeriod | undefined {
  if (count < 1) return undefined;
  if (unit === 'gio' || unit === 'hour') return { from: nextMinute(local) - count * hour, to: nextMinute(local), moves: true };
  const to = startOfDay(local) + day;
  const isMonth = unit === 'thang' || unit === 'month';
  const isWeek = unit === 'tuan' || unit === 'week';
  return { from: isMonth ? plusMonths(to, -count) : to - count * (isWeek ? 7 : 1) * day, to, moves: true };
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

function checked(of: string | undefined, read: (year: number) => LocalPeriod | undefined): LocalPeriod | undefined {
  const y = Number(of);
  return y >= 1 ? read(y) : undefined;
}
