import type { Json } from '@haidang/sdk';
import { type Row, toCell } from './cells.ts';
import type { Cells, Dialect } from './dialect/dialect.ts';
import { type Fault, shown } from './faults.ts';
import { limitFault, normalise } from './limits.ts';
import type { FieldColumns, Table } from './table.ts';

/** A row of a write, and where it stood in what was sent. */
export interface Line {
  readonly line: number;
  readonly row: Row;
}

/** A row of a write with its text in NFC and its key read. `key` is the same for rows of one record. */
export interface IncomingRow {
  readonly line: number;
  readonly given: Row;
  readonly keyCells: Cells;
  readonly key: unknown;
}

/** A row that is not kept: its line, what is wrong first, and what else. */
export interface Refusal extends Fault {
  readonly line: number;
  readonly also?: readonly Fault[];
}

const mostFaults = 20;
// Parts of a key stand in one index together.
const keyBytes = 2_000;

/** Reads the rows of a write: known fields only, and a whole key. Whether the values fit is seen when a row is laid over what is there. */
export function readIncoming(
  table: Table,
  dialect: Dialect,
  lines: Iterable<Line>,
): { readonly incoming: readonly IncomingRow[]; readonly refused: readonly Refusal[] } {
  const incoming: IncomingRow[] = [];
  const refused: Refusal[] = [];
  const keyFields = table.entry.dataset.key.map((name) => table.fields.get(name)).filter((columns) => columns !== undefined);
  for (const { line, row } of lines) {
    const faults: Fault[] = [];
    const given = wholeKey(table, keyFields, readRow(table, row, faults));
    const keyCells = faults.length === 0 ? keyFields.map((columns) => keyCell(dialect, columns, given[columns.field.name], faults)) : [];
    if (keyCells.length > 1 && Buffer.byteLength(keyCells.join('')) > keyBytes)
      faults.push({ reason: 'bad-key', details: { most: keyBytes } });
    if (faults.length === 0) incoming.push({ line, given, keyCells, key: keyOf(keyCells) });
    else refused.push(refusal(line, faults));
  }
  return { incoming, refused };
}

/** An optional part of a key that is not given is stored as `*`. */
function wholeKey({ entry }: Table, keyFields: readonly FieldColumns[], row: Row): Row {
  const empty = keyFields.filter(
    ({ field, store }) => !field.required && store === 'text' && field.type !== 'unit' && isEmpty(row[field.name]),
  );
  if (empty.length === 0 || empty.length === entry.dataset.key.length) return row;
  return { ...row, ...Object.fromEntries(empty.map(({ field }) => [field.name, '*'])) };
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '';
}

/** Fields of a row with text in NFC; adds to `faults` what the dataset does not know. */
export function readRow(table: Table, row: Row, faults: Fault[]): Row {
  const normal: { [field: string]: Json } = {};
  for (const field of Object.keys(row)) {
    const value = row[field];
    if (value === undefined) continue;
    if (faults.length === mostFaults) break;
    const read = table.fields.has(field) ? normalise(value) : undefined;
    if (read !== undefined) normal[field] = read;
    else if (table.fields.has(field)) faults.push({ field, reason: 'too-deep' });
    else faults.push({ field: field.slice(0, 100), value: shown(value), reason: 'unknown-field' });
  }
  return normal;
}

/** One refusal for a row: its first fault, and the others. */
export function refusal(line: number, faults: readonly Fault[]): Refusal {
  const [first, ...also] = faults;
  return { line, ...(first ?? { reason: 'not-valid' }), ...(also.length > 0 && { also }) };
}

/** A value that is equal for equal keys. */
export function keyOf(cells: Cells): unknown {
  return cells.length === 1 ? cells[0] : JSON.stringify(cells);
}

function keyCell(dialect: Dialect, { field, store }: FieldColumns, value: Json | undefined, faults: Fault[]): unknown {
  const fault = keyFault(field.name, store, value) ?? limitFault(field, value ?? null, true);
  if (fault || store === 'point') {
    faults.push(fault ?? { field: field.name, reason: 'bad-key' });
    return undefined;
  }
  const cell = toCell(dialect, store, value);
  if (cell === null) faults.push({ field: field.name, value: shown(value ?? null), reason: 'bad-date' });
  return cell;
}

function keyFault(field: string, store: FieldColumns['store'], value: Json | undefined): Fault | undefined {
  if (value === undefined || value === null || value === '') return { field, reason: 'bad-key' };
  const isNumber = store === 'integer' || store === 'number';
  const expected = isNumber ? 'number' : store === 'boolean' ? 'boolean' : 'string';
  const fits = store === 'integer' ? Number.isSafeInteger(value) : isNumber ? Number.isFinite(value) : typeof value === expected;
  return fits ? undefined : { field, value: shown(value), reason: 'wrong-type', details: { type: expected } };
}
