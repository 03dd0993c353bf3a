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

/** A deadline as a field of a row has it. A date ends with its last minute. */
export function readDue(value: Json | undefined): number | undefined {
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

/** A row with the deadlines of its legs; an original one only where there is none. */
function withDues(table: Table, clocks: readonly NamedClock[], row: Row, legs: readonly Leg[]): Row {
  const full: { [field: string]: Json } = { ...row };
  for (const { clock: name, dueAt, originalDueAt } of legs) {
    const { due, original } = clocks.find((each) => each.name === name)?.clock ?? {};
    if (due !== undefined && readDue(full[due]) !== dueAt) full[due] = formatDue(table, due, dueAt);
    if (original !== undefined && full[original] === undefined) full[original] = formatDue(table, original, originalDueAt);
  }
  return full;
}

/** Cells of new records with the deadlines of their legs; these name records by their places. */
export function cellsWithDues(
  { table, dialect, clocks }: { readonly table: Table; readonly dialect: Dialect; readonly clocks: readonly NamedClock[] },
  moved: readonly Moved[],
  legs: readonly Leg[],
): ReadonlyMap<number, Cells> {
  const shown = shownLegs(clocks, legs);
  const found = new Map<number, Cells>();
  for (const { id, row, cells } of moved) {
    const full = withDues(table, clocks, row, shown.get(id) ?? []);
    const set = Object.keys(full).filter((name) => full[name] !== row[name]);
    if (set.length === 0) continue;
    const own = [...cells];
    for (const name of set) {
      const { column, store } = table.fields.get(name) ?? {};
      if (store !== undefined && store !== 'point')
        own[table.columns.findIndex((each) => each.name === column)] = toCell(dialect, store, full[name]);
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
    const row = withDues(table, clocks, before, shown.get(id) ?? []);
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
