import type { Row } from '../../data/cells.ts';
import { type Calendars, readCalendars } from '../../time/calendars.ts';
import { usualCalendar } from '../../time/read-calendar.ts';
import type { Moves } from '../moved.ts';

/** When people work, for records of a dataset. */
export interface Hours {
  readonly calendars: Calendars;
  /** Code of the calendar that a row goes by: that of the agency that answers for it, else the usual one. */
  readonly codeOf: (row: Row) => string;
}

/** What rows go by; calendars as `read` has them. */
export async function readHours({ context, connection, table }: Omit<Moves, 'moved' | 'deed'>, read = readCalendars): Promise<Hours> {
  const calendars = await read(context, connection);
  const { agency } = table.entry.dataset;
  return { calendars, codeOf: (row) => (agency === undefined ? undefined : calendars.ofAgency.get(String(row[agency]))) ?? usualCalendar };
}
