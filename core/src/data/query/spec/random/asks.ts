import type { Comparison, Filter, Grain, Query, Time } from '@haidang/sdk';
import type { Random } from '../../oracle/random/random.ts';
import { spec } from '../fixture.ts';
import { treeOf } from '../naive/answer.ts';
import { type Figure, figuresIn, type Tree, testsIn, wordsIn } from '../naive/tree.ts';
import type { SpecWorld } from '../naive/world.ts';
import { emptyWorld, units } from '../places.ts';
import { keyOf } from './rows.ts';

/** A question, who asks it and when. */
export interface Ask {
  readonly query: Query;
  readonly now: number;
  readonly scopes: { readonly [dataset: string]: Filter };
}

const comparisons: readonly Comparison[] = ['previous', 'same-period-last-year'];
const presets: readonly Time[] = ['today', 'week', 'month', 'month', 'quarter', 'half-year', 'nine-months', 'year-to-date', 'year'];

/** What is known of a formula before it is asked for. */
interface Shape {
  readonly tree: Tree;
  readonly datasets: readonly string[];
  readonly needsPeriod: boolean;
  /** A period changes what is counted, so that two can be compared. */
  readonly heedsPeriod: boolean;
}

const shapes = new Map<string, Shape>();

export function shapeOf(name: string): Shape {
  const known = shapes.get(name);
  if (known) return known;
  const tree = treeOf(name, spec.indicators, emptyWorld as SpecWorld);
  const figures = figuresIn(tree);
  const needsPeriod =
    figures.some(({ where }) => testsIn(where).some((test) => test.kind === 'during' && test.period === 'period')) ||
    wordsIn(tree).some((word) => word.startsWith('expected_'));
  const isNewest = ({ fn, where }: Figure) =>
    fn === 'latest' || testsIn(where).some((test) => test.kind === 'compare' && test.right.name?.startsWith('latest_'));
  const shape: Shape = {
    tree,
    datasets: [...new Set(figures.map(({ dataset }) => dataset))],
    needsPeriod,
    heedsPeriod: needsPeriod || figures.some(isNewest),
  };
  shapes.set(name, shape);
  return shape;
}

/** A random question about an indicator. */
export function makeAsk(random: Random, name: string, now: number): Ask {
  const { datasets, needsPeriod, heedsPeriod } = shapeOf(name);
  const time = needsPeriod || random.chance(0.4) ? makeTime(random, now) : undefined;
  const compare = time !== undefined && heedsPeriod && random.chance(0.5) ? [...new Set(random.several(comparisons, 2))] : undefined;
  const by = random.maybe(0.6, () => makeGroups(random, datasets));
  const where = random.maybe(0.4, () => makeWhere(random, datasets));
  const scoped = random.chance(0.3) ? [random.pick([...datasets, ...datasets, ...seenBy(name)])] : [];
  return {
    query: {
      from: name,
      ...(time !== undefined && { time }),
      ...(compare && { compare }),
      ...(by && { by }),
      ...(where && { where }),
      limit: 10_000,
    },
    now: random.chance(0.9) ? now : now + random.pick([-1, 1, 3_600_000]),
    scopes: Object.fromEntries(scoped.flatMap((dataset) => [[dataset, makeScope(random, dataset)] as const])),
  };
}

/** Datasets that words of the language ask. */
const askedBy: { readonly [word: string]: string } = {
  on_track: 'core/indicator_value',
  legacy_users: 'core/indicator_value',
  on_calendar: 'core/release_calendar',
  expected_releases: 'core/release_calendar',
  in_alert_area: 'public-alerts/alert',
};

/** Datasets that a formula reads besides those that it counts. */
function seenBy(name: string): readonly string[] {
  const { tree, datasets } = shapeOf(name);
  const helpers = figuresIn(tree).flatMap(({ where }) => testsIn(where).flatMap((test) => (test.kind === 'helper' ? [test.name] : [])));
  const asked = [...wordsIn(tree), ...helpers].flatMap((word) => askedBy[word] ?? []);
  const refs = datasets.flatMap((dataset) => Object.values(emptyWorld.models[dataset]?.refs ?? {}));
  return [...asked, ...asked, ...refs.filter((dataset) => dataset in emptyWorld.models && dataset !== 'core/agency')];
}

function makeTime(random: Random, now: number): Time {
  const day = 86_400_000;
  return random.make<Time>(
    () => random.pick(presets),
    () => random.pick(presets),
    () => ({ last: random.pick(['P30D', 'P7D', 'PT24H', 'P1M', 'P1Y'] as const) }),
    () => {
      const from = now - random.below(60) * day;
      return {
        from: new Date(from).toISOString().slice(0, 10),
        to: new Date(from + random.pick([1, 7, 45, 400]) * day).toISOString().slice(0, 10),
      };
    },
  );
}

/** Fields of all the datasets. */
function common(datasets: readonly string[]): readonly string[] {
  const [first = '', ...others] = datasets;
  const { fields = {}, refs = {} } = emptyWorld.models[first] ?? {};
  return Object.keys(fields).filter((field) =>
    others.every(
      (other) => emptyWorld.models[other]?.fields[field] === fields[field] && emptyWorld.models[other]?.refs[field] === refs[field],
    ),
  );
}

function makeGroups(random: Random, datasets: readonly string[]): Query['by'] {
  const [first = ''] = datasets;
  const { fields = {}, time } = emptyWorld.models[first] ?? {};
  const all = common(datasets);
  const groups = all.flatMap((field): (() => NonNullable<Query['by']>[number])[] => {
    const grained = (grains: readonly Grain[]) => () => ({ field, grain: random.pick(grains) });
    switch (fields[field]) {
      case 'unit':
        return [() => field, () => field, grained(['ward', 'province'])];
      case 'enum':
      case 'boolean':
      case 'reference':
      case 'code':
        return [() => field];
      case 'instant':
      case 'date':
        return field === time ? [grained(['day', 'week', 'month', 'quarter', 'year'])] : [];
    }
    return [];
  });
  if (groups.length === 0) return undefined;
  const unit = all.filter((field) => fields[field] === 'unit').map((field) => () => field);
  const chosen = random.several([...groups, ...unit], 2).map((make) => make());
  return [...new Map(chosen.map((group) => [typeof group === 'string' ? group : group.field, group])).values()];
}

function makeWhere(random: Random, datasets: readonly string[]): Filter | undefined {
  const [first = ''] = datasets;
  const { fields = {}, refs = {} } = emptyWorld.models[first] ?? {};
  const all = common(datasets);
  const tests = all.flatMap((field): (() => Filter)[] => {
    const values = spec.datasets[first]?.fields[field]?.values;
    if (fields[field] === 'unit') return Array.from({ length: 4 }, () => () => ({ [field]: unitTest(random) }));
    if (values && fields[field] === 'enum') return [() => ({ [field]: { in: random.several(values, 4) } })];
    const ref = refs[field];
    if (ref !== undefined && ref !== 'core/agency') return [() => ({ [field]: { in: keysOf(random, ref) } })];
    return fields[field] === 'boolean' ? [() => ({ [field]: random.chance(0.5) })] : [];
  });
  return tests.length === 0 ? undefined : random.make(...tests);
}

function unitTest(random: Random) {
  const unit = () => random.pick(units).key;
  return random.make<string | { readonly within: string } | { readonly in: readonly string[] }>(
    () => ({ within: random.pick([unit(), unit(), 'this_unit']) }),
    () => unit(),
    () => ({ in: [...new Set(random.times(3, unit))] }),
  );
}

/** Keys of some records of a dataset. */
function keysOf(random: Random, dataset: string): readonly string[] {
  return random.times(15, () => keyOf(dataset, random.below(40)));
}

/** Rows that a reader gets: of some units, of some of the records that they refer to, or without a value of a list. */
function makeScope(random: Random, dataset: string): Filter {
  const { fields = {}, refs = {}, key = [] } = emptyWorld.models[dataset] ?? {};
  const tests = Object.keys(fields).flatMap((field): (() => Filter)[] => {
    const values = spec.datasets[dataset]?.fields[field]?.values;
    if (fields[field] === 'unit')
      return [() => ({ [field]: { within: random.pick(['68@2025-07-01', '593@2025-03-01', '60@2025-03-01']) } })];
    if (values && fields[field] === 'enum') return [() => ({ not: { [field]: random.pick(values) } })];
    const ref = refs[field];
    if (ref !== undefined && ref !== 'core/agency') return [() => ({ [field]: { in: keysOf(random, ref) } })];
    if (fields[field] === 'code') return [() => ({ [field]: { in: ['c1', 'c2'] } })];
    return fields[field] === 'boolean' ? [() => ({ [field]: true })] : [];
  });
  return tests.length === 0 ? { not: { [key[0] ?? '']: 'nobody' } } : random.make(...tests);
}
