import type { Json } from '@haidang/sdk';
import { type Row, type StoredRow, toCell, toCells, toRow } from '../../data/cells.ts';
import type { Cells, Dialect } from '../../data/dialect/dialect.ts';
import type { Deed } from '../../data/journal.ts';
import { keepRecords } from '../../data/keep.ts';
import { fieldChanges } from '../../data/plan.ts';
import { formatLocalDay, localOf } from '../../data/query/calendar.ts';
import { system, type Table } from '../../data/table.ts';
import { formatInstant, parseInstant, zone } from '../../data/zone.ts';
import type { Moved, Moves } from '../moved.ts';
import type { NamedClock } from './clocks-of.ts';
import type { Leg } from './leg.ts';

/** How the audit log names what clocks do to records: after a step, and after a change of a calendar. */
export const [byMove, byCalendar] = ['clock:move', 'clock:calendar'];

/** Whether records were changed by clocks: those do not follow themselves. */
export function isOfClock({ action }: Deed): boolean {
  return action === byMove || action === byCalendar;
}

/** A deadline as a field of a row has it; an instant also in milliseconds. A date ends with its last minute. */
export function readDue(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return parseInstant(value.length === 10 ? `${value}T23:59:59` : value, zone);
}

function formatDue({ fields }: Table, field: string, at: number): string {
  return fields.get(field)?.store === 'date' ? formatLocalDay(localOf(at)) : formatInstant(at);
}

/** Legs whose deadline stands in a field, by record. */
function shownLegs(clocks: readonly NamedClock[], legs: readonly Leg[]): ReadonlyMap<number, readonly Leg[]> {
  const shown = new Set(clocks.filter(({ clock }) => clock.due !== undefined || clock.original !== undefined).map(({ name }) => name));
  const found = new Map<number, Leg[]>();
  for (const leg of legs) if (shown.has(leg.clock)) found.set(leg.record, [...(found.get(leg.record) ?? []), leg]);
  return found;
}

/** Deadlines of legs, by field, where a row has others; an original one only where there is none. */
function missingDues(clocks: readonly NamedClock[], row: Row, legs: readonly Leg[]): ReadonlyMap<string, number> {
  const set = new Map<string, number>();
  for (const { clock: name, dueAt, originalDueAt } of legs) {
    const { due, original } = clocks.find((each) => each.name === name)?.clock ?? {};
    if (due !== undefined && (set.get(due) ?? readDue(row[due])) !== dueAt) set.set(due, dueAt);
    if (original !== undefined && !set.has(original) && row[original] === undefined) set.set(original, originalDueAt);
  }
  return set;
}

/** Cells of new records with the deadlines of their legs; these name records by their places. */
export function cellsWithDues(
  { table, dialect, clocks }: { readonly table: Table; readonly dialect: Dialect; readonly clocks: readonly NamedClock[] },
  moved: readonly Moved[],
  legs: readonly Leg[],
): ReadonlyMap<number, Cells> {
  const shown = shownLegs(clocks, legs);
  const places = new Map(table.columns.map(({ name }, place) => [name, place]));
  const found = new Map<number, Cells>();
  for (const { id, row, cells } of moved) {
    const set = missingDues(clocks, row, shown.get(id) ?? []);
    if (set.size === 0) continue;
    const own = [...cells];
    for (const [name, at] of set) {
      const { column, store } = table.fields.get(name) ?? {};
      const place = places.get(column ?? '');
      if (place === undefined || store === undefined || store === 'point') continue;
      own[place] = toCell(dialect, store, store === 'instant' ? at : formatDue(table, name, at));
    }
    found.set(id, own);
  }
  return found;
}

/** Writes deadlines into the records that they belong to. Each record is changed once. */
export async function keepDueFields(
  { context, connection, table, deed }: Omit<Moves, 'moved'>,
  clocks: readonly NamedClock[],
  legs: readonly Leg[],
): Promise<void> {
  const { dialect } = context.database;
  const shown = shownLegs(clocks, legs);
  if (shown.size === 0) return;
  const rows: StoredRow[] = await connection(table.name)
    .whereIn(system.id, [...shown.keys()])
    .orderBy(system.id);
  const changed = rows.flatMap((stored) => {
    const id = Number(stored[system.id]);
    const before = toRow(table, dialect, stored);
    const row = { ...before };
    for (const [field, due] of missingDues(clocks, before, shown.get(id) ?? [])) row[field] = formatDue(table, field, due);
    const fields = fieldChanges(table, dialect, stored, before, row);
    const cells = toCells(table, dialect, row);
    const revision = Number(stored[system.revision]) + 1;
    return Object.keys(fields).length === 0 ? [] : [{ id, revision, cells, isSample: Boolean(stored[system.sample]), fields, stored }];
  });
  if (changed.length === 0) return;
  await keepRecords({ context, connection, table, added: [], changed, deed });
}

/** The deadline that somebody has given for a clock: in this write, or before any clock of that field ever ran. */
export function givenDue({ due }: NamedClock['clock'], row: Row, before: Row | undefined, isFirst: boolean): number | undefined {
  if (due === undefined) return undefined;
  const given = readDue(row[due]);
  return isFirst || given !== readDue(before?.[due]) ? given : undefined;
}
