import type { Comparison, Filter, Grain, Measure, Query, Time } from '@haidang/sdk';
import { type Asked, emptyWorld } from '../centre.ts';
import { datasetsOf, type Indicator, speaksOfPeriod } from '../naive/formulas.ts';
import { fieldOf, type GroupBy } from '../naive/groups.ts';
import type { Span } from '../naive/periods.ts';
import { makeFilter } from './filters.ts';
import type { Random } from './random.ts';
import { clocks, instant } from './rows.ts';
import { saying } from './sayings.ts';

/** A question, who asks it, when, and what the words of its time mean. */
export interface Case extends Asked {
  readonly said?: Span;
}

const presets = [
  'today',
  'week',
  'month',
  'month',
  'month',
  'quarter',
  'half-year',
  'nine-months',
  'year-to-date',
  'year',
  'term',
] as const;
const lengths = ['P30D', 'P7D', 'PT24H', 'P1M', 'P3M', 'P1Y', 'P2W', 'PT90M', 'P1DT12H', 'P1Y2M3DT4H5M6S'] as const;
const comparisons: readonly Comparison[] = ['previous', 'same-period-last-year'];

const ofCategory = ['category.code', 'category.domain', 'category.name_vi', 'category.since', 'category.weight', 'category.open'];
const sortable: { readonly [dataset: string]: readonly string[] } = {
  category: ['code', 'name_vi', 'name_en', 'domain', 'since', 'weight', 'open'],
  report: [
    ...['code', 'category', 'status', 'grade', 'ward', 'title', 'text', 'reported_at', 'due_at', 'answered_at', 'day', 'seen'],
    ...['score', 'rough', 'votes', 'serial', 'public', 'title', 'title', 'reported_at'],
    ...ofCategory,
  ],
  reading: ['station', 'date', 'ward', 'category', 'level', 'taken_at', ...ofCategory],
};
const others: { readonly [dataset: string]: readonly string[] } = { category: [], report: ['tags', 'marks', 'point', 'more'], reading: [] };
const numbers: { readonly [dataset: string]: readonly string[] } = {
  report: ['score', 'rough', 'votes', 'category.weight'],
  reading: ['level', 'category.weight'],
  category: ['weight'],
};
const times: { readonly [dataset: string]: readonly string[] } = {
  report: ['reported_at', 'due_at', 'answered_at'],
  reading: ['taken_at'],
  category: [],
};
const days: { readonly [dataset: string]: readonly string[] } = {
  report: ['day', 'seen', 'category.since'],
  reading: ['date', 'category.since'],
  category: ['since'],
};

export function makeCase(random: Random, indicators: { readonly [name: string]: Indicator }): Case {
  const now = random.pick(clocks);
  const scopes = Object.fromEntries(
    Object.keys(emptyWorld.models).flatMap((dataset): [string, Filter][] =>
      random.chance(0.2) ? [[dataset, random.pick([makeFilter(random, dataset), wide(random, dataset)])]] : [],
    ),
  );
  const { time, said } = makeTime(random, now);
  const query = random.make(
    () => rowsQuery(random, time),
    () => measuresQuery(random, time),
    () => indicatorQuery(random, time, indicators),
  );
  return { query, now, scopes, ...(said && query.time === time && { said }) };
}

/** A scope that leaves many rows. */
function wide(random: Random, dataset: string): Filter {
  if (dataset === 'category') return { not: { code: random.pick(['k1', 'k2', 'k3']) } };
  return random.pick([
    { ward: { within: random.pick(['593@2025-03-01', '60@2025-03-01', '68@2025-07-01']) } },
    { ward: { within: 'this_unit' } },
    { not: { category: 'k1' } },
  ]);
}

function makeTime(random: Random, now: number): { readonly time: Time; readonly said?: Span } {
  return random.make<{ readonly time: Time; readonly said?: Span }>(
    () => ({ time: random.pick(presets) }),
    () => ({ time: { last: random.pick(lengths) } }),
    () => {
      const { words, span } = saying(random, now);
      return { time: { said: words }, said: span };
    },
    () => {
      const form = (at: number) => {
        const iso = new Date(at).toISOString();
        return random.pick([iso, iso.slice(0, 10), iso.slice(0, 19)]);
      };
      const from = instant(random);
      const length = random.pick([86_400_000, 40 * 86_400_000, 400 * 86_400_000, 4e12]);
      return { time: { from: form(from), to: form(from + 2 * 86_400_000 + Math.floor(random.next() * length)) } };
    },
  );
}

/** Sorts by what has an order; sums of rough numbers differ in their last digits, which would be an order too. */
function sortBy(random: Random, names: readonly string[]): { readonly sort?: readonly string[] } {
  if (names.length === 0 || random.chance(0.2)) return {};
  return { sort: random.several(names, 3).map((name) => `${random.pick(['', '-'])}${name}`) };
}

function base(random: Random, dataset: string, time: Time, share: number): Pick<Query, 'from' | 'where' | 'time'> {
  const where = random.maybe(0.6, () => makeFilter(random, dataset));
  const isTimed = emptyWorld.models[dataset]?.time !== undefined && random.chance(share);
  return { from: `test/${dataset}`, ...(where && { where }), ...(isTimed && { time }) };
}

function rowsQuery(random: Random, time: Time): Query {
  const dataset = random.pick(['report', 'report', 'report', 'reading', 'category']);
  const names = sortable[dataset] ?? [];
  const select = random.maybe(0.85, () => [...new Set(random.several([...names, ...(others[dataset] ?? [])], 5))]);
  return {
    ...base(random, dataset, time, 0.3),
    ...(select && { select }),
    // Rows have no order by long text.
    ...sortBy(
      random,
      names.filter((name) => name !== 'text'),
    ),
    ...(random.chance(0.9) && { limit: random.pick([dataset === 'category' ? 1 + random.below(3) : 17 + random.below(40), 100, 1000]) }),
  };
}

function measuresQuery(random: Random, time: Time): Query {
  const dataset = random.pick(['report', 'report', 'report', 'reading', 'category']);
  const measures = Object.fromEntries(
    random.times(1 + random.below(4), () => makeMeasure(random, dataset)).map((measure, index) => [`m${index}`, measure]),
  );
  const by = random.maybe(0.8, () => (random.chance(0.05) ? [] : makeGroups(random, dataset)));
  const query = { ...base(random, dataset, time, 0.6), measures, ...(by && { by }) };
  const compare = query.time === undefined ? undefined : random.maybe(0.7, () => [...new Set(random.several(comparisons, 2))]);
  const figures = Object.entries(measures)
    .filter(
      ([, measure]) => !JSON.stringify(measure).includes('rough') && !('field' in measure && ['tags', 'marks'].includes(measure.field)),
    )
    .flatMap(([name]) => [name, ...(compare ?? []).map((comparison) => `${name}_${comparison.replaceAll('-', '_')}`)]);
  return { ...query, ...(compare && { compare }), ...sortBy(random, [...namesOf(by), ...figures]), ...limitOf(random) };
}

function indicatorQuery(random: Random, time: Time, indicators: { readonly [name: string]: Indicator }): Query {
  const [name = '', indicator] = random.pick(Object.entries(indicators));
  const datasets = [...datasetsOf(indicator?.formula ?? { kind: 'number', value: 0 }, indicators)];
  const isTimed = indicator !== undefined && speaksOfPeriod(indicator.formula, indicators);
  const isShared = datasets.length > 1;
  const where = random.maybe(0.5, () => makeFilter(random, datasets[0] ?? '', { isShared }));
  const by = random.maybe(0.7, () => makeGroups(random, datasets[0] ?? '', isShared));
  const compare = isTimed ? random.maybe(0.7, () => [...new Set(random.several(comparisons, 2))]) : undefined;
  return {
    from: `test/${name}`,
    ...(where && { where }),
    ...(by && { by }),
    ...((isTimed || random.chance(0.3)) && { time }),
    ...(compare && { compare }),
    ...sortBy(random, namesOf(by)),
    ...limitOf(random),
  };
}

function limitOf(random: Random): { readonly limit?: number } {
  return random.make<{ readonly limit?: number }>(
    () => ({}),
    () => ({ limit: 23 }),
    () => ({ limit: 10_000 }),
  );
}

function makeMeasure(random: Random, dataset: string): Measure {
  const where = random.maybe(0.4, () => makeFilter(random, dataset, { depth: 2 }));
  const more = where && { where };
  const isTimed = emptyWorld.models[dataset]?.time !== undefined;
  const fn = random.pick([
    'count',
    'sum',
    'avg',
    'min',
    'max',
    'count-distinct',
    'median',
    'p90',
    ...(isTimed ? (['last'] as const) : []),
  ] as const);
  const of = (fields: readonly string[]) => random.pick(fields);
  switch (fn) {
    case 'count':
      return { fn, ...more };
    case 'count-distinct':
      return { fn, field: of(sortable[dataset] ?? []), ...more };
    case 'last':
      return { fn, field: of([...(sortable[dataset] ?? []), ...(dataset === 'report' ? ['tags', 'marks'] : [])]), ...more };
    case 'min':
    case 'max':
      return { fn, field: of([...(numbers[dataset] ?? []), ...(times[dataset] ?? []), ...(days[dataset] ?? [])]), ...more };
    default:
      return { fn, field: of(numbers[dataset] ?? []), ...more };
  }
}

function makeGroups(random: Random, dataset: string, isShared = false): readonly GroupBy[] {
  const grained = (fields: readonly string[], grains: readonly Grain[]) =>
    fields.map((field) => () => ({ field, grain: random.pick(grains) }));
  const units = grained(['ward', 'ward'], ['ward', 'province']);
  const common = [...units, ...['ward', 'category', ...ofCategory].map((field) => () => field)];
  const own = [
    ...(dataset === 'category' ? [] : units),
    ...grained(times[dataset] ?? [], ['hour', 'day', 'week', 'month', 'quarter', 'year']),
    ...grained(days[dataset] ?? [], ['day', 'week', 'month', 'quarter', 'year']),
    ...[...new Set(sortable[dataset])].filter((name) => name !== 'rough').map((field) => () => field),
  ];
  const chosen = random.several<() => GroupBy>(isShared ? common : own, 3).map((make) => make());
  return [...new Map(chosen.map((group) => [fieldOf(group), group])).values()];
}

function namesOf(by: readonly GroupBy[] | undefined): readonly string[] {
  return (by ?? []).map(fieldOf);
}
