import type { Filter, Grain, Json, Measure, Query } from '@haidang/sdk';
import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../../../../tests/support/databases.ts';
import type { Row } from '../../cells.ts';
import { instant, links, type TestQuery, testQuery, units } from '../testing.ts';
import { ask, localOf, type OracleData } from './testing.ts';

const count = Number(process.env.HAIDANG_ORACLE_CASES ?? 300);
const seed = Number(process.env.HAIDANG_ORACLE_SEED ?? 20261121);

/** Random numbers that are the same each time (mulberry32). */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const random = randomOf(seed);
const below = (limit: number) => Math.floor(random() * limit);
const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
const some = <T>(value: T, share = 0.8): T | undefined => (random() < share ? value : undefined);
const several = <T>(list: readonly T[], most: number): T[] => Array.from({ length: 1 + below(most) }, () => pick(list));

const words = [
  'Đổ rác',
  'đổ đất',
  'ẤM Ĩ',
  'ầm ầm',
  'Ổ gà',
  'ô nhiễm',
  'Phường Mũi Né',
  'mùi',
  'múi',
  'mui',
  'Hàm Tiến',
  'an toàn',
  'ăn xin',
  'âm thanh',
  'Zalo',
  '😀 vui',
  '﹏ lạ',
  '1 đèn',
  '%',
  '_',
  "o'clock",
  'hòa',
  'hoà',
  'Ho\u0300a',
];
const statuses = ['new', 'done', 'rejected', 'withdrawn', 'duplicate'];
const domains = ['waste', 'noise', 'road'];
const wards = units.map(({ key }) => key);
const tags = ['x', 'y', 'Đ', ''];
// The clocks of Sài Gòn changed at these times; around midnight and around 1970 too.
const turns = [
  '1911-04-30T17:00:00Z',
  '1942-12-31T15:00:00Z',
  '1945-03-14T15:00:00Z',
  '1955-06-30T17:00:00Z',
  '1959-12-31T15:00:00Z',
  '1975-06-12T16:00:00Z',
  '1969-12-31T17:00:00Z',
  '1906-06-30T16:53:20Z',
  '2026-11-21T17:00:00Z',
  '2025-12-31T17:00:00Z',
  '2024-02-29T17:00:00Z',
];

function moment(): string {
  const around = Date.parse(pick(turns)) + pick([-1, 0, 1, -1000, 1000, below(7_200_000) - 3_600_000, below(8e9) - 4e9]);
  const anywhere = Date.parse('1900-01-01T00:00:00Z') + Math.floor(random() * 4.1e12);
  const recent = Date.parse('2026-11-21T07:00:00Z') - below(90 * 86_400_000);
  return new Date(pick([around, anywhere, recent, recent])).toISOString();
}

const point = () => ({
  type: 'Point',
  coordinates: [Math.round(random() * 360_000 - 180_000) / 1000 || 1, Math.round(random() * 180_000 - 90_000) / 1000 || 1],
});
const date = () => moment().slice(0, 10);
const dropEmpty = (row: { [field: string]: Json | undefined }) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Row;

function makeReport(index: number): Row {
  return dropEmpty({
    code: `${pick(['a', 'B', 'é', '😀', '﹏', ''])}${index}`,
    category: some(pick(['k1', 'k2', 'k3', 'gone'])),
    status: some(pick(statuses)),
    ward: some(pick(wards)),
    title: some(pick(words).normalize('NFC')),
    text: some(several(words, 3).join(' ').normalize('NFC'), 0.5),
    reported_at: moment(),
    due_at: some(moment(), 0.6),
    answered_at: some(moment(), 0.6),
    day: some(date()),
    seen: some(date(), 0.5),
    score: some(pick([below(100) / 8, -below(1000) / 7, 0, random()])),
    votes: some(below(12) - 3),
    public: some(random() < 0.5),
    tags: some(several(tags, 3), 0.5),
    point: some(point(), 0.6),
  });
}

const fieldTests: { readonly [field: string]: () => unknown } = {
  code: () => ({ [pick(['gt', 'gte', 'lt', 'lte'])]: pick(['a', 'B1', 'é2', '😀', '﹏', '']) }),
  category: () => pick([pick(['k1', 'gone']), { in: several(['k1', 'k2', 'none'], 2) }]),
  'category.domain': () => pick([pick(domains), { in: several(domains, 2) }, { empty: random() < 0.5 }]),
  'category.name_vi': () => ({ has: pick(words) }),
  status: () => pick([pick(statuses), { in: several(statuses, 3) }, { in: [] }, { gte: pick(statuses) }]),
  ward: () => pick([pick(wards), { in: several(wards, 3) }, { within: pick(wards) }, { within: 'this_unit' }]),
  title: () =>
    pick([
      { has: pick(words) },
      { has: pick(words).slice(0, 2) },
      { gt: { field: 'text' } },
      pick(words).normalize('NFC'),
      { lt: pick(words) },
    ]),
  text: () => ({ has: pick(['mui', 'o', `${pick(words)} ${pick(words)}`]) }),
  reported_at: () => pick([{ gte: moment(), lt: moment() }, { lt: { field: 'due_at' } }, { gte: pick(['now', date()]) }]),
  due_at: () => pick([{ lt: 'now' }, { lte: { field: 'answered_at' } }, { gt: moment() }]),
  answered_at: () => pick([{ lte: { field: 'due_at' } }, { empty: random() < 0.5 }]),
  day: () => pick([{ gte: date() }, { lt: date() }, date(), { lte: { field: 'seen' } }]),
  score: () => pick([{ gt: below(20) - 10 }, { lte: random() * 10 }, { gt: { field: 'votes' } }, 0]),
  votes: () => pick([{ gt: 2.5 }, below(5), { in: [1, 2.5, 3] }, { gte: -1, lt: 4 }, { lt: { field: 'score' } }]),
  public: () => pick([true, false, { in: [true] }, { empty: random() < 0.5 }]),
  tags: () => pick([{ has: pick(tags) }, { empty: random() < 0.5 }]),
  point: () =>
    pick([
      { empty: random() < 0.5 },
      { near: [random() * 360 - 180, random() * 180 - 90, random() * 1.2e7] },
      {
        within: pick([
          [-100, -50, 120, 60],
          [150, -60, -120, 70],
        ]),
      },
    ]),
};

function makeFilter(depth = 0): Filter {
  const kind = depth > 2 ? 1 : random();
  if (kind < 0.15) return { all: Array.from({ length: below(3) }, () => makeFilter(depth + 1)) };
  if (kind < 0.35) return { any: Array.from({ length: below(4) }, () => makeFilter(depth + 1)) };
  if (kind < 0.55) return { not: makeFilter(depth + 1) };
  return Object.fromEntries(several(Object.keys(fieldTests), 2).map((field) => [field, fieldTests[field]?.()])) as Filter;
}

const numbers = ['score', 'votes'];
const sortable = [
  'code',
  'category',
  'status',
  'ward',
  'title',
  'reported_at',
  'due_at',
  'day',
  'score',
  'votes',
  'public',
  'category.domain',
  'category.name_vi',
];

function makeMeasure(): Measure {
  const where = some(makeFilter(2), 0.4);
  const more = where && { where };
  const fn = pick(['count', 'sum', 'avg', 'min', 'max', 'count-distinct', 'median', 'p90', 'last'] as const);
  if (fn === 'count') return { fn, ...more };
  if (fn === 'count-distinct' || fn === 'last')
    return {
      fn,
      field: pick(['status', 'ward', 'title', 'votes', 'score', 'category', 'public', 'day', 'due_at', 'category.domain']),
      ...more,
    };
  return { fn, field: pick(fn === 'min' || fn === 'max' ? [...numbers, 'due_at', 'day'] : numbers), ...more };
}

function makeQuery(): Query {
  const bounds = [moment(), moment()].sort() as [string, string];
  const time = some({ from: bounds[0], to: bounds[1] === bounds[0] ? '2100-01-01' : bounds[1] }, 0.3);
  const where = some(makeFilter(), 0.8);
  const base = { from: 'test/report', ...(where && { where }), ...(time && { time }) };
  if (random() < 0.4) {
    const sort = several(sortable, 3).map((name) => `${pick(['', '-'])}${name}`);
    return {
      ...base,
      select: [...new Set(several([...sortable, 'tags', 'point', 'text'], 4))],
      ...(random() < 0.8 && { sort }),
      limit: pick([20 + below(40), 100, 1000]),
    };
  }
  const groups: readonly { readonly field: string; readonly grains: readonly (Grain | undefined)[] }[] = [
    { field: 'reported_at', grains: ['hour', 'day', 'week', 'month', 'quarter', 'year', undefined] },
    { field: 'due_at', grains: ['day', 'week', 'year'] },
    { field: 'day', grains: ['day', 'week', 'month', 'quarter', 'year', undefined] },
    { field: 'ward', grains: ['ward', 'province', undefined] },
    ...['status', 'category', 'category.domain', 'title', 'votes', 'public', 'score'].map((field) => ({ field, grains: [undefined] })),
  ];
  const chosen = [...new Map(several(groups, 3).map((group) => [group.field, group])).values()];
  const by = chosen.map(({ field, grains }) => {
    const grain = pick(grains);
    return grain === undefined ? field : { field, grain };
  });
  const isSteady = by.every((group) => typeof group === 'string' || group.grain === 'ward' || group.grain === 'province');
  return {
    ...base,
    measures: Object.fromEntries(Array.from({ length: 1 + below(4) }, (_, index) => [`m${index}`, makeMeasure()])),
    ...(random() < 0.8 && { by }),
    ...(time && isSteady && random() < 0.5 && { compare: ['previous'] as const }),
    limit: pick([7, 10_000]),
  };
}

// The same data and the same queries on both databases.
const reports = Array.from({ length: 400 }, (_, index) => makeReport(index));
const categories = ['k1', 'k2', 'k3'].map((code) =>
  dropEmpty({ code, name_vi: pick(words).normalize('NFC'), domain: some(pick(domains)) }),
);
const cases = Array.from({ length: count }, makeQuery);

describeDatabases('the engine and a naive evaluator', (open) => {
  let at: TestQuery;
  const data: OracleData = {
    rows: reports,
    key: 'code',
    time: 'reported_at',
    instants: new Set(['reported_at', 'due_at', 'answered_at']),
    texts: new Set(['title', 'text', 'category.name_vi']),
    refs: { category: new Map(categories.map((row) => [String(row.code), row])) },
    units,
    links,
    now: instant('2026-11-21T14:32:07'),
  };
  beforeAll(async () => {
    at = await testQuery(await open());
    await at.write('category', categories);
    await at.write('report', reports);
  });

  async function allPages(query: Query): Promise<Json[][]> {
    const rows: Json[][] = [];
    let after: string | undefined;
    for (let page = 0; page < 2000; page++) {
      const answer = await at.query({ ...query, ...(after !== undefined && { after }) });
      rows.push(...answer.rows.map((row) => row.map((cell, index) => comparable(cell, answer.fields[index]))));
      after = answer.next;
      if (after === undefined) return rows;
    }
    throw new Error('the pages do not end');
  }

  test(`agree on ${count} random queries`, { timeout: 3_600_000 }, async () => {
    for (const [index, query] of cases.entries()) {
      const [answer, expected] = [await allPages(query), ask(withUnit(query), data)];
      const place = `case ${index} of seed ${seed}: ${JSON.stringify(query)}`;
      expect(query.measures ? sorted(answer) : answer, place).toEqual(query.measures ? sorted(expected) : expected);
    }
  });
});

const withUnit = (query: Query): Query => JSON.parse(JSON.stringify(query).replaceAll('"this_unit"', '"593@2025-03-01"'));

/** Instants and hours in one form, floating point to twelve digits. */
function comparable(cell: Json, field: { readonly type: string; readonly grain?: Grain } | undefined): Json {
  if (field?.type === 'date-time' && typeof cell === 'string')
    return field.grain === 'hour' ? localOf(Date.parse(cell)).slice(0, 13) : new Date(cell).toISOString();
  return cell;
}

function sorted(rows: readonly (readonly Json[])[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row.map((cell) => (typeof cell === 'number' ? Number(cell.toPrecision(12)) + 0 : cell)))).sort();
}
