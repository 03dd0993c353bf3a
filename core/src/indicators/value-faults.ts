import type { Caller } from '../access/caller.ts';
import type { Fault } from '../data/faults.ts';
import { type Change, isEqual } from '../records/guard.ts';

/** A release that is locked stays as it is: what comes after it is another vintage. Unlocking is a permission of its own and stands in the audit log. */
export function valueFaults({ before, row, given }: Change, caller: Caller): readonly Fault[] {
  if (before?.locked !== true) return [];
  const changed = Object.keys(given).filter((field) => !isEqual(before[field], row[field]));
  const mayUnlock = caller.can('core/indicator_value.unlock');
  return changed
    .filter((field) => field !== 'locked' || !mayUnlock)
    .map((field) => ({ field, reason: 'locked', details: { state: String(before.value_status) } }));
}
