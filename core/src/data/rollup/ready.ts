import type { DataContext } from '../context.ts';

// Which roll-ups may be read. Each process learns it; the statement that reads one asks again whether it is still so.

type Tables = Pick<DataContext, 'tables'>;

/** Slices that are not worth reading, by roll-up. */
export type Sparse = Map<string, ReadonlySet<string>>;

const ready = new WeakMap<DataContext['tables'], ReadonlySet<string>>();
const none: ReadonlySet<string> = new Set();
const sparse = new WeakMap<DataContext['tables'], Sparse>();
const noSparse: Sparse = new Map();

/** Names of the roll-ups whose cells are made and kept up to date; the same set for as long as they are the same ones. */
export function readyRollups({ tables }: Tables): ReadonlySet<string> {
  return ready.get(tables) ?? none;
}

/** Says which roll-ups may be read from now on. */
export function setReady({ tables }: Tables, names: ReadonlySet<string>): void {
  const known = readyRollups({ tables });
  if (names.size !== known.size || [...names].some((name) => !known.has(name))) ready.set(tables, names);
}

/** Slices that hold hardly fewer cells than there are rows; the same map for as long as they are the same ones. */
export function sparseSlices({ tables }: Tables): ReadonlyMap<string, ReadonlySet<string>> {
  return sparse.get(tables) ?? noSparse;
}

/** Says which slices these are. */
export function setSparse({ tables }: Tables, found: Sparse): void {
  const text = (map: ReadonlyMap<string, ReadonlySet<string>>) =>
    JSON.stringify([...map].map(([name, slices]) => [name, [...slices].sort()]));
  if (text(found) !== text(sparseSlices({ tables }))) sparse.set(tables, found);
}
