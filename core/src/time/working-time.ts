import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import type { Cells, Dialect, Sql } from '../data/dialect/dialect.ts';
import { day, parseLocal, startOfWeek, utcOf } from '../data/query/calendar.ts';
import { sql, whole } from '../data/query/sql.ts';
import type { Column, Table } from '../data/table.ts';
import { agencyDataset, noteEdition } from './calendars.ts';
import { calendarColumns, calendarDataset, calendarDays, usualCalendar } from './read-calendar.ts';
import { officeHours } from './shifts.ts';
import { type CalendarDay, weekShifts, workingCalendar } from './working-calendar.ts';

// The week repeats, so that its working time is arithmetic; only days that are not as the week has them need rows.

const name = 'working_time';

/** Bends of each calendar against the week: from `starts` on, until the next row, `more_ms` more has been worked than the week says (less when negative), and `slope` more each millisecond. */
const columns: readonly Column[] = [
  { name: 'calendar', store: 'text' },
  { name: 'starts', store: 'instant' },
  { name: 'more_ms', store: 'integer' },
  { name: 'slope', store: 'integer' },
];

/** Creates the table where it is missing. */
export async function createWorkingTime(connection: Knex, dialect: Dialect): Promise<void> {
  const list = columns.map((column) => `${column.name} ${dialect.columnType(column.store)} NOT NULL`).join(', ');
  await connection.raw(`CREATE TABLE IF NOT EXISTS ${name} (${list}, PRIMARY KEY (calendar, starts))${dialect.tableOptions}`);
}

/** Whether a table holds calendars, or who works by them: its rows are only written together with what follows from them. */
export function isCalendar({ entry }: Table): boolean {
  return entry.name === calendarDataset || entry.name === agencyDataset;
}

/** Brings the working time in line with the rows of a table that holds calendars, in the transaction that changes these. */
export async function followCalendar(connection: Knex, dialect: Dialect, table: Table): Promise<void> {
  if (table.entry.name === agencyDataset) return noteEdition(connection, 'agency');
  if (!isCalendar(table)) return;
  // Who comes second waits here, and then reads what the first has left.
  await connection.raw(`INSERT INTO meta (name, value) VALUES ('${name}', '') ON CONFLICT (name) DO UPDATE SET value = excluded.value`);
  const names = calendarColumns(table).map((column) => column.name);
  const calendars = calendarDays(
    table,
    dialect,
    await connection(table.name)
      .select(names)
      .orderBy([...table.key]),
  );
  const rows = [...calendars].flatMap(([code, days]) => bendsOf(code, days));
  await noteEdition(connection, 'calendar');
  const order = ['calendar', 'starts'];
  const stored: readonly Readonly<Record<string, unknown>>[] = await connection(name).select().orderBy(order);
  const known = stored.map((row) => columns.map((column) => (column.store === 'text' ? row[column.name] : Number(row[column.name]))));
  if (isDeepStrictEqual(known, rows)) return;
  await connection(name).delete();
  await dialect.insert(connection, { table: name, columns, rows });
}

/** Working time of a calendar until the instant that a column holds, ms, counted from a Monday long ago: that from one instant to another is the difference. Nothing where the instant is missing. It rests on `calendarDataset`. */
export function workingMsUntil(column: Sql, calendar: string = usualCalendar): Sql {
  const local = sql`(${column} + ${whole(-utcOf(monday))})`;
  const inWeek = sql`${local} % ${whole(week)}`;
  const bend = sql`(SELECT more_ms + slope * (${column} - starts) FROM working_time WHERE calendar = ${calendar} AND starts <= ${column} ORDER BY starts DESC LIMIT 1)`;
  return sql`(${local} / ${whole(week)} * ${whole(5 * daily)} + CASE WHEN ${inWeek} < ${whole(5 * day)} THEN ${inWeek} / ${whole(day)} * ${whole(daily)} + ${inDay(sql`${local} % ${whole(day)}`)} ELSE ${whole(5 * daily)} END + coalesce(${bend}, 0))`;
}

const week = 7 * day;
// Since 1975 the clocks have not changed; before, nobody kept working hours by computer.
const monday = startOfWeek(parseLocal('1975-07-01'));
const daily = officeHours.reduce((sum, [from, to]) => sum + to - from, 0);

/** Working time of an ordinary day until a time of it. */
function inDay(time: Sql): Sql {
  let before = 0;
  let cases: Sql = sql``;
  for (const [from, to] of officeHours) {
    cases = sql`${cases} WHEN ${time} < ${whole(from)} THEN ${whole(before)} WHEN ${time} < ${whole(to)} THEN ${time} - ${whole(from - before)}`;
    before += to - from;
  }
  return sql`CASE${cases} ELSE ${whole(before)} END`;
}

function bendsOf(code: string, days: readonly CalendarDay[]): readonly Cells[] {
  const calendar = workingCalendar(days);
  const rows: Cells[] = [];
  let more = 0;
  let slope = 0;
  let since = 0;
  for (const { date } of days) {
    const today = parseLocal(date);
    const [shifts, usual] = [calendar.shiftsOn(today), weekShifts(today)];
    const bounds = [...new Set([...shifts, ...usual].flat())].sort((a, b) => a - b);
    for (const at of bounds) {
      const isIn = ([from, to]: readonly [number, number]) => from <= at && at < to;
      const next = Number(shifts.some(isIn)) - Number(usual.some(isIn));
      if (next === slope) continue;
      const starts = utcOf(today + at);
      more += slope * (starts - since);
      rows.push([code, starts, more, next]);
      slope = next;
      since = starts;
    }
  }
  return rows;
}
