import type { Json } from '@haidang/sdk';
import type { Row } from '../../../core/src/data/cells.ts';
import type { Random } from '../../../core/src/data/query/oracle/random/random.ts';
import { wards } from './callers.ts';

export const now = Date.parse('2026-11-21T14:32:07+07:00');
export const offices = ['o1', 'o2', 'o3', 'o4', 'o5', 'o6'];
export const words = ['Ổ gà', 'đèn đường', 'rác thải', 'ngập nước', 'tiếng ồn', 'cây đổ'];
const people = ['An', 'Bình', 'Chi', 'Dũng'];
const day = 86_400_000;

/** Fields that are not for everybody, by dataset. */
export const personal: { readonly [dataset: string]: readonly string[] } = {
  office: ['chief'],
  visit: ['phone', 'weighed'],
  patient: ['identity', 'admitted_at', 'diagnosis'],
  meter: ['reader'],
  gauge: ['keeper'],
};
export const secret: { readonly [dataset: string]: readonly string[] } = { visit: ['token'] };

const instant = (random: Random, days: number) =>
  new Date(now - random.below(days * 24) * 3_600_000 - random.below(60) * 1000).toISOString();
const date = (random: Random, days: number) => new Date(now - random.below(days) * day).toISOString().slice(0, 10);
// Eighths: sums of them are the same in any order.
const eighths = (random: Random, most: number) => random.below(most * 8) / 8;

const makers: { readonly [dataset: string]: (random: Random, key: string) => { readonly [field: string]: Json | undefined } } = {
  office: (random, code) => ({
    code,
    name_vi: `${random.pick(words)} ${random.below(100)}`,
    kind: random.pick(['health', 'order', 'land']),
    ward: random.maybe(0.9, () => random.pick(wards)),
    budget: random.maybe(0.9, () => random.below(500)),
    chief: random.maybe(0.7, () => random.pick(people)),
  }),
  visit: (random, code) => ({
    code,
    ward: random.maybe(0.85, () => random.pick(wards)),
    office: random.maybe(0.8, () => random.pick(offices)),
    partners: random.maybe(0.3, () => [...new Set(random.several(offices, 3))]),
    status: random.maybe(0.9, () => random.pick(['open', 'done', 'refused'])),
    title: random.maybe(0.9, () => `${random.pick(words)} ${random.pick(['a', 'b', 'c'])}`),
    note: random.maybe(0.4, () => random.several(words, 4).join('. ')),
    at: instant(random, 60),
    closed_at: random.maybe(0.6, () => instant(random, 20)),
    day: random.maybe(0.8, () => date(random, 40)),
    votes: 1 + random.below(40),
    score: random.maybe(0.9, () => eighths(random, 20)),
    urgent: random.chance(0.6),
    tags: random.maybe(0.5, () => [...new Set(random.several(['x', 'y', 'rác'], 2))]),
    point: random.maybe(0.5, () => ({ type: 'Point', coordinates: [108.1 + random.below(20) / 100, 10.9 + random.below(10) / 100] })),
    phone: random.maybe(0.7, () => `09${random.below(1000)}`),
    weighed: random.maybe(0.7, () => random.below(90)),
    token: random.maybe(0.7, () => `t${random.below(1000)}`),
  }),
  patient: (random, identity) => ({
    identity,
    admitted_at: instant(random, 30),
    ward: random.maybe(0.9, () => random.pick(wards)),
    office: random.maybe(0.7, () => random.pick(offices)),
    weight: 40 + random.below(60),
    diagnosis: random.maybe(0.6, () => random.pick(words)),
  }),
  meter: (random, station) => ({
    station,
    date: date(random, 20),
    office: random.maybe(0.7, () => random.pick(offices)),
    level: eighths(random, 9),
    reader: random.maybe(0.6, () => random.pick(people)),
  }),
  gauge: (random, key) => ({
    ward: random.pick(wards),
    // The key is of the ward and the day; the end of the name that was drawn makes days differ.
    date: new Date(now - (1 + (Number(key.replace(/\D/g, '')) % 24)) * day).toISOString().slice(0, 10),
    level: random.maybe(0.9, () => eighths(random, 9)),
    remark: random.maybe(0.7, () => random.pick(words)),
    keeper: random.maybe(0.6, () => random.pick(people)),
  }),
};

/** The first delivery of the gauges, which is the same in all databases: when a delivery began is known to all its readers. */
export const firstGauge: Row = { ward: wards[3], date: '2026-10-20', level: 1, remark: 'rác' };

/** A random row; the same key and random numbers make the same. Fields without a value are absent. */
export function makeRow(dataset: string, random: Random, key: string): Row {
  const row: { [field: string]: Json } = {};
  for (const [field, value] of Object.entries(makers[dataset]?.(random, key) ?? {})) if (value !== undefined) row[field] = value;
  return row;
}

/** A row with the fields of another set over it; those that the other lacks are absent. */
export function withFields(row: Row, fields: readonly string[], from: Row): Row {
  const merged: { [field: string]: Json } = { ...row };
  for (const field of fields) {
    const value = from[field];
    if (value === undefined) delete merged[field];
    else merged[field] = value;
  }
  return merged;
}

/** The row as a write that leaves nothing of what was there before. */
export function whole(dataset: string, row: Row): Row {
  const all: { [field: string]: Json } = {};
  for (const field of fieldsOf[dataset] ?? []) all[field] = row[field] ?? null;
  return all;
}

const fieldsOf: { readonly [dataset: string]: readonly string[] } = {
  office: ['code', 'name_vi', 'kind', 'ward', 'budget', 'chief'],
  visit: [
    ...['code', 'ward', 'office', 'partners', 'status', 'title', 'note', 'at', 'closed_at', 'day'],
    ...['votes', 'score', 'urgent', 'tags', 'point', 'phone', 'weighed', 'token'],
  ],
  patient: ['identity', 'admitted_at', 'ward', 'office', 'weight', 'diagnosis'],
  meter: ['station', 'date', 'office', 'level', 'reader'],
  gauge: ['ward', 'date', 'level', 'remark', 'keeper'],
};
