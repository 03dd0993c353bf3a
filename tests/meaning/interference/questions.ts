import type { Filter, Json, Measure, Query } from '@haidang/sdk';
import type { Row } from '../../../core/src/data/cells.ts';
import type { Random } from '../../../core/src/data/query/oracle/random/random.ts';
import { wards } from './callers.ts';
import type { Pair } from './pair.ts';
import { now, offices, personal } from './rows.ts';
import { datasets, indicators } from './world.ts';

/** A question about what the reader may read, or one that tries to learn of what he may not. */
export interface Question {
  readonly query: Query;
  /** Its answer follows what is allowed: it has to be another one when that changes. */
  readonly isOpen: boolean;
  /** It is asked of the export too. */
  readonly isExported: boolean;
}

interface Shape {
  /** A number of each row that grows when what is allowed changes. */
  readonly number: string;
  readonly numbers: readonly string[];
  readonly groups: readonly NonNullable<Query['by']>[number][];
  readonly select: readonly string[];
  readonly sort: readonly string[];
  readonly time?: string;
}

const shapes: { readonly [dataset: string]: Shape } = {
  visit: {
    number: 'votes',
    numbers: ['votes', 'score'],
    groups: [
      'status',
      'ward',
      'office',
      'urgent',
      'day',
      { field: 'ward', grain: 'ward' },
      { field: 'ward', grain: 'province' },
      { field: 'at', grain: 'day' },
      { field: 'at', grain: 'month' },
    ],
    select: ['code', 'ward', 'office', 'partners', 'status', 'title', 'note', 'at', 'closed_at', 'day', 'score', 'urgent', 'tags', 'point'],
    sort: ['at', '-at', 'title', 'status', '-score', 'code', 'day', 'office'],
    time: 'at',
  },
  patient: {
    number: 'weight',
    numbers: ['weight'],
    groups: ['ward', 'office'],
    select: ['ward', 'office'],
    sort: ['weight', '-weight', 'ward'],
  },
  gauge: {
    number: 'level',
    numbers: ['level'],
    groups: ['ward', 'remark', { field: 'date', grain: 'week' }],
    select: ['ward', 'date', 'remark'],
    sort: ['-date', 'level', 'ward'],
    time: 'date',
  },
  meter: {
    number: 'level',
    numbers: ['level'],
    groups: ['station', 'office', { field: 'date', grain: 'week' }],
    select: ['station', 'date', 'office'],
    sort: ['-date', 'level', 'station', 'office'],
    time: 'date',
  },
};

const through = ['office.name_vi', 'office.kind', 'office.ward', 'office.budget'];
const wide = { from: '2026-01-01', to: '2027-12-31' };

/** A question whose answer has rows: what it asks holds for an allowed row. */
function openQuestion(random: Random, pair: Pair): Query | undefined {
  const { reader, allowed } = pair;
  const own = Object.keys(shapes).filter((name) => (allowed[name] ?? []).length > 0);
  if (own.length === 0) return undefined;
  const mayRefer = reader.readable.has('office');
  const names = indicatorsFor(pair);
  if (names.length > 0 && random.chance(0.2)) {
    const name = random.pick(names);
    return {
      from: `test/${name}`,
      ...(name === 'votes_of_day' && { time: wide }),
      ...(random.chance(0.3) && { where: { office: { empty: false } } }),
    };
  }
  const dataset = random.pick(own);
  const mayJoin = mayRefer && dataset !== 'gauge';
  const shape = shapes[dataset];
  const row = random.pick(allowed[dataset] ?? []);
  if (!shape || !row) return undefined;
  const where = random.maybe(0.65, () => matching(random, dataset, row, pair));
  const time = shape.time && random.chance(0.3) ? { time: random.pick([wide, { last: 'P400D' } as const, 'year' as const]) } : {};
  const base = { from: `test/${dataset}`, ...(where && { where }), ...time };
  if (random.chance(0.45)) {
    const select = [...new Set([shape.number, ...random.several([...shape.select, ...(mayJoin ? through : [])], 4)])];
    return {
      ...base,
      ...(random.chance(0.8) && { select }),
      ...(random.chance(0.7) && {
        sort: [...new Set(random.several([...shape.sort, ...(mayJoin ? ['office.name_vi', '-office.budget'] : [])], 2))],
      }),
      ...(random.chance(0.4) && { limit: 2 + random.below(4) }),
    };
  }
  const groups = [...shape.groups, ...(mayJoin ? ['office.kind', { field: 'office.ward', grain: 'province' } as const] : [])];
  const measures: { [name: string]: Measure } = { n: { fn: 'count' }, total: { fn: 'sum', field: shape.number } };
  const kinds = ['avg', 'min', 'max', 'median', 'p90', 'count-distinct', ...(shape.time ? (['last'] as const) : [])] as const;
  for (let i = random.below(3); i > 0; i--) {
    const only = random.maybe(0.4, () => matching(random, dataset, row, pair));
    measures[`m${i}`] = {
      fn: random.pick(kinds),
      field: random.pick([...shape.numbers, ...(mayJoin ? ['office.budget'] : [])]),
      ...(only && { where: only }),
    };
  }
  return {
    ...base,
    measures,
    // Totals of gauges are withheld as long as few have delivered.
    ...((dataset === 'gauge' || random.chance(0.6)) && { by: uniqueGroups(random.several(groups, 2)) }),
    ...(random.chance(0.3) && { sort: ['-n'] }),
    ...(random.chance(0.2) && 'time' in base && { compare: ['previous' as const] }),
    ...(random.chance(0.3) && { limit: 1 + random.below(6) }),
  };
}

function indicatorsFor({ reader, allowed }: Pair): readonly string[] {
  return Object.entries(indicators).flatMap(([name, { formula }]) => {
    if (name === 'gauges') return [];
    const text = name === 'of_everything' ? 'visit meter' : formula;
    const uses = ['visit', 'patient', 'meter', 'gauge', 'office'].filter((dataset) => text.includes(`${dataset}`));
    const isOpen = uses.every((dataset) => reader.readable.has(dataset)) && (name !== 'of_health' || reader.readable.has('office'));
    return isOpen && uses.every((dataset) => dataset === 'office' || (allowed[dataset] ?? []).length > 0) ? [name] : [];
  });
}

function uniqueGroups(groups: readonly NonNullable<Query['by']>[number][]): NonNullable<Query['by']> {
  return [...new Map(groups.map((group) => [typeof group === 'string' ? group : group.field, group])).values()];
}

/** A filter that holds for the row, with parts that are about what is hidden. */
function matching(random: Random, dataset: string, row: Row, pair: Pair): Filter {
  const tests: Filter[] = [];
  const hidden = random.pick(pair.hidden[dataset] ?? []) as Row | undefined;
  for (const field of ['status', 'ward', 'office', 'urgent', 'day', 'station', 'code']) {
    const value = row[field];
    if (value === undefined || (field === 'code' && random.chance(0.8))) continue;
    const own = { [field]: value } as Filter;
    tests.push(field === 'code' ? { any: [own, { status: { empty: false } }] } : own);
    const other = hidden?.[field];
    if (other !== undefined && field !== 'urgent' && field !== 'code') tests.push({ [field]: { in: [value, other] as string[] } });
    if (other !== undefined) tests.push({ any: [own, { [field]: other } as Filter] });
    if (other !== undefined && other !== value) tests.push({ not: { [field]: other } as Filter });
  }
  if (row.ward !== undefined) tests.push({ ward: { within: String(row.ward) } });
  if (typeof row.title === 'string') tests.push({ title: { has: row.title.split(' ')[0] ?? '' } });
  if (Array.isArray(row.tags)) tests.push({ tags: { has: String(row.tags[0]) } });
  if (row.point !== undefined) tests.push({ point: { within: [108, 10.8, 108.4, 11.1] } });
  if (row.at !== undefined) tests.push({ at: { lte: 'now' } });
  if (dataset !== 'office' && row.office !== undefined && pair.reader.readable.has('office'))
    tests.push({ any: [{ 'office.name_vi': { empty: true } }, { 'office.name_vi': { empty: false } }] });
  return tests.length === 0 ? {} : random.chance(0.6) ? random.pick(tests) : { all: [random.pick(tests), random.pick(tests)] };
}

/** A question that asks for what the reader may not read: refused, or answered as if it were not there. */
function probe(random: Random, pair: Pair): Query {
  const dataset = random.pick(['visit', 'visit', 'office', 'patient', 'meter', 'gauge']);
  const from = `test/${dataset}`;
  const hidden = random.pick(pair.hidden[dataset] ?? []) as Row | undefined;
  const secretField = random.pick([...(personal[dataset] ?? []), 'token', 'no_such_field']);
  const value: Json = hidden?.[secretField] ?? 'An';
  const n = { n: { fn: 'count' } } as const;
  const key = dataset === 'patient' ? 'identity' : dataset === 'meter' ? 'station' : dataset === 'gauge' ? 'ward' : 'code';
  return random.make<Query>(
    () => ({ from, where: { [secretField]: value } as Filter }),
    () => ({ from, measures: n, where: { not: { [secretField]: { empty: true } } } }),
    () => ({ from, select: [secretField] }),
    () => ({ from, sort: [`-${secretField}`], limit: 1 }),
    () => ({ from, measures: n, by: [secretField] }),
    () => ({ from, measures: { m: { fn: 'count-distinct', field: secretField } } }),
    () => ({ from, measures: { n: { fn: 'count', where: { [secretField]: value } as Filter } } }),
    () => ({ from: 'test/visit', where: { title: { field: 'phone' } } }),
    () => ({ from: 'test/visit', where: { phone: { has: String(value) } } }),
    () => ({ from: 'test/visit', select: ['office.chief'] }),
    () => ({ from: 'test/visit', measures: n, by: ['office.name_vi'], where: { office: random.pick(offices) } }),
    () => ({ from: 'test/patient', measures: n, time: 'month' }),
    () => ({ from: 'test/patient', measures: { m: { fn: 'last', field: 'weight' } } }),
    () => ({ from, measures: n, where: { [key]: hidden?.[key] ?? 'x' } as Filter }),
    () => ({ from, measures: n, ...(dataset !== 'meter' && { where: { ward: { in: [...wards] } } }) }),
    () => ({ from: `test/${random.pick(Object.keys(indicators))}`, time: wide }),
    () => ({ from, limit: 1, after: Buffer.from(JSON.stringify(['x', hidden?.[key] ?? 0])).toString('base64url') }),
    () => ({ from, where: { at: { gt: new Date(now).toISOString() } } }),
  );
}

/** A question about what was known earlier, or in the units of today. */
function otherwise(random: Random, pair: Pair): Query | undefined {
  const query = openQuestion(random, pair);
  if (!query) return undefined;
  return random.chance(0.6)
    ? { ...query, asAt: new Date(now - random.below(22_000_000)).toISOString() }
    : { ...query, boundaries: 'current' };
}

/** An export has no pages. */
function unlimited({ limit: _, after: __, ...query }: Query): Query {
  return query;
}

export function makeQuestions(random: Random, pair: Pair, count: number): readonly Question[] {
  return random.times(count, () => {
    const open = random.chance(0.75) ? openQuestion(random, pair) : undefined;
    const query = open ?? (random.chance(0.25) ? otherwise(random, pair) : undefined) ?? probe(random, pair);
    const isExported = query.from.replace('test/', '') in datasets && random.chance(0.2);
    return { query: isExported ? unlimited(query) : query, isOpen: open !== undefined, isExported };
  });
}
