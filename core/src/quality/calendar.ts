import type { DataContext } from '../data/context.ts';
import type { Cells, Selection } from '../data/dialect/dialect.ts';
import { identifier, join, sql } from '../data/query/sql.ts';
import { calendarColumns, calendarDataset, calendarDay, usualCalendar } from '../time/read-calendar.ts';
import { type WorkingCalendar, workingCalendar } from '../time/working-calendar.ts';

/** SELECT of the days of the usual calendar; nothing where the centre keeps none. */
export function askCalendar({ tables }: DataContext): Omit<Selection, 'name'> | undefined {
  const table = tables.get(calendarDataset);
  const code = table?.fields.get('calendar_code');
  if (!table || !code) return undefined;
  const columns = calendarColumns(table);
  const list = join(
    columns.map(({ name }) => identifier(name)),
    ', ',
  );
  return { columns, statement: sql`SELECT ${list} FROM ${identifier(table.name)} WHERE ${identifier(code.column)} = ${usualCalendar}` };
}

/** The calendar that such rows say. */
export function calendarOf(rows: readonly Cells[]): WorkingCalendar {
  return workingCalendar(rows.map(calendarDay));
}

export async function readCalendar(context: DataContext): Promise<WorkingCalendar> {
  const asked = askCalendar(context);
  if (!asked) return workingCalendar();
  const { dialect, read } = context.database;
  const [rows = []] = await dialect.reader([{ ...asked, name: 'calendar' }])(read);
  return calendarOf(rows);
}
