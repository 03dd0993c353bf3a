import type { RowGuard } from '../../records/guard.ts';
import type { Fault } from '../faults.ts';
import { formatLocalDay, localOf, startOfDay, utcOf } from '../query/calendar.ts';
import { parseDuration, plus } from '../query/duration.ts';
import type { FieldColumns, Table } from '../table.ts';
import { parseInstant } from '../zone.ts';
import { removedLimit } from './removed.ts';

/** Rows of a dataset stay for so long: those whose business time is before `before` go. */
export interface KeepLimit {
  readonly time: FieldColumns;
  readonly before: number | string;
}

/** Where the rows end that a dataset still keeps: at the start of a local day. Nothing where rows stay for ever. */
export function keepLimit({ entry: { dataset }, fields }: Table, now: number): KeepLimit | undefined {
  const length = dataset.keep === undefined ? undefined : parseDuration(dataset.keep);
  const time = dataset.time === undefined ? undefined : fields.get(dataset.time);
  if (!length || !time) return undefined;
  const local = startOfDay(plus(localOf(now), length, -1));
  return { time, before: time.store === 'date' ? formatLocalDay(local) : utcOf(local) };
}

/** Refuses rows that would be gone at once, and those of a time whose rows have been removed. A record that is there may still be changed until it goes. */
export function keepGuard(table: Table, now: number): RowGuard | undefined {
  const [kept, removed] = [keepLimit(table, now), removedLimit(table)];
  const limit = kept && removed && kept.before < removed.before ? removed : (kept ?? removed);
  if (!limit) return undefined;
  const { keep } = table.entry.dataset;
  const details: Fault['details'] = limit === kept && keep !== undefined ? { keep } : {};
  const field = limit.time.field.name;
  return ({ before, row }) => {
    const value = row[field];
    if (typeof value !== 'string' || before?.[field] === value) return [];
    const time = limit.time.store === 'date' ? value : parseInstant(value);
    return time !== undefined && time < limit.before ? [{ field, value, reason: 'too-old', details }] : [];
  };
}
