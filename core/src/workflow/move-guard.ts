import { type Json, type Workflow, workflowsOf } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { Row } from '../data/cells.ts';
import type { Fault } from '../data/faults.ts';
import { mayReadDataset } from '../data/query/authorise.ts';
import type { Table } from '../data/table.ts';
import { parseInstant } from '../data/zone.ts';
import { type Change, isEqual, type RowGuard } from '../records/guard.ts';
import { deadlinesOf } from './deadlines.ts';
import { labelsOf, mayReadState, stepsTold } from './refused.ts';
import { type StepFields, stepFieldsOf } from './step-fields.ts';

/** A workflow as the guard looks at it. */
interface Guarded extends StepFields {
  readonly workflow: Workflow;
  readonly deadlines: readonly string[];
}

interface Writer {
  readonly table: Table;
  readonly caller: Caller;
}

/** What speaks against a write that moves a record past its workflows. A record begins in the initial state and moves by steps; deadlines are set by clocks and steps, and what steps fill is theirs. Whoever brings records as another system holds them may bring and change them in the states that are meant for it, but does not take back what the centre has moved on. */
export function moveGuard(table: Table, caller: Caller, way: 'write' | 'patch'): RowGuard | undefined {
  const { dataset, name } = table.entry;
  const all = workflowsOf(dataset).map(
    (workflow): Guarded => ({ workflow, deadlines: deadlinesOf(workflow), ...stepFieldsOf(dataset, workflow) }),
  );
  if (all.length === 0 || caller.isSystem) return undefined;
  const bringsRecords = caller.can(`${name}.source`);
  const isSource = way === 'write' && bringsRecords;
  // Who does not see records adds some, and changes none.
  const isSender = !bringsRecords && !mayReadDataset(table.entry, caller);
  return (change) => {
    if (isSender && change.before) return [{ reason: 'outside-scope' }];
    return all.flatMap((guarded) => {
      const states = isSource ? sourceStates(guarded.workflow, change) : [];
      const faults = stateFaults({ table, caller }, guarded.workflow, change, states);
      if (states.length > 0) return faults;
      return [...faults, ...deadlineFaults(table, guarded, change), ...stepFaults({ table, caller }, guarded, change)];
    });
  };
}

/** States that another system may move this record to. */
function sourceStates({ field, source = [] }: Workflow, { before }: Change): readonly unknown[] {
  return !before || source.some((state) => state === before[field]) ? source : [];
}

function stateFaults(writer: Writer, workflow: Workflow, change: Change, states: readonly unknown[]): readonly Fault[] {
  const { field, initial } = workflow;
  const { before, row } = change;
  const state = before ? before[field] : initial;
  if (isEqual(state, row[field]) || states.includes(row[field])) return [];
  return [byStep(writer, workflow, change, field)];
}

function deadlineFaults(table: Table, { deadlines }: Guarded, { before, row }: Change): readonly Fault[] {
  return deadlines
    .filter((field) => !isSame(table, field, before?.[field], row[field]))
    .map((field): Fault => ({ field, reason: 'by-clock' }));
}

function stepFaults(writer: Writer, { workflow, filled, agency }: Guarded, change: Change): readonly Fault[] {
  const { table } = writer;
  const { before, row, given } = change;
  const isOfSteps = (field: string) =>
    before ? filled.has(field) || field === agency : filled.has(field) && field !== agency && !table.fields.get(field)?.field.required;
  return Object.keys(given)
    .filter((field) => isOfSteps(field) && !isSame(table, field, before?.[field], row[field]))
    .map((field) => byStep(writer, workflow, change, field));
}

/** What is written by steps alone, with those that do so and that the caller may take. */
function byStep({ table, caller }: Writer, workflow: Workflow, { before, row }: Change, field: string): Fault {
  if (!mayReadState(table, workflow, caller)) return { field, reason: 'by-step' };
  const from: Row = before ?? { ...row, [workflow.field]: workflow.initial };
  const isState = field === workflow.field;
  const allowed = stepsTold(table, from, caller).filter((name) => isState || writes(workflow, name, field));
  const details = { state: from[workflow.field] ?? null, allowed, ...(allowed.length > 0 && labelsOf(table.entry, allowed)) };
  return { field, reason: 'by-step', details };
}

function writes({ transitions }: Workflow, name: string, field: string): boolean {
  const { needs = [], set = {} } = transitions[name] ?? {};
  return needs.includes(field) || Object.hasOwn(set, field);
}

/** The same value, and the same instant however it is written. */
function isSame({ fields }: Table, field: string, a: Json | undefined, b: Json | undefined): boolean {
  if (isEqual(a, b)) return true;
  if (fields.get(field)?.store !== 'instant' || typeof a !== 'string' || typeof b !== 'string') return false;
  return parseInstant(a) === parseInstant(b);
}
