import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { DataContext } from '../data/context.ts';
import type { Database } from '../data/database.ts';
import { calendarColumns, calendarDataset, calendarDays, usualCalendar } from './read-calendar.ts';
import { roundTheClock, type WorkingCalendar, workingCalendar } from './working-calendar.ts';

/** Work that never rests, without a row for each day. */
const restless = '24x7';

/** The calendar of a code: its own days, over those of the usual calendar, over the week. */
export interface Calendars {
  (code: string): WorkingCalendar;
  /** Another after every change of a calendar. */
  readonly edition: string;
}

const edition = 'calendar_edition';
const known = new WeakMap<Database, Calendars>();

/** Notes that days of a calendar are not what they were, in the transaction that changes them. */
export async function noteEdition(connection: Knex): Promise<void> {
  await connection('meta')
    .insert({ name: edition, value: randomBytes(8).toString('hex') })
    .onConflict('name')
    .merge();
}

/** Changes with every change of a calendar. */
export async function editionOf(connection: Knex): Promise<string> {
  const row: { value: string } | undefined = await connection('meta').where({ name: edition }).first('value');
  return row?.value ?? '';
}

/** All calendars as they were when they were last read; whether they still are so is asked later. */
export async function knownCalendars(context: Pick<DataContext, 'database' | 'tables'>, connection: Knex): Promise<Calendars> {
  return known.get(context.database) ?? readCalendars(context, connection);
}

/** All calendars as they are; read again only when one has changed. */
export async function readCalendars({ database, tables }: Pick<DataContext, 'database' | 'tables'>, connection: Knex): Promise<Calendars> {
  // The edition first: days that are newer than it are read once more, not missed.
  const now = await editionOf(connection);
  const before = known.get(database);
  if (before?.edition === now) return before;
  const table = tables.get(calendarDataset);
  const rows = table ? await connection(table.name).select(calendarColumns(table).map(({ name }) => name)) : [];
  const days = table ? calendarDays(table, database.dialect, rows) : new Map();
  const usual = workingCalendar(days.get(usualCalendar));
  const byCode = new Map([...days].map(([code, own]) => [code, workingCalendar(own, code === restless ? roundTheClock : usual)]));
  byCode.set(usualCalendar, usual);
  if (!byCode.has(restless)) byCode.set(restless, roundTheClock);
  const calendars = Object.assign((code: string) => byCode.get(code) ?? usual, { edition: now });
  known.set(database, calendars);
  return calendars;
}
