import { type Comparison, HaidangError, type Time, type TimePreset } from '@haidang/sdk';
import { tetOf, yearOfNearestTet } from '../../time/lunar.ts';
import { isDate, parseInstant, zone } from '../zone.ts';
import { day, localOf, nextMinute, plusMonths, startOfDay, startOfMonths, startOfWeek, utcOf } from './calendar.ts';
import { approximately, parseDuration, plus } from './duration.ts';
import { readSaid } from './said.ts';
import { termAt } from './terms.ts';

/** Bounds as instants: start included, end not. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** By what a calendar period steps to the one before it; absent where bounds were given or counted back from now. */
export type Step = { readonly months: number } | { readonly days: number } | 'term';

/** A period in local time. */
export interface LocalBounds extends Period {
  /** The bounds as instants, where they were given so; an hour that the clocks went through twice would be lost on the way. */
  readonly given?: Period;
}

/** The period of a query. `moves`: it is another one when the clock reaches its end. */
export interface LocalPeriod extends LocalBounds {
  readonly step?: Step;
  readonly moves?: true;
}

// A thousand years.
const longest = 365_000 * day;

/** Resolves the time of a query at an instant; months, and what is made of them, are those of the reports (`cut`, see `reporting-month.ts`). */
export function resolveTime(time: Time, now: number, cut = 0): LocalPeriod {
  if (typeof time === 'string') return preset(time, localOf(now), cut);
  if ('last' in time) {
    const length = parseDuration(time.last);
    if (!length || length.months + length.ms === 0 || approximately(length) > longest)
      throw refuse('time.last', {
        vi: 'Cần một khoảng thời gian theo ISO 8601: "P30D", "PT24H".',
        en: 'A duration as in ISO 8601 is expected: "P30D", "PT24H".',
      });
    const to = nextMinute(localOf(now));
    return { from: plus(to, length, -1), to, moves: true };
  }
  if ('said' in time) {
    const said = readSaid(time.said, localOf(now), cut);
    if (!said)
      throw refuse('time.said', {
        vi: `Chưa hiểu kỳ "${time.said}". Thử: q3/2025, 9t, tuần trước, 20/11.`,
        en: `"${time.said}" is not a period that is known. Try q3 2025, last week, 20/11.`,
      });
    return said;
  }
  const given = { from: bound(time.from, 'time.from'), to: bound(time.to, 'time.to') };
  if (given.to <= given.from) throw refuse('time.to', { vi: 'Kỳ kết thúc trước khi bắt đầu.', en: 'The period ends before it starts.' });
  return { from: localOf(given.from), to: localOf(given.to), given };
}

/** The bounds as instants. */
export function toInstants({ from, to, given }: LocalBounds): Period {
  return given ?? { from: utcOf(from), to: utcOf(to) };
}

/** Periods in government speech at a local time. Month, quarter, year and term are whole; half-year, nine-months and year-to-date end with today at the latest. */
function preset(name: TimePreset, local: number, cut: number): LocalPeriod {
  const today = startOfDay(local);
  const year = startOfMonths(local, 12, cut);
  const toDate = (from: number, months: number, step: number): LocalPeriod => ({
    from,
    to: Math.min(plusMonths(from, months), today + day),
    step: { months: step },
    moves: true,
  });
  const block = (months: number): LocalPeriod => {
    const from = startOfMonths(local, months, cut);
    return { from, to: plusMonths(from, months), step: { months }, moves: true };
  };
  switch (name) {
    case 'today':
      return { from: today, to: today + day, step: { days: 1 }, moves: true };
    case 'week':
      return { from: startOfWeek(local), to: startOfWeek(local) + 7 * day, step: { days: 7 }, moves: true };
    case 'month':
      return block(1);
    case 'quarter':
      return block(3);
    case 'half-year':
      return toDate(startOfMonths(local, 6, cut), 6, 6);
    case 'nine-months':
      return toDate(year, 9, 12);
    case 'year-to-date':
      return toDate(year, 12, 12);
    case 'year':
      return block(12);
    case 'term':
      return { ...termAt(local), step: 'term', moves: true };
  }
}

/** The period that a period is compared with. `months`: how far it lies back, where it is the same part of the calendar. */
export interface ComparedPeriod extends LocalBounds {
  readonly months?: number;
}

/**
 * The period to compare with, in local time. A calendar period that still runs is compared only as far as it has gone, to the minute.
 * `previous`: the calendar unit before; of other bounds the same length before. `same-period-last-year`: the same dates; of a week the week 52 weeks before. 29 February becomes the 28th.
 * `tet-aligned`: as many days before as lie between the Tết nearest to the middle of the period and the one before it; all days of a period are counted from the same Tết.
 */
export function comparedPeriod(period: LocalPeriod, comparison: Comparison, now: number): ComparedPeriod {
  const { from, to, step } = period;
  const passed = nextMinute(localOf(now));
  const runs = step !== undefined && passed > from && passed < to;
  if (comparison === 'tet-aligned') {
    const year = yearOfNearestTet((from + to) / 2);
    const back = tetOf(year) - tetOf(year - 1);
    return { from: from - back, to: (runs ? passed : to) - back };
  }
  if (comparison === 'same-period-last-year') {
    if (step && step !== 'term' && 'days' in step) {
      const start = step.days === 7 ? from - 364 * day : plusMonths(from, -12);
      return { from: start, to: start + (runs ? passed - from : to - from), ...(step.days !== 7 && { months: 12 }) };
    }
    return { from: plusMonths(from, -12), to: runs ? plusMonths(passed, -12, 'over') : plusMonths(to, -12, 'end'), months: 12 };
  }
  if (period.given) {
    const given = { from: 2 * period.given.from - period.given.to, to: period.given.from };
    return { from: localOf(given.from), to: from, given };
  }
  if (step === undefined) return { from: from - (to - from), to: from };
  if (step === 'term') {
    const before = termAt(from - 1);
    return { from: before.from, to: runs ? Math.min(before.to, before.from + passed - from) : before.to };
  }
  if ('days' in step) return { from: from - step.days * day, to: (runs ? passed : to) - step.days * day };
  const start = plusMonths(from, -step.months);
  return { from: start, to: runs ? plusMonths(passed, -step.months, 'over') : plusMonths(to, -step.months, 'end'), months: step.months };
}

function bound(text: string, path: string): number {
  const instant = isDate(text) ? parseInstant(`${text}T00:00`, zone) : parseInstant(text, zone);
  if (instant === undefined)
    throw refuse(path, {
      vi: 'Cần một ngày hoặc thời điểm theo ISO 8601: "2026-11-20".',
      en: 'A date or an instant as in ISO 8601 is expected: "2026-11-20".',
    });
  return instant;
}

function refuse(path: string, reason: { readonly vi: string; readonly en: string }): HaidangError {
  return new HaidangError('bad-request', { path, reason });
}
