import type { Comparison, Time } from '@haidang/sdk';
import { addDays, addMonths, between, instantOf, later, startOf, type Wall, wallOf } from './calendar.ts';
import { instantMeant } from './conditions.ts';

/** A period by the wall clock: start included, end not. */
export interface Span {
  readonly from: Wall;
  readonly to: Wall;
  /** By what the calendar steps from it to the one before; absent for other bounds. */
  readonly step?: { readonly months: number } | { readonly days: number } | 'term';
  /** Bounds that were given as instants. */
  readonly given?: readonly [from: number, to: number];
  /** It lies so many whole years back: buckets of time meet by their date. */
  readonly yearsBack?: number;
}

// Days on which the People's Councils were elected.
const elections = ['2004-04-25', '2011-05-22', '2016-05-22', '2021-05-23', '2026-03-15', '2031-03-15'].map((day) => `${day}T00:00:00.000`);

function termOf(wall: Wall): { readonly from: Wall; readonly to: Wall } {
  const from = elections.findLastIndex((day) => day <= wall);
  return { from: elections[from] ?? '', to: elections[from + 1] ?? '' };
}

export function boundsOf({ from, to, given }: Span): readonly [from: number, to: number] {
  return given ?? [instantOf(from), instantOf(to)];
}

/** The minute that runs counts as passed. */
function passedAt(now: number): Wall {
  return later(`${wallOf(now).slice(0, 16)}:00.000`, 60_000);
}

/** Bounds of the time of a query. What words mean is known to whoever said them. */
export function spanOf(time: Time, now: number, said?: Span): Span {
  if (typeof time === 'string') return preset(time, wallOf(now));
  if ('said' in time) {
    if (!said) throw new Error(`nobody knows what ${time.said} means`);
    return said;
  }
  if ('last' in time) {
    const to = passedAt(now);
    return { from: back(to, time.last), to };
  }
  const given = [instantMeant(time.from, now), instantMeant(time.to, now)] as const;
  return { from: wallOf(given[0]), to: wallOf(given[1]), given };
}

function preset(name: string, now: Wall): Span {
  const tomorrow = addDays(startOf(now, 'day'), 1);
  const year = startOf(now, 'year');
  const until = (end: Wall) => (end < tomorrow ? end : tomorrow);
  switch (name) {
    case 'today':
      return { from: startOf(now, 'day'), to: tomorrow, step: { days: 1 } };
    case 'week':
      return { from: startOf(now, 'week'), to: addDays(startOf(now, 'week'), 7), step: { days: 7 } };
    case 'month':
      return { from: startOf(now, 'month'), to: addMonths(startOf(now, 'month'), 1), step: { months: 1 } };
    case 'quarter':
      return { from: startOf(now, 'quarter'), to: addMonths(startOf(now, 'quarter'), 3), step: { months: 3 } };
    case 'half-year':
      return { from: startOf(now, 'half-year'), to: until(addMonths(startOf(now, 'half-year'), 6)), step: { months: 6 } };
    case 'nine-months':
      return { from: year, to: until(addMonths(year, 9)), step: { months: 12 } };
    case 'year-to-date':
      return { from: year, to: until(addMonths(year, 12)), step: { months: 12 } };
    case 'year':
      return { from: year, to: addMonths(year, 12), step: { months: 12 } };
    case 'term':
      return { ...termOf(now), step: 'term' };
  }
  throw new Error(`no period ${name}`);
}

/** A wall clock so long before: months first, then the rest. */
function back(wall: Wall, duration: string): Wall {
  const [days = '', hours = ''] = duration.slice(1).split('T');
  const amount = (text: string, unit: string) => Number(new RegExp(`(\\d+)${unit}`).exec(text)?.[1] ?? 0);
  const start = addMonths(wall, -12 * amount(days, 'Y') - amount(days, 'M'));
  const ms = (amount(days, 'W') * 7 + amount(days, 'D')) * 86_400_000;
  return later(start, -ms - amount(hours, 'H') * 3_600_000 - amount(hours, 'M') * 60_000 - amount(hours, 'S') * 1000);
}

/** What a period is compared with. A calendar period that runs is compared as far as it has gone. */
export function comparedSpan(span: Span, comparison: Comparison, now: number): Span {
  const { from, to, step, given } = span;
  const passed = passedAt(now);
  const runs = step !== undefined && from < passed && passed < to;
  const end = runs ? passed : to;
  const monthsBack = (months: number): Span => ({
    from: addMonths(from, -months),
    to: addMonths(end, -months, runs ? 'end' : 'bound'),
    ...(months % 12 === 0 && { yearsBack: months / 12 }),
  });
  if (comparison === 'same-period-last-year') {
    if (step === undefined || step === 'term' || 'months' in step) return monthsBack(12);
    const start = step.days === 7 ? addDays(from, -364) : addMonths(from, -12);
    return { from: start, to: later(start, between(from, end)), ...(step.days !== 7 && { yearsBack: 1 }) };
  }
  if (given) return spanBetween(given[0] - (given[1] - given[0]), given[0]);
  if (step === undefined) return { from: later(from, -between(from, to)), to: from };
  if (step === 'term') {
    const before = termOf(addDays(from, -1));
    const asFar = later(before.from, between(from, end));
    return { from: before.from, to: runs && asFar < before.to ? asFar : before.to };
  }
  return 'days' in step ? { from: addDays(from, -step.days), to: addDays(end, -step.days) } : monthsBack(step.months);
}

function spanBetween(from: number, to: number): Span {
  return { from: wallOf(from), to: wallOf(to), given: [from, to] };
}
