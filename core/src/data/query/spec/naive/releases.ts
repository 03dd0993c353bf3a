import type { Json } from '@haidang/sdk';
import { visible } from '../../oracle/naive/conditions.ts';
import { compareRows } from '../../oracle/naive/selection.ts';
import type { Row } from '../../oracle/naive/world.ts';
import type { SpecWorld } from './world.ts';

const values = 'core/indicator_value';

/** The newest figure that was released under a code; of one day the one with the greatest key. */
export function newestValue(code: Json, world: SpecWorld, isMeant: (row: Row) => boolean = () => true): Row | undefined {
  const { key = [] } = world.models[values] ?? {};
  return visible(values, world)
    .filter((row) => row.indicator_code === code && isMeant(row))
    .sort((a, b) => compareRows(a, b, ['-period_end', ...key.map((field) => `-${field}`)], values, world))[0];
}

/** Whether a figure came out by the day that the calendar of releases gives for it. */
export function isOnCalendar(code: Json, row: Row, world: SpecWorld): boolean {
  return visible('core/release_calendar', world).some(
    ({ indicator_code, period_start, due_at }) =>
      indicator_code === code &&
      period_start === row.period_start &&
      row.released_at !== undefined &&
      Number(row.released_at) <= Number(due_at),
  );
}

/** Whether the newest figure of a target's year and unit, not broken down, has come as far as the plan wants it by then. */
export function isOnTrack(code: Json, target: Row, world: SpecWorld): boolean {
  const newest = newestValue(
    code,
    world,
    ({ period_end, unit, breakdown }) =>
      String(period_end).slice(0, 4) === String(target.year) && unit === target.unit && breakdown === '*',
  );
  if (!newest) return false;
  const months = monthsDone(String(newest.period_end));
  const path = target.monthly_path as readonly number[] | undefined;
  const due = path ? path[months - 1] : (Number(target.target_value) * months) / 12;
  if (due === undefined) return false;
  return target.target_kind === 'at_most' ? Number(newest.value) <= due : Number(newest.value) >= due;
}

/** Months of the year that are over when a day is. */
function monthsDone(day: string): number {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
  const month = next.getUTCMonth();
  return month === 0 && day.slice(5) === '12-31' ? 12 : month;
}
