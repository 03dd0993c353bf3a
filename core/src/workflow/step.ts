import { type Filter, HaidangError, type Json } from '@haidang/sdk';
import type { Knex } from 'knex';
import { type Caller, systemCaller } from '../access/caller.ts';
import { type Row, type StoredRow, toCells, toRow } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import type { Fault } from '../data/faults.ts';
import { refusal } from '../data/incoming.ts';
import { keepRecords } from '../data/keep.ts';
import { fieldChanges } from '../data/plan.ts';
import { findRecord, permit, type RecordView, view } from '../data/record.ts';
import { system, type Table } from '../data/table.ts';
import { validatorOf } from '../data/validate.ts';
import { tableFor } from '../data/write.ts';
import { afterStep, beforeStep } from '../indicators/after-step.ts';
import { once } from '../receipts/once.ts';
import type { Receipt } from '../receipts/receipt.ts';
import { guardOf } from '../records/guard.ts';
import { actionOf, tookBefore } from './duties.ts';
import { type FoundStep, stepsFrom } from './find-step.ts';
import { holds } from './holds.ts';
import { notFromHere, nothingBefore, notMet, type Wanted } from './refused.ts';
import { rowAfter } from './row-after.ts';
import { statesOf } from './states.ts';
import { tellOfStep } from './timers/step-notices.ts';

export interface Step {
  readonly dataset: string;
  readonly id: number;
  readonly transition: string;
  /** Fields that the step asks for. */
  readonly given: Row;
  /** Refused when the record is no longer at it; any when absent. */
  readonly revision?: number | undefined;
  readonly caller: Caller;
  /** When it is taken, in milliseconds; now when absent. */
  readonly at?: number;
  readonly receipt?: Receipt<RecordView> | undefined;
}

/** What a step has left: the record, and the datasets that were written. */
export interface StepTaken {
  readonly stored: StoredRow;
  readonly datasets: readonly string[];
}

/** Moves a record along a workflow of its dataset, with all that follows from the step in one transaction. Throws `transition-refused` with the steps that are allowed, `validation-failed` for fields that the step asks for, `forbidden` for who may not take it. */
export async function takeStep(context: DataContext, step: Step): Promise<RecordView> {
  const table = tableFor(context, step.dataset);
  permit(step.caller, step.dataset, step.transition);
  let datasets: readonly string[] = [];
  const seen = await once(context.database, step.receipt, async (connection) => {
    const taken = await stepWithin(context, connection, step);
    datasets = taken.datasets;
    return view(context, table, step.caller, taken.stored);
  });
  context.changed(new Set(datasets));
  return seen;
}

/** The same within a transaction that does more than the step. What waits for changes is told by who commits. */
export async function stepWithin(context: DataContext, connection: Knex, step: Step): Promise<StepTaken> {
  const { dataset, id, transition: name, given, revision, caller, at = context.clock.now() } = step;
  const table = tableFor(context, dataset);
  permit(caller, dataset, name);
  const { dialect } = context.database;
  await beforeStep(connection, table, id);
  const found = await findRecord(context, connection, table, { dataset, id, caller }, revision ?? 'any');
  const before = toRow(table, dialect, found);
  const taken = stepsFrom(table.entry.dataset, before).find((each) => each.name === name);
  const wanted = { table, id, row: before, transition: name, caller };
  if (!taken) throw notFromHere(wanted);
  const { workflow, transition } = taken;
  const refused = await tookBefore(connection, wanted, transition);
  if (refused) throw refused;
  const state = await stateAfter(connection, taken, wanted);
  const row = { ...rowAfter(table, transition, { before, given, at }), [workflow.field]: state };
  const faults = faultsOf(context, table, taken, { before, row, given });
  if (faults.length > 0) throw new HaidangError('validation-failed', { refused: [refusal(1, faults)] });
  const deed = { at: context.clock.now(), meantAt: at, caller: caller.id, action: actionOf(name), dataset };
  const changed = {
    id,
    revision: Number(found[system.revision]) + 1,
    cells: toCells(table, dialect, row),
    isSample: Boolean(found[system.sample]),
    fields: fieldChanges(table, dialect, found, before, row),
    stored: found,
  };
  await keepRecords({ context, connection, table, added: [], changed: [changed], deed });
  const must = transition.must as Filter | undefined;
  if (must && !(await holds(context, connection, { dataset, id, filter: must, at }))) throw notMet(wanted, must);
  const followed = await afterStep({ context, connection, table, id, row, transition: name, deed });
  const { isSample, revision: kept } = changed;
  const told = isSample ? [] : await tellOfStep({ context, connection, table, deed, id, revision: kept, row, name, transition });
  const stored: StoredRow = await connection(table.name).where(system.id, id).first();
  return { stored, datasets: [dataset, ...followed, ...told] };
}

async function stateAfter(connection: Knex, { workflow, transition: { to } }: FoundStep, wanted: Wanted): Promise<Json> {
  if (to === 'same') return wanted.row[workflow.field] ?? null;
  if (to !== 'previous') return to;
  const history = (await statesOf(connection, wanted.table.entry.name, wanted.id)).get(workflow.field);
  if (!history) throw nothingBefore(wanted, workflow);
  return history.previous;
}

interface Change {
  readonly before: Row;
  readonly row: Row;
  readonly given: Row;
}

function faultsOf(context: DataContext, table: Table, { transition: { needs = [] } }: FoundStep, change: Change): readonly Fault[] {
  const { row, given } = change;
  const missing = needs.filter((field) => row[field] === undefined).map((field): Fault => ({ field, reason: 'missing' }));
  const faults = [...missing, ...validatorOf(table)(row, given, context.units)];
  return faults.length > 0 ? faults : (guardOf(context, table.entry.name, systemCaller)?.(change) ?? []);
}
