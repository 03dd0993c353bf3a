import type { Filter, Measure, Query, Time } from '@haidang/sdk';
import type { Random } from '../../../core/src/data/query/oracle/random/random.ts';
import { additive, channels, domains, others, statuses } from './datasets.ts';
import { categories, wards } from './world.ts';

/** A question, and the rows that its asker gets. */
export interface Question {
  readonly query: Query;
  readonly scope: Filter | undefined;
}

type By = NonNullable<Query['by']>[number];

export function question(random: Random): Question {
  const [name, { formula }] = random.pick(Object.entries(random.chance(0.06) ? others : additive));
  const isOfCounts = formula.includes('count.') || formula.includes('(count ');
  const isOfPeriod = formula.includes('in period');
  const asksRows = random.chance(0.2);
  const times = isOfCounts ? ['date'] : ['reported_at', 'due_at', 'closed_at'];
  const time = asksRows && random.chance(0.3) && !isOfPeriod ? undefined : period(random);
  const where = random.maybe(0.5, () => (isOfCounts ? filterOfCounts(random) : filter(random)));
  const by = random.chance(0.3) ? [] : groups(random, isOfCounts, times);
  const compare =
    time === undefined || !isOfPeriod || random.chance(0.7) ? undefined : [random.pick(['previous', 'same-period-last-year'] as const)];
  const rest: Pick<Query, 'by' | 'where' | 'time' | 'compare' | 'limit'> = {
    ...(by.length > 0 && { by }),
    ...(where && { where }),
    ...(time !== undefined && { time }),
    ...(compare && { compare }),
    limit: 10_000,
  };
  const most: Measure = { fn: 'max', field: isOfCounts ? 'passed' : 'votes' };
  const measures: Query['measures'] = { n: { fn: 'count' }, ...(random.chance(0.3) && { most }) };
  return {
    query: asksRows ? { from: `test/${isOfCounts ? 'count' : 'report'}`, measures, ...rest } : { from: `test/${name}`, ...rest },
    scope: isOfCounts ? undefined : random.maybe(0.25, () => scopeOf(random)),
  };
}

function period(random: Random): Time {
  const day = () => `2026-${random.pick(['10', '11', '12'])}-${String(1 + random.below(28)).padStart(2, '0')}`;
  const hour = () => `T${String(random.below(24)).padStart(2, '0')}:${random.pick(['00', '30'])}:00+07:00`;
  return random.make<Time>(
    () => random.pick(['today', 'week', 'month', 'quarter', 'half-year', 'nine-months', 'year-to-date', 'year', 'term'] as const),
    () => random.pick(['month', 'year'] as const),
    () => ({ last: random.pick(['P7D', 'PT36H', 'P1M', 'PT2H'] as const) }),
    () => ordered(day(), day()),
    () => ordered(`${day()}${hour()}`, `${day()}${hour()}`),
    () => ({ from: '1975-06-12', to: random.pick(['1975-06-13', '1975-06-14', '2030-01-01']) }),
  );
}

function ordered(a: string, b: string): Time {
  if (a === b) return 'month';
  return a < b ? { from: a, to: b } : { from: b, to: a };
}

function groups(random: Random, isOfCounts: boolean, times: readonly string[]): By[] {
  const ofTime = (): By => ({
    field: random.pick(times),
    grain: random.pick(['day', 'day', 'week', 'month', 'quarter', 'year', ...(isOfCounts ? [] : (['hour'] as const))] as const),
  });
  const choices: readonly (() => By)[] = isOfCounts
    ? [() => 'kind', ofTime, ofTime]
    : [
        () => 'ward',
        () => ({ field: 'ward', grain: random.pick(['ward', 'province'] as const) }),
        () => random.pick(['category', 'channel', 'urgent', 'status']),
        () => 'category.domain',
        ofTime,
      ];
  const made = random.times(1 + random.below(2), () => random.make(...choices));
  const named = new Map(made.map((each) => [typeof each === 'string' ? each : each.field, each]));
  return [...named.values()];
}

function filter(random: Random): Filter {
  const one = (): Filter =>
    random.make<Filter>(
      () => ({ ward: random.pick(wards) }),
      () => ({ ward: { within: random.pick(['68@2025-07-01', '593@2025-03-01', ...wards]) } }),
      () => ({ category: { in: random.several(categories, 3) } }),
      () => ({ 'category.domain': random.pick(domains) }),
      () => ({ channel: random.pick(channels) }),
      () => ({ urgent: random.chance(0.5) }),
      () => ({ category: { empty: random.chance(0.5) } }),
      () => ({ status: { in: random.several(statuses, 2) } }),
      () => ({
        reported_at: {
          [random.pick(['gte', 'lt', 'gt', 'lte'])]: random.pick(['now', 'today', 'today-3d', '2026-11-19', '2026-11-20T10:00:00+07:00']),
        },
      }),
      () => ({ due_at: { [random.pick(['gte', 'lt'])]: random.pick(['now', 'today+1d']) } }),
      () => ({ ward: { empty: random.chance(0.5) } }),
    );
  return random.make<Filter>(
    one,
    one,
    () => ({ any: [one(), one()] }),
    () => ({ not: one() }),
    () => ({ all: [one(), one()] }),
  );
}

function filterOfCounts(random: Random): Filter {
  return random.make<Filter>(
    () => ({ kind: random.pick(['car', 'bike']) }),
    () => ({ date: { [random.pick(['gte', 'lt', 'gt', 'lte'])]: random.pick(['today', 'today-5d', '2026-11-10']) } }),
    () => ({ date: random.pick(['today', '2026-11-18']) }),
    () => ({ station: 's1' }),
  );
}

function scopeOf(random: Random): Filter {
  return random.make<Filter>(
    () => ({ ward: { in: random.several(wards, 3) } }),
    () => ({ any: [{ ward: { within: '593@2025-03-01' } }, { category: random.pick(categories) }] }),
    () => ({ 'category.domain': random.pick(domains) }),
    () => ({ status: { in: ['new', 'done'] } }),
  );
}
