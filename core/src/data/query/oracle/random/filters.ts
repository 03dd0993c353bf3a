import type { Filter, Json, Test, Value } from '@haidang/sdk';
import type { Random } from './random.ts';
import { categories, day, domains, instant, statuses, tags, wards, words } from './rows.ts';

type Make = (random: Random) => Value | Test;

const isEmpty: Make = (random) => ({ empty: random.chance(0.5) });
const isoInstant = (random: Random) => {
  const iso = new Date(instant(random)).toISOString();
  return random.pick([iso, iso, iso.slice(0, 10), iso.slice(0, 16), iso.slice(0, 19), `${iso.slice(0, 23)}+07:00`]);
};
const moment = (random: Random) => {
  const unit = random.pick(['s', 'm', 'min', 'h', 'd', 'w', 'mo', 'y']);
  // Far enough back the clocks were others.
  const most = random.pick([40, 40, { y: 120, mo: 1400, w: 6000 }[unit] ?? 40_000]);
  return `${random.pick(['now', 'today'])}${random.pick(['', `${random.pick(['+', '-', '-'])}${random.below(most)}${unit}`])}`;
};
const comparison = (random: Random, value: Value): Test => ({ [random.pick(['gt', 'gte', 'lt', 'lte'])]: value });
const among = (random: Random, list: readonly Value[]): Value | Test =>
  random.make<Value | Test>(
    () => random.pick(list),
    () => ({ in: random.several(list, 3) }),
  );
const typed = (random: Random) => random.pick([random.pick(words), random.pick(words).toUpperCase(), random.pick(words).normalize('NFD')]);

const text =
  (other: string): Make =>
  (random) =>
    random.make<Value | Test>(
      () => typed(random),
      () => ({ has: typed(random) }),
      () => ({ has: random.pick([' ', '\\', 'Ỹ']) }),
      () => ({ has: random.pick([random.pick(words).slice(0, 2), 'mui ne', 'o', 'D', `${typed(random)}  ${random.pick(words)}`]) }),
      () => comparison(random, random.pick<Value>([typed(random), { field: other }])),
      () => ({ in: [...random.several(words, 3), { field: other }] }),
      () => isEmpty(random),
    );
const time =
  (others: readonly string[]): Make =>
  (random) =>
    random.make<Value | Test>(
      () => ({ gte: isoInstant(random), lt: isoInstant(random) }),
      () => isoInstant(random),
      () => ({ in: [isoInstant(random), 'today', { field: random.pick(others) }] }),
      () => comparison(random, moment(random)),
      () => comparison(random, { field: random.pick(others) }),
      () => comparison(random, isoInstant(random)),
      () => isEmpty(random),
    );
const date =
  (others: readonly string[]): Make =>
  (random) =>
    random.make<Value | Test>(
      () => day(random),
      () => comparison(random, day(random)),
      () => comparison(random, moment(random)),
      () => comparison(random, { field: random.pick(others) }),
      () => ({ in: [...random.times(3, () => day(random)), 'today', { field: random.pick(others) }] }),
      () => isEmpty(random),
    );
const number =
  (others: readonly string[]): Make =>
  (random) =>
    random.make<Value | Test>(
      () => comparison(random, random.pick([random.below(12) - 4, random.below(80) / 8, random.next() * 10, 1e300, -0.5])),
      () => comparison(random, { field: random.pick(others) }),
      () => ({ gte: -1, lt: random.below(9) }),
      () => among(random, [0, 1, 2.5, 3, -1.25, 9_007_199_254_740_991]),
      () => ({ in: [1, 2.5, { field: random.pick(others) }] }),
      () => isEmpty(random),
    );
const boolean =
  (other: string): Make =>
  (random) =>
    random.make<Value | Test>(
      () => random.chance(0.5),
      () => ({ in: [random.chance(0.5), { field: other }] }),
      () => ({ field: other }),
      () => isEmpty(random),
    );
const listed =
  (values: readonly string[], other: string): Make =>
  (random) =>
    random.make<Value | Test>(
      () => among(random, values),
      () => ({ gte: random.pick(values) }),
      () => comparison(random, { field: other }),
      () => isEmpty(random),
    );
const unit: Make = (random) =>
  random.make<Value | Test>(
    () => among(random, wards),
    () => ({ within: random.pick([...wards, 'this_unit']) }),
    () => ({ within: random.pick(wards), in: random.several([...wards, 'this_unit'], 9) }),
    () => isEmpty(random),
  );
const list =
  (items: readonly Value[]): Make =>
  (random) =>
    random.make<Value | Test>(
      () => ({ has: random.pick(items) }),
      () => isEmpty(random),
    );
const position: Make = (random) =>
  random.make<Value | Test>(
    () => ({ near: [random.next() * 360 - 180, random.next() * 180 - 90, random.next() * 1.2e7] }),
    () => ({ near: [108.1 + random.below(100) / 1000, 10.9 + random.below(100) / 1000, random.pick([0, random.next() * 9000])] }),
    () => ({
      near: random.pick([
        [179.9, 0, 2e6],
        [0, 89.9, 3e6],
        [-179, -80, 1e6],
        [10, 10, 2.1e7],
      ]) as [number, number, number],
    }),
    () => ({
      within: random.pick([
        [-100, -50, 120, 60],
        [150, -60, -120, 70],
        [108.1, 10.9, 108.15, 11],
      ]) as [number, number, number, number],
    }),
    () => isEmpty(random),
  );
const code =
  (values: readonly string[]): Make =>
  (random) =>
    random.make<Value | Test>(
      () => comparison(random, random.pick(values)),
      () => among(random, values),
      () => ({ in: [] }),
    );

const ofCategory: { readonly [field: string]: Make } = {
  code: code(categories),
  domain: listed(domains, 'category.name_en'),
  name_vi: text('category.name_en'),
  since: date(['category.since']),
  weight: number(['category.weight']),
  open: boolean('category.open'),
};
const throughCategory = Object.fromEntries(Object.entries(ofCategory).map(([field, make]) => [`category.${field}`, make]));

const tests: { readonly [dataset: string]: { readonly [path: string]: Make } } = {
  category: {
    code: code(categories),
    domain: listed(domains, 'name_en'),
    name_vi: text('name_en'),
    since: date(['since']),
    weight: number(['weight']),
    open: boolean('open'),
  },
  report: {
    code: code(['a', 'B1', 'é2', '😀', '﹏', '', 'a17', '😀8', '30']),
    category: code([...categories, 'gone', 'none']),
    status: listed(statuses, 'category.domain'),
    grade: (random) =>
      random.make<Value | Test>(
        () => among(random, [1, 2, 3]),
        () => comparison(random, random.pick<Value>([2, { field: 'votes' }, { field: 'score' }])),
        () => isEmpty(random),
      ),
    ward: unit,
    title: text('text'),
    text: text('title'),
    reported_at: time(['due_at', 'answered_at']),
    due_at: time(['answered_at', 'reported_at']),
    answered_at: time(['due_at', 'reported_at']),
    day: date(['seen', 'category.since']),
    seen: date(['day']),
    score: number(['votes', 'rough', 'category.weight']),
    rough: number(['score', 'votes']),
    votes: number(['score', 'grade', 'category.weight']),
    serial: number(['votes', 'score']),
    public: boolean('category.open'),
    tags: list(tags),
    marks: list([1, 2, 3, 4]),
    point: position,
    more: isEmpty,
    ...throughCategory,
  },
  reading: {
    station: code(['s1', 'S1', 'đo', 'do', '😀', 't']),
    date: date(['date', 'category.since']),
    ward: unit,
    category: code([...categories, 'none']),
    level: number(['level', 'category.weight']),
    taken_at: time(['taken_at']),
    ...throughCategory,
  },
};

/** Fields that two datasets have, where a filter is for both. */
const shared = ['ward', ...Object.keys(throughCategory).filter((path) => path !== 'category.name_vi'), 'category'];

/** A random condition on rows of a dataset. `isShared`: it can be asked of reports and readings alike. */
export function makeFilter(random: Random, dataset: string, { depth = 0, isShared = false } = {}): Filter {
  const deeper = { depth: depth + 1, isShared };
  const kind = depth > 2 ? 1 : random.next();
  if (kind < 0.15) return { all: random.times(random.below(3), () => makeFilter(random, dataset, deeper)) };
  if (kind < 0.35) return { any: random.times(random.below(4), () => makeFilter(random, dataset, deeper)) };
  if (kind < 0.55) return { not: makeFilter(random, dataset, deeper) };
  const makers = tests[dataset] ?? {};
  const paths = isShared ? shared : Object.keys(makers);
  return Object.fromEntries(
    random.several(paths, 2).map((path): [string, Json | Value | Test] => [path, makers[path]?.(random) ?? true]),
  ) as Filter;
}
