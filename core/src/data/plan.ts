import { setImmediate } from 'node:timers/promises';
import { type Json, workflowsOf } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { RowGuard } from '../records/guard.ts';
import { keepOriginals, withoutEmptyDeadlines } from '../workflow/deadlines.ts';
import { hasValue, type Row, type StoredRow, toCells, toRow } from './cells.ts';
import type { Cells, Dialect } from './dialect/dialect.ts';
import { type IncomingRow, type Refusal, refusal } from './incoming.ts';
import type { FieldChanges } from './journal.ts';
import { system, type Table } from './table.ts';
import type { Units } from './units.ts';
import { validatorOf } from './validate.ts';

/** A record that is new. */
export interface Added {
  readonly key: unknown;
  readonly cells: Cells;
  readonly isSample: boolean;
}

/** A record that is not what it was. */
export interface Changed extends Added {
  readonly id: number;
  readonly revision: number;
  readonly fields: FieldChanges;
  /** The whole row as it was. */
  readonly stored: StoredRow;
}

/** What a write will do, on the records that it was made for. */
export interface Plan {
  readonly added: readonly Added[];
  readonly changed: readonly Changed[];
  readonly refused: readonly Refusal[];
}

/** A record as rows leave it, and as it was before the first of them. */
interface Laid {
  readonly row: Row;
  readonly before: Row | undefined;
}

interface Planning {
  readonly table: Table;
  readonly dialect: Dialect;
  readonly units: Units;
  readonly incoming: readonly IncomingRow[];
  /** Records that are there, by key. */
  readonly stored: ReadonlyMap<unknown, StoredRow>;
  readonly sample: boolean;
  readonly caller: Caller;
  /** What speaks against a change beyond the shape of a row. */
  readonly guard?: RowGuard | undefined;
}

// So many rows are worked on before others in this process get their turn.
const turn = 200;

/** Lays rows over the records that are there, one after the other: fields that are given are set, `null` clears, absent ones stay. */
export async function planWrite({ table, dialect, units, incoming, stored, sample, caller, guard }: Planning): Promise<Plan> {
  const faultsOf = validatorOf(table);
  // Nothing where the accepted rows said nothing new.
  const rows = new Map<unknown, Laid | undefined>();
  const refused: Refusal[] = [];
  const said = withoutEmptyDeadlines(table.entry.dataset);
  const keep = keepOriginals(table.entry, caller);
  const start = newRow(table);
  for (const [index, { line, given: all, key }] of incoming.entries()) {
    if (index % turn === turn - 1) await setImmediate();
    const given = said(all);
    const before = stored.get(key);
    const current = rows.get(key);
    if (before && !current && isSame(table, dialect, before, given)) {
      rows.set(key, undefined);
      continue;
    }
    const known = current?.row ?? (before && toRow(table, dialect, before));
    // What an illustrative record was promised binds nobody.
    const row = keep(merge(known ?? start, given), current || !before?.[system.sample] ? known : undefined);
    const shape = faultsOf(row, given, units);
    const faults = guard && shape.length === 0 ? guard({ before: known, row, given }) : shape;
    if (faults.length > 0) refused.push(refusal(line, faults));
    else rows.set(key, { row, before: current ? current.before : known });
  }
  const added: Added[] = [];
  const changed: Changed[] = [];
  let count = 0;
  for (const [key, laid] of rows) {
    if (++count % turn === 0) await setImmediate();
    const before = stored.get(key);
    if (before) {
      const change = changeOf(table, dialect, before, laid, sample);
      if (change) changed.push({ key, ...change });
    } else if (laid) added.push({ key, cells: toCells(table, dialect, laid.row), isSample: sample });
  }
  return { added, changed, refused };
}

/** What a record begins with: the first state of each of its workflows. */
function newRow({ entry }: Table): Row {
  return Object.fromEntries(workflowsOf(entry.dataset).map(({ field, initial }) => [field, initial]));
}

/** A row with another laid over it: values are set, `null` clears. */
export function merge(row: Row, over: Row): Row {
  const merged: { [field: string]: Json } = { ...row };
  for (const name of Object.keys(over)) {
    const value = over[name];
    if (value === null || value === undefined) delete merged[name];
    else merged[name] = value;
  }
  return merged;
}

/** Old and new values of the fields in which a row differs from the stored one. */
export function fieldChanges({ fields }: Table, dialect: Dialect, stored: StoredRow, before: Row, row: Row): FieldChanges {
  const changes: { [field: string]: readonly [Json, Json] | '*' } = {};
  for (const columns of fields.values()) {
    const { name, property } = columns.field;
    const value = row[name] ?? null;
    if (hasValue(columns, dialect, stored, value)) continue;
    changes[name] = property['x-personal'] ? '*' : [before[name] ?? null, value];
  }
  return changes;
}

/** A real write makes an illustrative record real, even when it says nothing else. */
function changeOf(
  table: Table,
  dialect: Dialect,
  stored: StoredRow,
  laid: Laid | undefined,
  sample: boolean,
): Omit<Changed, 'key'> | undefined {
  const wasSample = Boolean(stored[system.sample]);
  const isSample = wasSample && sample;
  if (!laid && isSample === wasSample) return undefined;
  const before = laid?.before ?? toRow(table, dialect, stored);
  const row = laid?.row ?? before;
  const fields = laid ? fieldChanges(table, dialect, stored, before, row) : {};
  if (Object.keys(fields).length === 0 && isSample === wasSample) return undefined;
  const revision = Number(stored[system.revision]) + 1;
  return { id: Number(stored[system.id]), revision, cells: toCells(table, dialect, row), isSample, fields, stored };
}

function isSame(table: Table, dialect: Dialect, stored: StoredRow, row: Row): boolean {
  for (const name of Object.keys(row)) {
    const columns = table.fields.get(name);
    if (!columns || !hasValue(columns, dialect, stored, row[name] ?? null)) return false;
  }
  return true;
}
