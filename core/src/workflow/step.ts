import { type Filter, HaidangError, type Json, type Patch, type Transition, type Workflow } from '@haidang/sdk';
import type { Knex } from 'knex';
import { type Caller, localCaller, systemCaller } from '../access/caller.ts';
import { type Row, type StoredRow, toCells, toRow } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import type { Fault } from '../data/faults.ts';
import { readRow, refusal } from '../data/incoming.ts';
import { keepRecords } from '../data/keep.ts';
import { fieldChanges, merge } from '../data/plan.ts';
import { findRecord, permit, type RecordView, view } from '../data/record.ts';
import { system, type Table } from '../data/table.ts';
import { validatorOf } from '../data/validate.ts';
import { tableFor } from '../data/write.ts';
import { formatInstant } from '../data/zone.ts';
import { afterStep, beforeStep } from '../indicators/after-step.ts';
import { guardOf } from '../records/guard.ts';
import { holds } from './holds.ts';

export interface Step {
  readonly dataset: string;
  readonly id: number;
  readonly transition: string;
  /** Fields that the step asks for. */
  readonly given: Row;
  /** Refused when the record is no longer at it; any when absent. */
  readonly revision?: number | undefined;
  readonly caller: Caller;
}

/** Moves a record along the workflow of its dataset, with all that follows from the step in one transaction. Throws `transition-refused` with the steps that are allowed, `validation-failed` for fields that the step asks for, `forbidden` for who may not take it. */
export async function takeStep(context: DataContext, step: Step): Promise<RecordView> {
  const { dataset, id, transition: name, given, revision, caller } = step;
  const table = tableFor(context, dataset);
  permit(caller, dataset, name);
  const { database, clock } = context;
  const { dialect } = database;
  const { workflow } = table.entry.dataset;
  const { stored, datasets } = await dialect.transaction(database.write, async (connection) => {
    await beforeStep(connection, table, id);
    const found = await findRecord(context, connection, table, { dataset, id, caller }, revision ?? 'any');
    const before = toRow(table, dialect, found);
    const transition = workflow?.transitions[name];
    if (!workflow || !transition?.from.includes(String(before[workflow.field]))) throw refused(workflow, name, before);
    if (!caller.isSystem) await refuseSamePerson(connection, step, transition);
    const row = rowAfter(table, workflow, transition, { before, given, now: clock.now() });
    const faults = faultsOf(context, table, transition, { before, row, given });
    if (faults.length > 0) throw new HaidangError('validation-failed', { refused: [refusal(1, faults)] });
    const fields = fieldChanges(table, dialect, found, before, row);
    const deed = { at: clock.now(), caller: caller.id, action: actionOf(name), dataset };
    const cells = toCells(table, dialect, row);
    const changed = [{ id, revision: Number(found[system.revision]) + 1, cells, isSample: Boolean(found[system.sample]), fields }];
    await keepRecords({ connection, dialect, table, added: [], changed, deed });
    if (transition.must && !(await holds(connection, context, dataset, id, transition.must as Filter)))
      throw new HaidangError('transition-refused', { transition: name, must: transition.must, reason: unmet });
    const followed = await afterStep({ context, connection, table, id, row, transition: name, deed });
    const stored: StoredRow = await connection(table.name).where(system.id, id).first();
    return { stored, datasets: [dataset, ...followed] };
  });
  context.changed(new Set(datasets));
  return view(context, table, caller, stored);
}

/** Steps that can be taken from the state of a record. */
export function stepsFrom({ transitions }: Workflow, state: Json | undefined): readonly string[] {
  return Object.keys(transitions).filter((name) => transitions[name]?.from.includes(String(state)));
}

/** How a step stands in the audit log. */
function actionOf(transition: string): string {
  return `step:${transition}`;
}

const unmet = { vi: 'Bản ghi chưa đạt điều kiện của bước này.', en: 'The record does not meet the condition of this step.' };

function refused(workflow: Workflow | undefined, transition: string, before: Row): HaidangError {
  const state = workflow && before[workflow.field];
  const allowed = workflow ? stepsFrom(workflow, state) : [];
  const list = allowed.join(', ');
  return new HaidangError('transition-refused', {
    transition,
    ...(state !== undefined && { state }),
    allowed,
    reason: {
      vi: list ? `Các bước được phép từ trạng thái này: ${list}.` : 'Từ trạng thái này không còn bước nào.',
      en: list ? `Steps that are allowed from this state: ${list}.` : 'There is no step from this state.',
    },
  });
}

/** Separation of duties. At the machine's own console the audit log cannot tell one person from another. */
async function refuseSamePerson(connection: Knex, { dataset, id, transition, caller }: Step, { notBy }: Transition): Promise<void> {
  if (!notBy?.length || caller.id === localCaller().id) return;
  const earlier: unknown = await connection('audit')
    .where({ dataset, record: String(id), caller: caller.id })
    .whereIn('action', notBy.map(actionOf))
    .first('action');
  if (!earlier) return;
  throw new HaidangError('forbidden', {
    permission: `${dataset}.${transition}`,
    notBy,
    reason: {
      vi: `Người đã làm bước ${notBy.join(', ')} không được làm bước này.`,
      en: `Who took the step ${notBy.join(', ')} may not take this one.`,
    },
  });
}

interface Move {
  readonly before: Row;
  readonly given: Row;
  readonly now: number;
}

function rowAfter(table: Table, workflow: Workflow, transition: Transition, { before, given, now }: Move): Row {
  const faults: Fault[] = [];
  const needs: ReadonlySet<string> = new Set(transition.needs ?? []);
  const asked = readRow(table, given, faults);
  for (const field of Object.keys(asked)) if (!needs.has(field)) faults.push({ field, reason: 'unknown-field' });
  if (faults.length > 0) throw new HaidangError('validation-failed', { refused: [refusal(1, faults)], needs: [...needs] });
  const row = merge(before, asked);
  return { ...row, ...patched(row, transition.set ?? {}, now), [workflow.field]: transition.to };
}

function patched(row: Row, patch: Patch, now: number): Row {
  const set: { [field: string]: Json } = {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === 'now') set[field] = formatInstant(now);
    else if (typeof value !== 'object' || value === null) set[field] = value as Json;
    else if ('plus' in value) set[field] = Number(row[field] ?? 0) + Number(value.plus);
    else if ('field' in value) set[field] = row[String(value.field)] ?? null;
  }
  return set;
}

function faultsOf(
  context: DataContext,
  table: Table,
  { needs = [] }: Transition,
  change: Omit<Move, 'now'> & { readonly row: Row },
): readonly Fault[] {
  const { row, given } = change;
  const missing = needs.filter((field) => row[field] === undefined).map((field): Fault => ({ field, reason: 'missing' }));
  const faults = [...missing, ...validatorOf(table)(row, given, context.units)];
  return faults.length > 0 ? faults : (guardOf(context, table.entry.name, systemCaller)?.(change) ?? []);
}
