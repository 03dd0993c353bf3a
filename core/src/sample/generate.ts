import { offsetAt, toUtc, zone } from '../data/zone.ts';
import { arrivalsOn } from './arrivals.ts';
import { day } from './calendar.ts';
import { type Plan, type Row, stateAt } from './plan.ts';
import type { Stream } from './stream.ts';
import { type World, worldOf } from './world.ts';

/** Illustrative rows that came in `[from, to)` (UTC milliseconds, the stream's months before `to` when absent), as they stand at `to`, oldest first. The same stream and `to` give the same rows. */
export function* generateSample({
  stream,
  from,
  to,
}: {
  readonly stream: Stream;
  readonly from?: number;
  readonly to: number;
}): Generator<Row> {
  const world = worldOf(stream);
  for (const plan of plansBetween(world, from ?? monthsBefore(stream.months, to), to)) yield withoutNulls(stateAt(plan, to));
}

/** Plans of all rows that come in `[from, to)`. */
export function* plansBetween(world: World, from: number, to: number): Generator<Plan> {
  const last = Math.floor((to + offsetAt(zone, to)) / day);
  for (let date = Math.floor((from + offsetAt(zone, from)) / day); date <= last; date++) {
    for (const plan of arrivalsOn(world, date)) if (plan.at >= from && plan.at < to) yield plan;
  }
}

/** The same day and time so many months before; the last day of a shorter month. */
function monthsBefore(months: number, to: number): number {
  const local = to + offsetAt(zone, to);
  const at = new Date(local);
  const first = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months, 1);
  const days = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months + 1, 0)).getUTCDate();
  return toUtc(zone, first + (Math.min(at.getUTCDate(), days) - 1) * day + (local % day));
}

function withoutNulls(row: Row): Row {
  for (const field in row) if (row[field] === null) return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  return row;
}
