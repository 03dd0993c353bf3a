import type { Json } from '@haidang/sdk';
import { day, hour, minute } from '../data/query/calendar.ts';

/** Part of a day, ms since its midnight: start included, end not. */
export type Shift = readonly [from: number, to: number];

/** Working hours of a day of which nothing else is said: 07:30–11:30 and 13:00–17:00. */
export const officeHours: readonly Shift[] = [
  [7.5 * hour, 11.5 * hour],
  [13 * hour, 17 * hour],
];

/** Reads shifts as a calendar row has them, `[["07:30", "11:30"], ["13:00", "17:00"]]`; "24:00" ends one. What overlaps counts once, and what ends before it begins not at all. */
export function readShifts(value: Json | undefined): readonly Shift[] {
  if (!Array.isArray(value)) return [];
  const shifts: [from: number, to: number][] = [];
  for (const [from, to] of value
    .map(readShift)
    .filter((shift) => shift !== undefined)
    .sort(([a], [b]) => a - b)) {
    const last = shifts.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else shifts.push([from, to]);
  }
  return shifts;
}

function readShift(value: Json): Shift | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [from, to] = value.map(readTime);
  return from !== undefined && to !== undefined && from < to ? [from, to] : undefined;
}

function readTime(value: Json): number | undefined {
  const match = typeof value === 'string' ? /^(\d{2}):(\d{2})$/.exec(value) : null;
  if (!match) return undefined;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  const time = hours * hour + minutes * minute;
  return minutes < 60 && time <= day ? time : undefined;
}
