import type { Json } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import { isScoped, mayRead, mayReadDataset } from '../data/query/authorise.ts';
import type { DatasetEntry, Field } from '../registry.ts';
import type { RefusedRow } from './refused.ts';
import type { Asked } from './store.ts';

/** Which rows in quarantine a caller sees. A row that was refused stands in no scope: who gets only some rows of the dataset, or may only write, sees what he has sent himself. */
export function askedBy(entry: DatasetEntry, caller: Caller): Asked {
  const isOwn = !mayReadDataset(entry, caller) || isScoped(entry, caller);
  return { dataset: entry.name, ...(isOwn && { sender: caller.id }) };
}

/** A row as a caller may see it: values of personal fields only for who may read them. */
export function seenBy(entry: DatasetEntry, caller: Caller, row: RefusedRow): RefusedRow {
  const hidden = [...entry.fields.values()].filter((field) => !mayRead(entry, field, caller)).map(({ name }) => name);
  const given: { [field: string]: Json } = {};
  for (const [name, value] of Object.entries(row.given)) if (!hidden.includes(name)) given[name] = value;
  const held = [...new Set([...row.held, ...hidden.filter((name) => name in row.given)])];
  // What is wrong with a value may hold the value.
  const faults = row.faults.map((fault) => (fault.field !== undefined && hidden.includes(fault.field) ? bare(fault) : fault));
  return { ...row, given, held, faults };
}

/** Fields whose columns a workbook of these rows has: those that the caller may read, and others in which something is wrong. */
export function fieldsFor(entry: DatasetEntry, caller: Caller, rows: readonly RefusedRow[]): readonly Field[] {
  const wrong = new Set(rows.flatMap(({ faults }) => faults.map(({ field }) => field)));
  return [...entry.fields.values()].filter((field) => mayRead(entry, field, caller) || wrong.has(field.name));
}

function bare({ field, reason }: RefusedRow['faults'][number]): RefusedRow['faults'][number] {
  return { ...(field !== undefined && { field }), reason: reason === 'unread' ? 'not-valid' : reason };
}
