import type { Row } from '../../data/cells.ts';
import type { Table } from '../../data/table.ts';
import { parseInstant, zone } from '../../data/zone.ts';

/** Since when a record has been where it is: a new one since its business time, unless that lies ahead; one that was moved since it was. */
export function startOf({ entry }: Table, row: Row, before: Row | undefined, at: number): number {
  const { time } = entry.dataset;
  const value = before || time === undefined ? undefined : row[time];
  const since = typeof value === 'string' ? parseInstant(value.length === 10 ? `${value}T00:00:00` : value, zone) : undefined;
  return Math.min(since ?? at, at);
}
