import { addDays, instantOf, midnight, wallOf } from '../../oracle/naive/calendar.ts';
import type { SpecWorld } from './world.ts';

type Shifts = readonly (readonly [from: string, to: string])[];

const office: Shifts = [
  ['07:30', '11:30'],
  ['13:00', '17:00'],
];

/** Working hours from one instant to another on the usual calendar: day by day, shift by shift. */
export function workingHours(from: number, to: number, world: SpecWorld): number {
  if (to < from) return -workingHours(to, from, world);
  let worked = 0;
  for (let day = midnight(wallOf(from)); instantOf(day) < to; day = addDays(day, 1)) {
    for (const [opens, closes] of shiftsOn(day.slice(0, 10), world)) {
      const [start, end] = [instantAt(day, opens), instantAt(day, closes)];
      worked += Math.max(0, Math.min(end, to) - Math.max(start, from));
    }
  }
  return worked / 3_600_000;
}

function instantAt(day: string, time: string): number {
  return time === '24:00' ? instantOf(addDays(day, 1)) : instantOf(`${day.slice(0, 10)}T${time}:00.000`);
}

function shiftsOn(date: string, { rows }: SpecWorld): Shifts {
  const special = rows['core/working_calendar']?.find((row) => row.calendar_code === 'default' && row.date === date);
  if (special?.is_working === false) return [];
  const shifts = special?.shifts as unknown as Shifts | undefined;
  if (special) return shifts && shifts.length > 0 ? shifts : office;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6 ? [] : office;
}
