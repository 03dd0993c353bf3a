import type { DataContext } from '../data/context.ts';
import type { Found, Reading } from '../data/query/reading.ts';
import { identifier, join, sql } from '../data/query/sql.ts';
import { calendarColumns, calendarDataset, calendarDay, usualCalendar } from './read-calendar.ts';
import { type WorkingCalendar, workingCalendar } from './working-calendar.ts';

const week = workingCalendar();

/** Asks for the calendar that holds where none is named, together with the rest of an answer, which then rests on `calendarDataset`; the week alone in a centre that has no calendars. */
export function askCalendar({ tables }: Pick<DataContext, 'tables'>, reading: Reading): (found: Found) => WorkingCalendar {
  const table = tables.get(calendarDataset);
  if (!table) return () => week;
  const columns = calendarColumns(table);
  const list = columns.map(({ name }) => identifier(name));
  const selected = reading.select({
    columns,
    statement: sql`SELECT ${join(list, ', ')} FROM ${identifier(table.name)} WHERE ${identifier('calendar_code')} = ${usualCalendar}`,
  });
  return (found) => workingCalendar(selected.rows(found).map(calendarDay));
}
