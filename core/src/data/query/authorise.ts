import { HaidangError } from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';
import type { DatasetEntry, Field } from '../../registry.ts';
import { both, type Condition } from './condition.ts';
import { readFilter } from './filter.ts';
import type { Source } from './source.ts';

// The only place that decides which datasets, fields and rows a caller gets. `Source` asks it for every name that a query mentions, `compile-source.ts` puts its rows into every statement.

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

/** Throws `forbidden` unless the caller may read a dataset at all. */
export function authoriseDataset(entry: DatasetEntry, caller: Caller): void {
  if (!mayReadDataset(entry, caller)) throw new HaidangError('forbidden', { dataset: entry.name });
}

/** Throws `forbidden` unless the caller may read a field; `place` is where in the query it stands. */
export function authoriseField(entry: DatasetEntry, field: Field, place: string, caller: Caller): void {
  if (!mayRead(entry, field, caller)) throw new HaidangError('forbidden', { dataset: entry.name, field: field.name, place });
}

/** Fields of a row when a query names none: all that are not personal. */
export function usualFields(entry: DatasetEntry): readonly Field[] {
  return [...entry.fields.values()].filter(({ property }) => property['x-personal'] === undefined);
}

/** Whether the caller gets only some rows of a dataset. */
export function isScoped(entry: DatasetEntry, caller: Caller): boolean {
  return caller.rows?.(entry.name) !== undefined || reachOf(entry, caller) !== undefined;
}

/** Whether the caller may read every row of a dataset. */
export function mayReadAll(entry: DatasetEntry, caller: Caller): boolean {
  return mayReadDataset(entry, caller) && !isScoped(entry, caller);
}

/** Whether the caller may be told how good the rows of a dataset are: that rests on fields that its rules speak of, and on whether there is what its rows refer to. */
export function mayJudge(entry: DatasetEntry, caller: Caller, datasets: ReadonlyMap<string, DatasetEntry>): boolean {
  const { rules, expects } = entry.dataset;
  if (!rules && !expects) return true;
  const said = JSON.stringify(rules ?? {});
  return [...entry.fields.values()].every((field) => {
    const to = field.ref === undefined ? undefined : datasets.get(field.ref);
    return (!to || mayReadAll(to, caller)) && (!said.includes(JSON.stringify(field.name)) || mayRead(entry, field, caller));
  });
}

/** The rows that the caller gets of a source, as a condition; nothing when these are all. */
export function rowsOf(source: Source): Condition | undefined {
  const { caller, context, resolve, table } = source;
  const filter = caller.rows?.(table.entry.name);
  const granted = filter && readFilter({ filter, context, find: resolve, place: 'scope' });
  const reached = inReach(source);
  return granted || reached ? both(granted, reached) : undefined;
}

/** Rows whose unit lies in the caller's reach or whose agency is in it. Who made a row is not kept with it: where that decides, nobody with a reach gets any. */
function inReach({ table: { entry }, caller, resolve }: Source): Condition | undefined {
  const reach = reachOf(entry, caller);
  if (!reach) return undefined;
  const { scope, unit, agency } = entry.dataset;
  const of: Condition[] = [];
  if (scope === 'unit' && unit !== undefined) {
    const ref = resolve(unit, 'scope');
    of.push(...reach.units.map((key): Condition => ({ kind: 'below', ref, unit: key, withEarlier: true })));
  }
  if (scope === 'unit' && agency !== undefined)
    of.push({ kind: 'one-of', ref: resolve(agency, 'scope'), values: reach.agencies.map((code) => code.normalize('NFC')) });
  return { kind: 'any', of };
}

function reachOf({ dataset: { scope } }: DatasetEntry, caller: Caller): Caller['reach'] {
  return scope === 'unit' || scope === 'own' ? caller.reach : undefined;
}

/** All that decides what a caller gets of a source: equal for callers who are the same to it. */
export function scopeKey(source: Source): unknown {
  const { caller, context } = source;
  return [...new Set(source.datasets())].map((name) => {
    const entry = context.registry.datasets.get(name);
    return [name, caller.rows?.(name), entry && reachOf(entry, caller), caller.can(`${name}.read`), caller.can(`${name}.personal`)];
  });
}
