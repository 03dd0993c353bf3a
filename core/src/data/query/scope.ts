import type { Condition } from './condition.ts';
import { readFilter } from './filter.ts';
import type { Source } from './source.ts';

/** The rows that the caller gets of a dataset, as a condition; nothing when these are all. The only place where row scope enters a statement is `from` and `scoped` of `compile-source.ts`. */
export function scopeOf(source: Source): Condition | undefined {
  const filter = source.caller.rows?.(source.table.entry.name);
  return filter === undefined ? undefined : readFilter({ filter, context: source.context, find: source.resolve, place: 'scope' });
}
