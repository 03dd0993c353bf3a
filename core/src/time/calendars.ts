import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { DataContext } from '../data/context.ts';
import type { Database } from '../data/database.ts';
import type { Sql } from '../data/dialect/dialect.ts';
import { run } from '../data/dialect/statement.ts';
import { sql } from '../data/query/sql.ts';
import { calendarColumns, calendarDataset, calendarDays, usualCalendar } from './read-calendar.ts';
import { roundTheClock, type WorkingCalendar, workingCalendar } from './working-calendar.ts';

/** Work that never rests, without a row for each day. */
const restless = '24x7';

/** The calendar of a code: its own days, over those of the usual calendar, over the week. */
export interface Calendars {
  (code: string): WorkingCalendar;
  /** Code of the calendar of an agency, where it has one of its own. */
  readonly ofAgency: ReadonlyMap<string, string>;
  /** Another after every change of a calendar or of an agency. */
  readonly edition: string;
}

type Part = 'calendar' | 'agency';

const known = new WeakMap<Database, Calendars>();

/** Dataset of those who work by a calendar. */
export const agencyDataset = 'core/agency';

/** Notes that days of calendars, or agencies, are not what they were, in the transaction that changes them. */
export async function noteEdition(connection: Knex, part: Part): Promise<void> {
  await connection('meta')
    .insert({ name: nameOf(part), value: randomBytes(8).toString('hex') })
    .onConflict('name')
    .merge();
}

/** Whether calendars and agencies are still those of an edition. */
export function isOfEdition(known: string): Sql {
  return sql`${wholeEdition} = ${known}`;
}

/** Changes with every change of a calendar. */
export const calendarEdition = partOf('calendar');

const wholeEdition = sql`${calendarEdition} || ' ' || ${partOf('agency')}`;

function partOf(part: Part): Sql {
  return sql`coalesce((SELECT value FROM meta WHERE name = ${nameOf(part)}), '')`;
}

function nameOf(part: Part): string {
  return `${part}_edition`;
}

/** All calendars as they were when they were last read; whether they still are so is asked later. */
export async function knownCalendars(context: Pick<DataContext, 'database' | 'tables'>, connection: Knex): Promise<Calendars> {
  return known.get(context.database) ?? readCalendars(context, connection);
}

/** All calendars as they are; read again only when one has changed. */
export async function readCalendars({ database, tables }: Pick<DataContext, 'database' | 'tables'>, connection: Knex): Promise<Calendars> {
  // The edition first: days that are newer than it are read once more, not missed.
  const [row] = await run(connection, `SELECT ${wholeEdition.sql} AS edition`, wholeEdition.values);
  const now = String(row?.edition);
  const before = known.get(database);
  if (before?.edition === now) return before;
  const table = tables.get(calendarDataset);
  const rows = table ? await connection(table.name).select(calendarColumns(table).map(({ name }) => name)) : [];
  const days = table ? calendarDays(table, database.dialect, rows) : new Map();
  const usual = workingCalendar(days.get(usualCalendar));
  const byCode = new Map([...days].map(([code, own]) => [code, workingCalendar(own, code === restless ? roundTheClock : usual)]));
  byCode.set(usualCalendar, usual);
  if (!byCode.has(restless)) byCode.set(restless, roundTheClock);
  const ofAgency = await readAgencies(tables, connection);
  const calendars = Object.assign((code: string) => byCode.get(code) ?? usual, { ofAgency, edition: now });
  known.set(database, calendars);
  return calendars;
}

async function readAgencies(tables: DataContext['tables'], connection: Knex): Promise<ReadonlyMap<string, string>> {
  const table = tables.get(agencyDataset);
  if (!table) return new Map();
  const rows: { agency_code: string; calendar_code: string }[] = await connection(table.name)
    .whereNotNull('calendar_code')
    .select('agency_code', 'calendar_code');
  return new Map(rows.map(({ agency_code, calendar_code }) => [agency_code, calendar_code]));
}
