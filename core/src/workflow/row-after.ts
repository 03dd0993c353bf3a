import { HaidangError, type Json, type Patch, type Transition } from '@haidang/sdk';
import type { Row } from '../data/cells.ts';
import type { Fault } from '../data/faults.ts';
import { readRow, refusal } from '../data/incoming.ts';
import { merge } from '../data/plan.ts';
import type { Table } from '../data/table.ts';
import { formatInstant } from '../data/zone.ts';

interface Taken {
  readonly before: Row;
  readonly given: Row;
  /** When the step is taken, in milliseconds. */
  readonly at: number;
}

/** A record as a step leaves it, but for its state. Throws `validation-failed` for fields that the step does not ask for. */
export function rowAfter(table: Table, { needs = [], set = {} }: Transition, { before, given, at }: Taken): Row {
  const faults: Fault[] = [];
  const asked = readRow(table, given, faults);
  for (const field of Object.keys(asked)) if (!needs.includes(field)) faults.push({ field, reason: 'unknown-field' });
  if (faults.length > 0) throw new HaidangError('validation-failed', { refused: [refusal(1, faults)], needs });
  const row = merge(before, asked);
  return merge(row, patched(row, set, at));
}

function patched(row: Row, patch: Patch, at: number): Row {
  const set: { [field: string]: Json } = {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === 'now') set[field] = formatInstant(at);
    else if (typeof value !== 'object' || value === null) set[field] = value as Json;
    else if ('plus' in value) set[field] = Number(row[field] ?? 0) + Number(value.plus);
    else if ('field' in value) set[field] = row[String(value.field)] ?? null;
  }
  return set;
}
