import type { DataContext } from '../context.ts';
import { run } from '../dialect/statement.ts';
import { rollupsOf } from './definition.ts';
import { readyRollups, type Sparse, setSparse } from './ready.ts';
import { cellColumns } from './rollup.ts';

/** Between two counts at least and at most, ms; in between so many times longer than one takes. */
const [least, longest, times] = [60_000, 3_600_000, 1000];
/** Of fewer rows in a cell, on average, the rows themselves are as quick. */
const dense = 3;

const counted = new WeakMap<DataContext['tables'], { readonly next: number; readonly of: ReadonlySet<string> }>();

/** Learns now and then which slices have hardly fewer cells than there are rows. */
export async function findSparse(context: DataContext): Promise<void> {
  const { tables, database } = context;
  const of = readyRollups(context);
  const last = counted.get(tables);
  const started = performance.now();
  if (of.size === 0 || (last?.of === of && started < last.next)) return;
  counted.set(tables, { next: started + least, of });
  const found: Sparse = new Map();
  for (const { name, table } of [...rollupsOf(context).values()].flat()) {
    // What rows that are removed leave is in cells alone, from that moment on.
    if (!of.has(name) || table.entry.dataset.keep !== undefined) continue;
    const { slice, kept, n } = cellColumns;
    const slices = await run(
      database.read,
      `SELECT ${slice} AS slice, count(*) AS cells, sum(${n}) AS n, max(${kept}) AS kept FROM "${name}" GROUP BY ${slice}`,
      [],
    );
    // The dataset may have kept its rows for so long only before.
    const few = slices.filter(({ cells, n, kept }) => Number(kept) === 0 && Number(n) < dense * Number(cells));
    if (few.length > 0) found.set(name, new Set(few.map((each) => String(each.slice))));
  }
  setSparse(context, found);
  const pause = Math.min(longest, Math.max(least, times * (performance.now() - started)));
  counted.set(tables, { next: started + pause, of });
}
