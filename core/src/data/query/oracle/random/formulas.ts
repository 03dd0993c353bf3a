import {
  type Condition,
  type Duration,
  datasetsOf,
  type Formula,
  type FormulaFigure,
  type Indicator,
  type Operand,
  type Operator,
  type Shift,
} from '../naive/formulas.ts';
import type { Random } from './random.ts';
import { categories, day, domains, instant, statuses, wards, words } from './rows.ts';

/** Random indicators `i0`, `i1`, …; some are made of those before them. */
export function makeIndicators(random: Random, count: number): { readonly [name: string]: Indicator } {
  const made: { [name: string]: Indicator } = {};
  for (let index = 0; index < count; index++) {
    const formula = makeFormula(random, 0, Object.keys(made));
    const atLeast = random.maybe(0.35, () => random.pick([1, 2, 3, 20]));
    if (datasetsOf(formula, made).size > 0) made[`i${index}`] = { formula, ...(atLeast !== undefined && { atLeast }) };
  }
  return made;
}

function makeFormula(random: Random, depth: number, others: readonly string[]): Formula {
  const kind = depth > 1 ? 0 : random.next();
  if (kind < 0.4) return makeFigure(random);
  if (kind < 0.48) return { kind: 'number', value: random.pick([100, 0.5, 3, 0]) };
  if (kind < 0.55 && others.length > 0 && depth > 0) return { kind: 'indicator', name: random.pick(others) };
  if (kind < 0.7) return makeRate(random);
  const operator = random.pick(['+', '-', '*', '/'] as const);
  return { kind: 'operation', operator, left: makeFormula(random, depth + 1, others), right: makeFormula(random, depth + 1, others) };
}

/** "100*count(… in period and …)/count(… in period)", the form of most indicators. */
function makeRate(random: Random): Formula {
  const dataset = random.pick(['report', 'report', 'reading']);
  const during: Condition = {
    kind: 'within',
    left: random.pick([...(instants[dataset] ?? []), ...(dates[dataset] ?? [])]),
    negated: false,
    period: 'period',
  };
  const count = (where: Condition): Formula => ({ kind: 'figure', fn: 'count', dataset, where });
  const part = count({ kind: 'and', of: [during, makeCondition(random, dataset, 1)] });
  return {
    kind: 'operation',
    operator: '/',
    left: { kind: 'operation', operator: '*', left: { kind: 'number', value: 100 }, right: part },
    right: count(during),
  };
}

const numbers: { readonly [dataset: string]: readonly string[] } = { report: ['score', 'votes', 'rough'], reading: ['level'] };
const told: { readonly [dataset: string]: readonly string[] } = {
  report: ['status', 'ward', 'title', 'votes', 'score', 'category', 'public', 'day', 'due_at'],
  reading: ['station', 'date', 'ward', 'category', 'taken_at'],
};

function makeFigure(random: Random): FormulaFigure {
  const dataset = random.pick(['report', 'report', 'reading']);
  const where = random.maybe(0.75, () => makeCondition(random, dataset));
  const more = { dataset, ...(where && { where }) };
  const fn = random.pick(['count', 'count', 'count', 'count', 'count-distinct', 'sum', 'avg', 'min', 'max', 'median', 'p90'] as const);
  if (fn === 'count') return { kind: 'figure', fn, ...more };
  if (fn === 'count-distinct') return { kind: 'figure', fn, of: random.pick(told[dataset] ?? []), ...more };
  const of = dataset === 'report' && random.chance(0.4) ? makeDuration(random) : random.pick(numbers[dataset] ?? []);
  return { kind: 'figure', fn, of, ...more };
}

function makeDuration(random: Random): Duration {
  const [from, to] = random.pick([
    ['reported_at', 'due_at'],
    ['due_at', 'answered_at'],
    ['reported_at', 'answered_at'],
    ['day', 'seen'],
  ] as const);
  return { unit: random.pick(['seconds', 'minutes', 'hours', 'days']), from, to };
}

const instants: { readonly [dataset: string]: readonly string[] } = {
  report: ['reported_at', 'due_at', 'answered_at'],
  reading: ['taken_at'],
};
const dates: { readonly [dataset: string]: readonly string[] } = {
  report: ['day', 'seen', 'category.since'],
  reading: ['date', 'category.since'],
};
const counted: { readonly [dataset: string]: readonly string[] } = {
  report: ['score', 'votes', 'rough', 'serial', 'category.weight'],
  reading: ['level', 'category.weight'],
};
const booleans: { readonly [dataset: string]: readonly string[] } = { report: ['public', 'category.open'], reading: ['category.open'] };

function makeCondition(random: Random, dataset: string, depth = 0): Condition {
  if (depth < 2 && random.chance(0.35))
    return {
      kind: random.pick(['and', 'or']),
      of: random.times(2 + random.below(2), () => makeCondition(random, dataset, depth + 1)),
    };
  const of = (fields: { readonly [dataset: string]: readonly string[] }) => random.pick(fields[dataset] ?? []);
  const order = () => random.pick(['=', '!=', '<', '<=', '>', '>='] as const);
  const equal = () => random.pick(['=', '!='] as const);
  const compare = (left: string | Duration, operator: Operator, right: Operand): Condition => ({ kind: 'compare', left, operator, right });
  const list = (left: string, values: readonly (string | number)[]): Condition =>
    random.chance(0.5)
      ? { kind: 'in', left, negated: random.chance(0.5), values: random.several(values, 3) }
      : compare(left, equal(), { value: random.pick(values) });
  const more = (units: readonly string[]) =>
    random.maybe(0.6, () => ({ by: random.pick([random.below(90) - 45 || 1, -random.below(900)]), unit: random.pick(units) }));
  const withShift = <T extends object>(operand: T, shift: Shift | undefined) => ({ ...operand, ...(shift && { shift }) });
  const periods = ['period', 'period', 'today', 'this_week', 'last_week', 'this_year', 'year_to_date', `next_${1 + random.below(60)}_days`];
  const time = random.pick([instants, dates]);
  return random.make<Condition>(
    () => ({ kind: 'within', left: of(time), negated: random.chance(0.25), period: random.pick(periods) }),
    ...random.times(4, () => (): Condition => ({ kind: 'within', left: of(time), negated: false, period: 'period' })),
    () =>
      compare(
        of(instants),
        order(),
        withShift({ word: random.pick(['now', 'today'] as const) }, more(['s', 'min', 'h', 'd', 'w', 'mo', 'y'])),
      ),
    () => compare(of(dates), order(), withShift({ word: random.pick(['now', 'today'] as const) }, more(['h', 'd', 'w', 'mo', 'y']))),
    () => compare(of(instants), order(), withShift({ field: of(instants) }, more(['s', 'min', 'h', 'd', 'w']))),
    () => compare(of(dates), order(), withShift({ field: of(dates) }, more(['d', 'w']))),
    () => compare(of(instants), order(), { value: random.pick([day(random), new Date(instant(random)).toISOString()]) }),
    () => compare(of(dates), order(), { value: day(random) }),
    () => compare(of(counted), order(), { value: random.pick([random.below(12) - 4, random.below(40) / 8]) }),
    () =>
      compare(
        of(counted),
        order(),
        withShift(
          { field: of(counted) },
          random.maybe(0.5, () => ({ by: random.pick([1, -2, 0.5]) })),
        ),
      ),
    () =>
      compare(
        of(counted),
        order(),
        withShift(
          { word: 'this_year' as const },
          random.maybe(0.5, () => ({ by: random.pick([-1, 1]) })),
        ),
      ),
    () => ({ kind: 'true', left: of(booleans) }),
    () => compare(of(booleans), equal(), { value: random.chance(0.5) }),
    () => compare('ward', equal(), { word: 'this_unit' }),
    () => list('ward', wards),
    () => list('category', categories),
    () => list('category.domain', domains),
    () => ({
      kind: 'empty',
      left: random.pick([of(counted), of(time), of(booleans), 'ward', 'category.domain']),
      negated: random.chance(0.5),
    }),
    ...(dataset === 'reading'
      ? []
      : [
          () => list('status', statuses),
          () => list('grade', [1, 2, 3]),
          () => compare('title', order(), { value: random.pick(words) }),
          () => compare('title', order(), { field: random.pick(['text', 'category.name_vi']) }),
          () => compare(makeDuration(random), order(), { value: random.pick([0, 24, 2.5, -100]) }),
        ]),
  );
}
