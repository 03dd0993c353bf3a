import type { DataContext } from '../data/context.ts';
import type { Selection } from '../data/dialect/dialect.ts';
import type { Found, Reading } from '../data/query/reading.ts';
import { identifier, join, sql } from '../data/query/sql.ts';
import { calendarColumns, calendarDataset, calendarDay, usualCalendar } from './read-calendar.ts';
import { type WorkingCalendar, workingCalendar } from './working-calendar.ts';

const week = workingCalendar();

/** Asks for the calendar that holds where none is named, together with the rest of an answer, which then rests on `calendarDataset`; the week alone in a centre that has no calendars. */
export function askCalendar(context: Pick<DataContext, 'tables'>, reading: Reading): (found: Found) => WorkingCalendar {
  const days = selectDays(context);
  if (!days) return () => week;
  const selected = reading.select(days);
  return (found) => workingCalendar(selected.rows(found).map(calendarDay));
}

/** The same calendar, read by itself. */
export async function readCalendar(context: Pick<DataContext, 'tables' | 'database'>): Promise<WorkingCalendar> {
  const days = selectDays(context);
  if (!days) return week;
  const { dialect, read } = context.database;
  const [rows = []] = await dialect.reader([{ ...days, name: 'calendar' }])(read);
  return workingCalendar(rows.map(calendarDay));
}

function selectDays({ tables }: Pick<DataContext, 'tables'>): Omit<Selection, 'name'> | undefined {
  const table = tables.get(calendarDataset);
  const code = table?.fields.get('calendar_code');
  if (!table || !code) return undefined;
  const columns = calendarColumns(table);
  const list = columns.map(({ name }) => identifier(name));
  return {
    columns,
    statement: sql`SELECT ${join(list, ', ')} FROM ${identifier(table.name)} WHERE ${identifier(code.column)} = ${usualCalendar}`,
  };
}
