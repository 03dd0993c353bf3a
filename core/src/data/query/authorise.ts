import { HaidangError } from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';
import type { DatasetEntry, Field } from '../../registry.ts';
import type { Source } from './source.ts';

/** Throws `forbidden` unless the caller may read every dataset and field that a query mentions. The only place that decides it. */
export function authorise(source: Source, caller: Caller): void {
  authoriseDataset(source.table.entry, caller);
  for (const { dataset, field, place } of source.mentions) {
    authoriseDataset(dataset, caller);
    if (!mayRead(dataset, field, caller)) throw new HaidangError('forbidden', { dataset: dataset.name, field: field.name, place });
  }
}

/** Whether the caller may read a dataset at all. */
export function mayReadDataset(entry: DatasetEntry, caller: Caller): boolean {
  return caller.can(`${entry.name}.read`);
}

/** Whether the caller may read a field when asking for it by name. */
export function mayRead(entry: DatasetEntry, { property }: Field, caller: Caller): boolean {
  const personal = property['x-personal'];
  if (personal === 'secret') return false;
  return personal === undefined || caller.can(`${entry.name}.personal`);
}

/** Fields of a row when a query names none: all that are not personal. */
export function usualFields(entry: DatasetEntry): readonly Field[] {
  return [...entry.fields.values()].filter(({ property }) => property['x-personal'] === undefined);
}

/** All on which an answer depends besides the query: equal for callers who may share one. */
export function scopeKey(source: Source, caller: Caller): unknown {
  return [...new Set(source.datasets())].map((name) => [
    name,
    caller.rows?.(name),
    caller.can(`${name}.read`),
    caller.can(`${name}.personal`),
  ]);
}

/** Throws `forbidden` unless the caller may read a dataset at all. */
export function authoriseDataset(entry: DatasetEntry, caller: Caller): void {
  if (!mayReadDataset(entry, caller)) throw new HaidangError('forbidden', { dataset: entry.name });
}
