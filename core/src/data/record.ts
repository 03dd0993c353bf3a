import { HaidangError, type Json } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import { releaseAt, releases } from '../indicators/overdue.ts';
import { once } from '../receipts/once.ts';
import type { Receipt } from '../receipts/receipt.ts';
import { guardOf, refuseOutsider } from '../records/guard.ts';
import { type Row, type StoredRow, toCells, toRow } from './cells.ts';
import type { DataContext } from './context.ts';
import type { Fault } from './faults.ts';
import { readRow, refusal } from './incoming.ts';
import { keepDeleted, keepRecords } from './keep.ts';
import { fieldChanges, merge } from './plan.ts';
import { isScoped, mayRead, mayReadDataset } from './query/authorise.ts';
import { outsideScope } from './row-scope.ts';
import { system, type Table } from './table.ts';
import { validatorOf } from './validate.ts';
import { tableFor } from './write.ts';
import { formatInstant } from './zone.ts';

/** A record as a caller may see it, with its number `_id`, the instant of its last write `_received_at`, and `_sample` when it is illustrative. */
export interface RecordView {
  readonly record: Row;
  readonly revision: number;
}

interface One {
  readonly dataset: string;
  readonly id: number;
  readonly caller: Caller;
}

/** Reads one record. */
export async function getRecord(context: DataContext, { dataset, id, caller }: One): Promise<RecordView> {
  const table = tableFor(context, dataset);
  permit(caller, dataset, 'read');
  return view(context, table, caller, await findRecord(context, context.database.read, table, { dataset, id, caller }));
}

/** Changes fields of one record; `null` clears. Refused when the record is no longer at `revision`. */
export async function patchRecord(
  context: DataContext,
  {
    dataset,
    id,
    revision,
    patch,
    caller,
    receipt,
  }: One & {
    readonly revision: number;
    readonly patch: Row;
    readonly receipt?: Receipt<RecordView> | undefined;
  },
): Promise<RecordView> {
  const table = tableFor(context, dataset);
  permit(caller, dataset, 'write');
  const { database, units, clock } = context;
  const { dialect } = database;
  const one = { dataset, id, caller };
  let isChanged = false;
  const seen = await once(database, receipt, async (connection) => {
    isChanged = false;
    const stored = await findRecord(context, connection, table, one, revision);
    const faults: Fault[] = [];
    const given = readRow(table, patch, faults);
    const before = toRow(table, dialect, stored);
    const row = merge(before, given);
    if (faults.length === 0)
      faults.push(
        ...validatorOf(table)(row, given, units),
        ...(guardOf(context, dataset, caller, 'patch')?.({ before, row, given }) ?? []),
      );
    const fields = faults.length === 0 ? fieldChanges(table, dialect, stored, before, row) : {};
    for (const name of table.entry.dataset.key)
      if (name in fields) faults.push({ field: name, reason: 'bad-key', details: { key: 'fixed' } });
    if (faults.length > 0) throw new HaidangError('validation-failed', { refused: [refusal(1, faults)] });
    if (Object.keys(fields).length === 0) return view(context, table, caller, stored);
    const cells = toCells(table, dialect, row);
    const changed = [{ id, revision: revision + 1, cells, isSample: Boolean(stored[system.sample]), fields, stored }];
    await keepRecords({
      context,
      connection,
      table,
      added: [],
      changed,
      deed: { at: clock.now(), caller: caller.id, action: 'write', dataset },
    });
    const now: StoredRow = await connection(table.name).where(system.id, id).first();
    if (await isOutside(context, connection, one))
      throw new HaidangError('validation-failed', { refused: [refusal(1, [{ reason: 'outside-scope' }])] });
    isChanged = true;
    return view(context, table, caller, now);
  });
  if (isChanged) context.changed(new Set([dataset]));
  return seen;
}

/** Removes one record; its last values stay in the audit log, personal ones do not. Refused when the record is no longer at `revision`. */
export async function deleteRecord(
  context: DataContext,
  { dataset, id, revision, caller, receipt }: One & { readonly revision: number; readonly receipt?: Receipt<true> | undefined },
): Promise<void> {
  const table = tableFor(context, dataset);
  permit(caller, dataset, 'delete');
  const { database, clock } = context;
  await once(database, receipt, async (connection) => {
    const stored = await findRecord(context, connection, table, { dataset, id, caller }, revision);
    const deed = { at: clock.now(), caller: caller.id, action: 'delete', dataset };
    await keepDeleted({ context, connection, table, deed, deleted: [stored] });
    return true as const;
  });
  context.changed(new Set([dataset]));
}

/** Refuses a caller who may not do this to records of the dataset. */
export function permit(caller: Caller, dataset: string, verb: string): void {
  const permission = `${dataset}.${verb}`;
  if (!caller.can(permission)) throw new HaidangError('forbidden', { permission });
  refuseOutsider(dataset, caller, verb);
}

/** The stored row of a record within the caller's rows; with `revision` locked, and refused when it is at another than that. */
export async function findRecord(
  context: DataContext,
  connection: Knex,
  table: Table,
  one: One,
  revision?: number | 'any',
): Promise<StoredRow> {
  const { dataset, id } = one;
  const query = connection(table.name).where(system.id, id).first();
  const stored: StoredRow | undefined = await (revision === undefined ? query : query.forUpdate());
  if (!stored || (await isOutside(context, connection, one))) throw new HaidangError('not-found', { dataset, id });
  const current = Number(stored[system.revision]);
  if (typeof revision === 'number' && current !== revision) throw new HaidangError('stale-revision', { dataset, id, revision: current });
  return stored;
}

async function isOutside(context: DataContext, connection: Knex, { dataset, id, caller }: One): Promise<boolean> {
  return isScoped(tableFor(context, dataset).entry, caller) && (await outsideScope(connection, context, { caller, dataset }, [id])).has(id);
}

/** A stored row as the caller may see it. */
export function view({ database, clock }: DataContext, table: Table, caller: Caller, stored: StoredRow): RecordView {
  const { entry } = table;
  const record: { [field: string]: Json } = {
    [system.id]: Number(stored[system.id]),
    [system.received]: formatInstant(Number(stored[system.received])),
  };
  if (stored[system.sample]) record[system.sample] = true;
  const kept = mayReadDataset(entry, caller) ? toRow(table, database.dialect, stored) : {};
  const row = entry.name === releases ? releaseAt(kept, clock.now()) : kept;
  for (const [name, value] of Object.entries(row)) {
    const field = entry.fields.get(name);
    if (field && mayRead(entry, field, caller)) record[name] = value;
  }
  return { record, revision: Number(stored[system.revision]) };
}
