import { type Workflow, workflowsOf } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { Row } from '../data/cells.ts';
import type { Fault } from '../data/faults.ts';
import type { Table } from '../data/table.ts';
import { type Change, isEqual, type RowGuard } from '../records/guard.ts';
import { deadlinesOf } from './deadlines.ts';
import { stepsFor } from './refused.ts';

/** What speaks against a write that moves a record past its workflows. A record begins in the initial state and moves by steps; deadlines are set by clocks and steps. Whoever brings records as another system holds them may bring and change them in the states that are meant for it, but does not take back what the centre has moved on. */
export function moveGuard(table: Table, caller: Caller, way: 'write' | 'patch'): RowGuard | undefined {
  const { name, dataset } = table.entry;
  const workflows = workflowsOf(dataset).map((workflow) => ({ workflow, deadlines: deadlinesOf(workflow) }));
  if (workflows.length === 0 || caller.isSystem) return undefined;
  const isSource = way === 'write' && caller.can(`${name}.source`);
  return (change) =>
    workflows.flatMap(({ workflow, deadlines }) => {
      const states = isSource ? sourceStates(workflow, change) : [];
      return [...stateFaults(table, workflow, change, { states, caller }), ...(states.length > 0 ? [] : deadlineFaults(deadlines, change))];
    });
}

/** States that another system may move this record to. */
function sourceStates({ field, source = [] }: Workflow, { before }: Change): readonly unknown[] {
  return !before || source.some((state) => state === before[field]) ? source : [];
}

function stateFaults(
  table: Table,
  { field, initial }: Workflow,
  { before, row }: Change,
  { states, caller }: { readonly states: readonly unknown[]; readonly caller: Caller },
): readonly Fault[] {
  const state = before ? before[field] : initial;
  if (isEqual(state, row[field]) || states.includes(row[field])) return [];
  const from: Row = before ?? { ...row, [field]: initial };
  return [{ field, reason: 'by-step', details: { state: state ?? null, allowed: [...stepsFor(table, from, caller)] } }];
}

function deadlineFaults(deadlines: readonly string[], { before, row }: Change): readonly Fault[] {
  return deadlines.filter((field) => !isEqual(before?.[field], row[field])).map((field): Fault => ({ field, reason: 'by-clock' }));
}
