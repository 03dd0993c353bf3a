import { HaidangError } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { Row } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import type { Fault } from '../data/faults.ts';
import { keepGuard } from '../data/retention/keep-limit.ts';
import { definitionFaults } from '../indicators/definition-faults.ts';
import { valueFaults } from '../indicators/value-faults.ts';
import { moveGuard } from '../workflow/move-guard.ts';

/** A record as it is, as it would become, and what was given for that. */
export interface Change {
  readonly before: Row | undefined;
  readonly row: Row;
  readonly given: Row;
}

/** What speaks against a change beyond the shape of the row. */
export type RowGuard = (change: Change) => readonly Fault[];

/** Records that only the core writes. */
const ofSystem: ReadonlySet<string> = new Set(['core/quality_run', 'core/ingest_run', 'core/alarm']);
/** What people answer a record of the core with: fields, and states where some are the system's alone. */
interface Answer {
  readonly fields: ReadonlySet<string>;
  readonly states?: readonly string[];
}
const answered = new Map<string, Answer>([
  ['core/quality_issue', { fields: new Set(['state', 'note']) }],
  // Nobody silences what they are told.
  ['core/notification', { fields: new Set(['state', 'acknowledged_at']), states: ['seen', 'acknowledged'] }],
]);
/** Records that are never removed, only followed by others. */
const kept: ReadonlySet<string> = new Set([...ofSystem, ...answered.keys(), 'core/indicator_definition', 'core/indicator_value']);

/** Refuses callers who may not write, or remove, records of the core. */
export function refuseOutsider(dataset: string, caller: Caller, verb: string): void {
  if (caller.isSystem) return;
  const isRefused = verb === 'delete' ? kept.has(dataset) : verb === 'write' && ofSystem.has(dataset);
  if (!isRefused) return;
  const reason =
    verb === 'delete'
      ? { vi: 'Bản ghi này được giữ lại, không xoá được.', en: 'These records are kept; they cannot be removed.' }
      : { vi: 'Bản ghi này do hệ thống ghi.', en: 'These records are written by the system.' };
  throw new HaidangError('forbidden', { permission: `${dataset}.${verb}`, reason });
}

/** The guard of a dataset's rows against this caller; none for most datasets. A patch comes from somebody at the centre, a write may come from another system. */
export function guardOf(context: DataContext, dataset: string, caller: Caller, way: 'write' | 'patch' = 'write'): RowGuard | undefined {
  const table = context.tables.get(dataset);
  if (!table) return undefined;
  const all = [moveGuard(table, caller, way), ownGuard(context, dataset, caller), keepGuard(table, context.clock.now())];
  const guards = all.filter((guard) => guard !== undefined);
  return guards.length < 2 ? guards[0] : (change) => guards.flatMap((guard) => guard(change));
}

function ownGuard(context: DataContext, dataset: string, caller: Caller): RowGuard | undefined {
  const answer = answered.get(dataset);
  if (answer) return caller.isSystem ? undefined : (change) => answerFaults(change, answer);
  if (dataset === 'core/indicator_definition') return (change) => definitionFaults(change, context, caller);
  if (dataset === 'core/indicator_value') return (change) => valueFaults(change, caller);
  return undefined;
}

function answerFaults({ before, row, given }: Change, { fields, states }: Answer): readonly Fault[] {
  if (!before) return [{ reason: 'by-system' }];
  const others = Object.keys(given).filter((field) => !fields.has(field) && !isEqual(before[field], row[field]));
  const faults: Fault[] = others.map((field) => ({ field, reason: 'by-system' }));
  if (states && !states.includes(String(row.state)) && !isEqual(before.state, row.state))
    faults.push({ field: 'state', value: row.state ?? null, reason: 'by-system', details: { allowed: states } });
  if ((row.state === 'accepted_as_true' || row.state === 'wont_fix') && row.note === undefined)
    faults.push({ field: 'note', reason: 'missing' });
  return faults;
}

/** Whether two values of a row are the same. */
export function isEqual(a: Row[string] | undefined, b: Row[string] | undefined): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
