import type { Json } from '@haidang/sdk';
import type { Row } from '../../data/cells.ts';
import { type Calendars, readCalendars } from '../../time/calendars.ts';
import { usualCalendar } from '../../time/read-calendar.ts';
import type { Moves } from '../moved.ts';

const agencies = 'core/agency';

/** When people work, for records of a dataset. */
export interface Hours {
  readonly calendars: Calendars;
  /** Code of the calendar that a row goes by: that of the agency that answers for it, else the usual one. */
  readonly codeOf: (row: Row) => string;
}

/** Reads what rows go by; calendars as `read` has them. */
export async function readHours(
  { context, connection, table }: Omit<Moves, 'moved' | 'deed'>,
  rows: readonly Row[],
  read = readCalendars,
): Promise<Hours> {
  const calendars = await read(context, connection);
  const { agency } = table.entry.dataset;
  const known = context.tables.get(agencies);
  const named = agency === undefined ? [] : [...new Set(rows.map((row) => row[agency]).filter((code) => typeof code === 'string'))];
  const codes = new Map<Json | undefined, string>();
  if (known && named.length > 0) {
    const found: { agency_code: string; calendar_code: string }[] = await connection(known.name)
      .whereIn('agency_code', named)
      .whereNotNull('calendar_code')
      .select('agency_code', 'calendar_code');
    for (const { agency_code, calendar_code } of found) codes.set(agency_code, calendar_code);
  }
  return { calendars, codeOf: (row) => (agency === undefined ? undefined : codes.get(row[agency])) ?? usualCalendar };
}
