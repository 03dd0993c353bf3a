import { visible } from '../../oracle/naive/conditions.ts';
import { boundsOf } from '../../oracle/naive/periods.ts';
import type { Asking } from './tests.ts';

const hour = 3_600_000;

/** Deliveries that were due in the period by now: each hour of it that is over, of each supplier; of some where only these are asked about. */
export function slotsOf(dataset: string, { world, span }: Asking, asked?: readonly string[]): number {
  const { suppliers, refs = {} } = world.models[dataset] ?? {};
  if (!suppliers || !span) throw new Error(`nothing is expected of ${dataset}`);
  const other = refs[suppliers.from] ?? '';
  const [key = ''] = world.models[other]?.key ?? [];
  const delivering = visible(other, world).filter(
    (row) => Object.entries(suppliers.among).every(([field, value]) => row[field] === value) && (asked?.includes(String(row[key])) ?? true),
  );
  const [from, to] = boundsOf(span);
  let due = 0;
  for (let start = Math.ceil(from / hour) * hour; start < to && start + hour <= world.now; start += hour) due++;
  return due * delivering.length;
}
