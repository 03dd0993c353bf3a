import type { Json } from '@haidang/sdk';
import { addDays, addMonths, instantOf, later, midnight, startOf, wallOf } from '../../oracle/naive/calendar.ts';
import type { Row } from '../../oracle/naive/world.ts';
import type { Random } from '../../oracle/random/random.ts';
import { hints } from './hints.ts';

const day = 86_400_000;
// Two provinces, so that targets and figures of a unit meet.
const places = ['68@2025-07-01', '68@2025-03-01'];
const codes = [...(hints.get('core/indicator_value.indicator_code')?.values ?? []).map(String), 'legacy_users', 'se.khac'];

/** Records of the core: figures that were released, what they should have reached and when they were due, days off. */
export function makeCoreRows(random: Random, now: number): { readonly [dataset: string]: readonly Row[] } {
  const calendar = distinct(
    random.times(40, () => release(random, now)),
    ['indicator_code', 'period_start'],
  );
  return {
    'core/agency': ['a1', 'a2', 'a3'].map((agency_code) => ({ agency_code, name_vi: `Cơ quan ${agency_code}` })),
    'core/release_calendar': calendar,
    'core/indicator_value': distinct(
      random.times(90, () => value(random, now, calendar)),
      ['indicator_code', 'period_type', 'period_start', 'unit', 'breakdown', 'vintage'],
    ),
    'core/plan_target': distinct(
      random.times(30, () => target(random, now)),
      ['indicator_code', 'year', 'unit'],
    ),
    'core/working_calendar': distinct(
      random.times(25, () => calendarDay(random, now)),
      ['calendar_code', 'date'],
    ),
  };
}

/** Of rows with one key the last. */
export function distinct(rows: readonly Row[], key: readonly string[]): readonly Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify(key.map((field) => row[field])), row])).values()];
}

/** A month or so before now: its first and last day. */
function monthBefore(random: Random, now: number): { readonly period_start: string; readonly period_end: string } {
  const start = addMonths(startOf(wallOf(now), 'month'), -random.below(16));
  return { period_start: start.slice(0, 10), period_end: addDays(addMonths(start, 1), -1).slice(0, 10) };
}

// What is not published by the instant that it is due at is read as overdue, which would move with the clock.
function release(random: Random, now: number): Row {
  const period = monthBefore(random, now);
  const due = random.make(
    () => addDays(midnight(period.period_end), 6),
    () => startOf(wallOf(now), 'month'),
    () => later(startOf(wallOf(now), 'day'), random.below(4 * day) - 2 * day),
  );
  return { indicator_code: random.pick(codes), ...period, due_at: instantOf(due), state: random.pick(['published', 'revised']) };
}

function value(random: Random, now: number, calendar: readonly Row[]): Row {
  const planned = calendar.length > 0 && random.chance(0.6) ? random.pick(calendar) : undefined;
  const period = monthBefore(random, now);
  const { indicator_code = random.pick(codes), period_start = period.period_start, period_end = period.period_end, due_at } = planned ?? {};
  const released = random.make<number>(
    () => Number(due_at ?? now) + random.pick([-1, 0, 1, -day, day]),
    () => now - random.below(40 * day),
  );
  return {
    indicator_code,
    period_type: random.pick(['month', 'quarter', 'year']),
    period_start,
    period_end,
    unit: random.pick(places),
    breakdown: random.pick(['*', '*', 'sector:industry']),
    value: random.below(800) / 8,
    value_status: random.pick(['estimate', 'preliminary', 'official', 'revised']),
    vintage: 1 + random.below(3),
    ...(random.chance(0.8) && { released_at: released }),
  };
}

function target(random: Random, now: number): Row {
  const path: Json = random
    .times(12, () => random.below(200) / 8)
    .map((_, month, steps) => steps.slice(0, month + 1).reduce((a, b) => a + b, 0) / 2);
  return {
    indicator_code: random.pick(codes),
    year: Number(wallOf(now).slice(0, 4)) - random.pick([0, 0, 0, 1]),
    unit: random.pick(places),
    target_value: random.below(800) / 8,
    target_kind: random.pick(['at_least', 'at_most', 'range']),
    ...(random.chance(0.5) && { monthly_path: path }),
  };
}

function calendarDay(random: Random, now: number): Row {
  const is_working = random.chance(0.5);
  const shifts = random.pick([
    [],
    [['08:00', '12:00']],
    [
      ['07:30', '11:30'],
      ['13:00', '17:00'],
    ],
    [['00:00', '24:00']],
  ]);
  return {
    calendar_code: random.pick(['default', 'default', 'default', 'one_stop']),
    date: addDays(midnight(wallOf(now)), random.below(30) - 22).slice(0, 10),
    is_working,
    shifts: is_working ? shifts : [],
    status: random.pick(['official', 'expected']),
  };
}
