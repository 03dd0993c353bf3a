import { type Filter, HaidangError, type Json, type Workflow, workflowsOf } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { Row } from '../data/cells.ts';
import { mayRead, mayReadDataset } from '../data/query/authorise.ts';
import type { Table } from '../data/table.ts';
import type { DatasetEntry } from '../registry.ts';
import { stepsFrom } from './find-step.ts';

/** A step that somebody would take, and the record as it stands. */
export interface Wanted {
  readonly table: Table;
  readonly id: number;
  readonly row: Row;
  readonly transition: string;
  readonly caller: Caller;
}

/** A step that does not lead on from where the record stands. */
export function notFromHere(wanted: Wanted): HaidangError {
  const told = whereOf(wanted);
  if (!told) return new HaidangError('transition-refused', { transition: wanted.transition });
  const { vi, en } = labelsOf(wanted.table.entry, told.allowed);
  return new HaidangError('transition-refused', {
    transition: wanted.transition,
    ...told,
    reason: {
      vi: vi ? `Các bước được phép từ trạng thái này: ${vi}.` : 'Từ trạng thái này bạn không có bước nào.',
      en: en ? `Steps that are allowed from this state: ${en}.` : 'There is no step that you may take from this state.',
    },
  });
}

/** A step whose condition the record does not meet. */
export function notMet(wanted: Wanted, must: Filter): HaidangError {
  return new HaidangError('transition-refused', {
    transition: wanted.transition,
    must,
    ...whereOf(wanted),
    reason: { vi: 'Bản ghi chưa đạt điều kiện của bước này.', en: 'The record does not meet the condition of this step.' },
  });
}

/** A step back where nothing came before. */
export function nothingBefore(wanted: Wanted, { field }: Workflow): HaidangError {
  return new HaidangError('transition-refused', {
    transition: wanted.transition,
    field,
    ...whereOf(wanted),
    reason: { vi: 'Bản ghi chưa từng ở trạng thái nào khác.', en: 'The record has not been in another state before.' },
  });
}

/** Where the record stands, and what else the caller may do from there; nothing for who may not know it. */
function whereOf({ table, row, transition, caller }: Wanted): { readonly state?: Json; readonly allowed: readonly string[] } | undefined {
  const workflows = workflowsOf(table.entry.dataset);
  const own = workflows.find(({ transitions }) => Object.hasOwn(transitions, transition)) ?? workflows[0];
  if (!own || !mayReadState(table, own, caller)) return undefined;
  const state = row[own.field];
  return { ...(state !== undefined && { state }), allowed: stepsTold(table, row, caller).filter((name) => name !== transition) };
}

/** Names of the steps that a caller may take from where a record stands. */
export function stepsFor({ entry }: Table, row: Row, caller: Caller): readonly string[] {
  return stepsFrom(entry.dataset, row)
    .map(({ name }) => name)
    .filter((name) => caller.can(`${entry.name}.${name}`));
}

/** Those of them that a refusal names: what may be done tells where a record stands. */
export function stepsTold(table: Table, row: Row, caller: Caller): readonly string[] {
  const known = stepsFrom(table.entry.dataset, row).filter(({ workflow }) => mayReadState(table, workflow, caller));
  const names = new Set(known.map(({ name }) => name));
  return stepsFor(table, row, caller).filter((name) => names.has(name));
}

/** Whether a caller may know where a record stands. */
export function mayReadState({ entry }: Table, { field }: Workflow, caller: Caller): boolean {
  const state = entry.fields.get(field);
  return state !== undefined && mayReadDataset(entry, caller) && mayRead(entry, state, caller);
}

/** Steps as people know them. */
export function labelsOf({ steps }: DatasetEntry, names: readonly string[]): { readonly vi: string; readonly en: string } {
  const labels = names.map((name) => steps[name] ?? { vi: name });
  return { vi: labels.map(({ vi }) => vi).join(', '), en: labels.map(({ vi, en }) => en ?? vi).join(', ') };
}
