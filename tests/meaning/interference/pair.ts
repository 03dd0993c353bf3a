import type { Row } from '../../../core/src/data/cells.ts';
import type { Random } from '../../../core/src/data/query/oracle/random/random.ts';
import { type Reader, readers } from './callers.ts';
import { grown, RowMaker, type Twin } from './row-maker.ts';
import { firstGauge, offices, whole, withFields } from './rows.ts';

/** Rows that one write brings, received so many milliseconds after the moment of the questions. */
export interface Batch {
  readonly dataset: string;
  readonly rows: readonly Row[];
  readonly later: number;
  readonly sample?: boolean;
}

/** Two databases that differ only in what one reader may not read. */
export interface Pair {
  readonly reader: Reader;
  /** What makes each of the two. */
  readonly worlds: readonly [readonly Batch[], readonly Batch[]];
  /** Allowed rows by dataset, without what is hidden of them. */
  readonly allowed: { readonly [dataset: string]: readonly Row[] };
  /** Rows of either that the reader may not see. */
  readonly hidden: { readonly [dataset: string]: readonly Row[] };
  /** More that the reader may not read, for the second alone. */
  readonly hiddenChange: readonly Batch[];
  /** A change of what the reader may read, for each. */
  readonly allowedChange: readonly [readonly Batch[], readonly Batch[]];
}

const counts = { office: 6, visit: 9, patient: 4, meter: 5, gauge: 7 } as const;
type Name = keyof typeof counts;
const names = Object.keys(counts) as readonly Name[];
const both = [0, 1] as const;

/** A random pair; the same for the same random numbers. */
export function makePair(random: Random): Pair {
  const reader = random.pick(readers);
  const maker = new RowMaker(random, reader);
  const first = { dataset: 'gauge', rows: [firstGauge], later: -20_000_000 };
  const worlds: [Batch[], Batch[]] = [[first], [first]];
  const changes: [Batch[], Batch[]] = [[], []];
  const allowed: { [dataset: string]: readonly Row[] } = {};
  const hidden: { [dataset: string]: readonly Row[] } = {};
  for (const dataset of names) {
    const { twins, free } = makeTwins(dataset, maker, random);
    const seen = twins.filter((rows) => maker.isAllowed(dataset, rows));
    allowed[dataset] = seen.map(([row]) => withFields(row, maker.hiddenFields(dataset), {}));
    // Some rows have an earlier version that may be seen; the others may have had one that may not.
    const changed = seen.filter((rows, index) => random.chance(0.4) && maker.isAllowed(dataset, grownTwin(rows, 50 + index)));
    const sample = random.chance(0.15);
    for (const world of both) {
      const others = [...free, ...random.times(random.below(4), () => maker.newKey(dataset))]
        .filter(() => random.chance(0.6))
        .flatMap((key) => maker.hidden(dataset, key));
      const before = random.below(others.length + 1);
      const still = twins.filter((rows) => !changed.includes(rows));
      const earlier = random.chance(0.4) ? still.flatMap(([row]) => maker.hiddenVersion(dataset, row)) : [];
      const batches: readonly Batch[] = [
        { dataset, rows: changed.map((rows) => whole(dataset, grown(rows[world], 50 + seen.indexOf(rows)))), later: -19_000_000, sample },
        { dataset, rows: earlier, later: -random.below(9_000_000) - 9_000_001, sample },
        { dataset, rows: others.slice(0, before), later: -random.below(9_000_000), sample: random.chance(0.3) },
        { dataset, rows: twins.map((rows) => whole(dataset, rows[world])), later: 0, sample },
        { dataset, rows: others.slice(before), later: random.below(9_000_000), sample: random.chance(0.3) },
      ];
      worlds[world].push(...batches.filter(({ rows }) => rows.length > 0));
      hidden[dataset] = [...(hidden[dataset] ?? []), ...others];
    }
    const later = changeTwins(dataset, seen, maker, random);
    for (const world of both)
      if (later.length > 0) changes[world].push({ dataset, rows: later.map((rows) => rows[world]), later: 20_000_000 });
  }
  const hiddenChange = names.flatMap((dataset): readonly Batch[] => {
    const key = () => (dataset === 'office' ? random.pick(['x1', 'x2']) : maker.newKey(dataset));
    const rows = random.times(1 + random.below(2), key).flatMap((each) => maker.hidden(dataset, each));
    return rows.length > 0 ? [{ dataset, rows, later: 10_000_000 }] : [];
  });
  return { reader, worlds, allowed, hidden, hiddenChange, allowedChange: changes };
}

/** Rows that are in both worlds, and keys that are free for what is hidden. */
function makeTwins(dataset: Name, maker: RowMaker, random: Random): { readonly twins: readonly Twin[]; readonly free: readonly string[] } {
  const codes = dataset === 'office' ? offices : random.times(counts[dataset], () => maker.newKey(dataset));
  const twins: Twin[] = [];
  const free: string[] = [];
  for (const code of codes) {
    // The one office that opens rows to the guest is the same in both.
    const fixed = { code: 'o3', name_vi: 'Trạm y tế', kind: 'health', ward: '24769@2025-07-01', budget: 7 };
    const made = code === 'o3' ? [[fixed, fixed] as const] : random.chance(0.75) ? maker.twin(dataset, code) : [];
    if (made.length > 0) twins.push(...made);
    else free.push(code);
  }
  return { twins, free };
}

/** Other numbers in all allowed rows, and rows like some of them. */
function changeTwins(dataset: Name, seen: readonly Twin[], maker: RowMaker, random: Random): readonly Twin[] {
  if (dataset === 'office') return [];
  const changed = seen.map((rows, index) => grownTwin(rows, index));
  // A gauge has one reading a day.
  const like = dataset === 'gauge' ? [] : seen.filter(() => random.chance(0.5));
  const field = { visit: 'code', patient: 'identity', meter: 'station', gauge: '' }[dataset];
  const added = like.map(([row], index): Twin => {
    const copy = grown({ ...row, [field]: maker.newKey(dataset) }, index + 20);
    return [copy, copy];
  });
  return [...changed, ...added].filter((rows) => maker.isAllowed(dataset, rows));
}

function grownTwin([a, b]: Twin, by: number): Twin {
  return [grown(a, by), grown(b, by)];
}
