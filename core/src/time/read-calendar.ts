import type { Json } from '@haidang/sdk';
import type { Dialect } from '../data/dialect/dialect.ts';
import type { Table } from '../data/table.ts';
import { readShifts } from './shifts.ts';
import type { CalendarDay } from './working-calendar.ts';

/** Dataset in which days off, worked Saturdays and other hours are kept. */
export const calendarDataset = 'core/working_calendar';

/** The calendar that holds where none is named. */
export const usualCalendar = 'default';

/** Columns of the dataset's table that say what a day is, in the order that `calendarDay` takes. */
export function calendarColumns({ fields }: Table): Table['columns'] {
  return ['calendar_code', 'date', 'is_working', 'shifts', 'status'].flatMap((name) => {
    const field = fields.get(name);
    return field && field.store !== 'point' ? [{ name: field.column, store: field.store }] : [];
  });
}

/** A day as the columns say it; values decoded. */
export function calendarDay([, date, isWorking, shifts, status]: readonly unknown[]): CalendarDay {
  const read = readShifts((shifts ?? undefined) as Json | undefined);
  return { date: String(date), isWorking: isWorking === true, isOfficial: status === 'official', ...(read.length > 0 && { shifts: read }) };
}

/** Days as stored rows say them, by calendar. */
export function calendarDays(
  table: Table,
  dialect: Dialect,
  rows: readonly { readonly [column: string]: unknown }[],
): ReadonlyMap<string, readonly CalendarDay[]> {
  const columns = calendarColumns(table);
  const days = new Map<string, CalendarDay[]>([[usualCalendar, []]]);
  for (const row of rows) {
    const cells = columns.map(({ name, store }) => dialect.decode(store, row[name]));
    const code = String(cells[0]);
    const known = days.get(code);
    if (known) known.push(calendarDay(cells));
    else days.set(code, [calendarDay(cells)]);
  }
  return days;
}
