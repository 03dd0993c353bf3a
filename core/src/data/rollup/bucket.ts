import type { Sql } from '../dialect/dialect.ts';
import { day, hour, localDate } from '../query/calendar.ts';
import { join, sql, whole } from '../query/sql.ts';
import type { FieldColumns } from '../table.ts';
import { offsetAt, transitions, zone } from '../zone.ts';

/** Bucket of a cell as it is stored: of an instant the one at which its local day starts, of a date the date. */
export function bucketOf({ store }: Pick<FieldColumns, 'store'>, cell: unknown): number | string | null {
  if (cell === null || cell === undefined) return null;
  return store === 'date' ? String(cell) : startOfDayAt(Number(cell));
}

/** The same of a column. */
export function bucketSql({ store }: Pick<FieldColumns, 'store'>, column: Sql): Sql {
  if (store === 'date') return column;
  const cases = pieces().map(({ from, offset, start }) => {
    const of = start === undefined ? regular(column, offset) : whole(start);
    return from === undefined ? sql`ELSE ${of}` : sql`WHEN ${column} >= ${whole(from)} THEN ${of}`;
  });
  return sql`(CASE ${join(cases, ' ')} END)`;
}

/** The instant at which the local day of an instant starts. */
export function startOfDayAt(instant: number): number {
  const found = pieces().find(({ from }) => from === undefined || instant >= from);
  if (found?.start !== undefined) return found.start;
  const offset = found?.offset ?? 0;
  return Math.floor((instant + offset) / day) * day - offset;
}

/** The start of the local day after one that starts at an instant. */
export function startOfNextDay(start: number): number {
  let next = start;
  // Days on which the clocks were changed are shorter or longer.
  for (let at = start + 20 * hour; next <= start; at += hour) next = startOfDayAt(at);
  return next;
}

/** Instants from one on (all when absent): of days that start at local midnight by one offset, or of the one day in which the clocks were changed. */
interface Piece {
  readonly from?: number;
  readonly offset: number;
  readonly start?: number;
}

let known: readonly Piece[] | undefined;

/** Newest first: that is where the rows are. */
function pieces(): readonly Piece[] {
  if (known) return known;
  const [first, end] = [localDate(1890, 1), localDate(2100, 1)];
  const made: Piece[] = [{ offset: offsetAt(zone, first) }];
  for (const { at, offset } of transitions(zone, first, end)) {
    const before = made[0]?.offset ?? 0;
    const local = Math.floor((at + offset) / day) * day;
    // It began before the change, unless that was at its midnight.
    const start = Math.min(at, local - before);
    made.unshift({ from: local + day - offset, offset }, { from: at, offset, start });
  }
  known = made;
  return known;
}

// A multiple of a day before year 1 keeps numbers positive, since division goes towards zero.
const beginning = 1_050_000 * day;

function regular(column: Sql, offset: number): Sql {
  return sql`((${column} + ${whole(offset + beginning)}) / ${whole(day)} * ${whole(day)} - ${whole(offset + beginning)})`;
}
