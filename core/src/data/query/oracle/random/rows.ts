import type { Json } from '@haidang/sdk';
import { emptyWorld } from '../centre.ts';
import type { Row, World } from '../naive/world.ts';
import type { Random } from './random.ts';

export const words = [
  'Đổ rác',
  'đổ đất',
  'ẤM Ĩ',
  'ầm ầm',
  'ẩm ướt',
  'ẫm',
  'ậm ừ',
  'âm thanh',
  'ấn',
  'án',
  'Ổ gà',
  'ô nhiễm',
  'ợ',
  'Phường Mũi Né',
  'mùi',
  'mủi',
  'mũi',
  'Mụi',
  'múi',
  'mui',
  'mũi  né',
  'Hàm Tiến',
  'an toàn',
  'ăn xin',
  'đường',
  'dương',
  'dường',
  'ương',
  'ượng',
  'Zalo',
  '😀 vui',
  '﹏ lạ',
  '1 đèn',
  '10 đèn',
  '%',
  '_',
  "o'clock",
  'hòa',
  'hoà',
  'nghiêng',
  'nghiệng',
  'Ỷ lại',
  'ý',
  'a\\b',
];
export const statuses = ['new', 'done', 'rejected', 'withdrawn', 'duplicate'];
export const domains = ['waste', 'noise', 'road'];
export const tags = ['x', 'y', 'Đ', '', 'rác'];
export const categories = ['k1', 'k2', 'k3', 'k4', 'k5'];
export const wards = emptyWorld.units.map(({ key }) => key);

const base = Date.parse('2026-11-21T14:32:07+07:00');
/** Times at which questions are asked: on an ordinary day, and at ends of months, years, terms and leap days. */
export const clocks = [
  base,
  base,
  base,
  Date.parse('2025-12-31T23:59:59.999+07:00'),
  Date.parse('2026-01-01T00:00:00+07:00'),
  Date.parse('2024-02-29T23:59:30+07:00'),
  Date.parse('2025-02-28T23:50:00+07:00'),
  Date.parse('2026-03-31T10:00:00+07:00'),
  Date.parse('2025-07-01T00:00:00+07:00'),
  Date.parse('2026-03-15T00:00:10+07:00'),
  Date.parse('2026-11-16T00:00:00+07:00'),
  Date.parse('2024-10-31T12:00:00+07:00'),
  Date.parse('2026-03-30T16:30:00+07:00'),
  Date.parse('2026-05-31T15:00:00+07:00'),
  Date.parse('2026-10-31T16:00:00+07:00'),
];

// The clocks of Sài Gòn changed at these times; around midnight, a new year, 1970 and the last days of short months too.
const turns = [
  '1911-04-30T17:00:00Z',
  '1942-12-31T15:00:00Z',
  '1945-03-14T15:00:00Z',
  '1945-09-01T15:00:00Z',
  '1947-03-31T17:00:00Z',
  '1955-06-30T17:00:00Z',
  '1959-12-31T15:00:00Z',
  '1975-06-12T16:00:00Z',
  '1969-12-31T17:00:00Z',
  '1906-06-30T16:53:20Z',
  '2026-11-21T17:00:00Z',
  '2025-12-31T17:00:00Z',
  '2024-02-29T17:00:00Z',
  '2026-02-28T09:00:00Z',
  '2024-09-30T09:00:00Z',
].map((text) => Date.parse(text));

export function instant(random: Random): number {
  const second = 1000;
  const day = 86_400_000;
  return random.make(
    () => random.pick(turns) + random.pick([-1, 0, 1, -second, second, random.below(7_200_000) - 3_600_000, random.below(8e9) - 4e9]),
    () => Date.parse('1900-01-01T00:00:00Z') + Math.floor(random.next() * 4.1e12),
    () => random.pick(clocks) - random.below(90 * day),
    () => random.pick(clocks) - random.pick([0, 30, 365, 366]) * day + random.below(3 * day) - 2 * day,
    () => base - random.below(1100 * day),
  );
}

export const day = (random: Random): string => new Date(instant(random) + 7 * 3_600_000).toISOString().slice(0, 10);

const point = (random: Random) => ({
  type: 'Point',
  coordinates: random.pick([
    [Math.round(random.next() * 359_000 - 179_000) / 1000 || 1, Math.round(random.next() * 178_000 - 89_000) / 1000 || 1],
    [108.1 + random.below(100) / 1000, 10.9 + random.below(100) / 1000],
  ]),
});

function row(cells: { readonly [field: string]: Json | undefined }): Row {
  return Object.fromEntries(
    Object.entries(cells).flatMap(([field, value]) =>
      value === undefined ? [] : [[field, typeof value === 'string' ? value.normalize('NFC') : value]],
    ),
  );
}

function report(random: Random, index: number): Row {
  const text = () => random.several(words, 3).join(random.pick([' ', '  ', '\n']));
  return row({
    code: `${random.pick(['a', 'B', 'é', '😀', '﹏', ''])}${index}`,
    category: random.maybe(0.8, () => random.pick([...categories, 'gone'])),
    status: random.maybe(0.8, () => random.pick(statuses)),
    grade: random.maybe(0.7, () => 1 + random.below(3)),
    ward: random.maybe(0.8, () => random.pick(wards)),
    title: random.maybe(0.8, () => random.pick(words)),
    text: random.maybe(0.5, text),
    reported_at: instant(random),
    due_at: random.maybe(0.6, () => instant(random)),
    answered_at: random.maybe(0.6, () => instant(random)),
    day: random.maybe(0.8, () => day(random)),
    seen: random.maybe(0.5, () => random.pick([day(random), day(random), day(random), '0101-03-01', '1582-10-10', '9800-12-31'])),
    // Eighths add up without rounding, in any order; the rough ones do not.
    score: random.maybe(0.8, () => random.pick([random.below(100) / 8, -random.below(40) / 8, 0, 7])),
    rough: random.maybe(0.8, () =>
      random.pick([random.next(), -random.below(1000) / 7, 1e-9 * random.below(100), 1e6 * random.next(), 0.1]),
    ),
    votes: random.maybe(0.8, () => random.pick([random.below(12) - 3, random.below(12) - 3, 2025, 2026])),
    serial: random.maybe(0.8, () => random.pick([random.below(50), 9_007_199_254_740_991, -9_007_199_254_740_991])),
    public: random.maybe(0.8, () => random.chance(0.5)),
    tags: random.maybe(0.5, () => random.several(tags, 3)),
    marks: random.maybe(0.3, () => random.several([1, 2, 3], 3)),
    point: random.maybe(0.6, () => point(random)),
    more: random.maybe(0.2, () => ({ size: random.below(9), a: random.pick(words), list: [1, { deep: true }] })),
    phone: random.maybe(0.5, () => '0252'),
  });
}

function reading(random: Random, index: number): Row {
  return row({
    station: random.pick(['s1', 'S1', 'đo', 'do', '😀']),
    date: new Date(Date.parse('2026-11-25T00:00:00Z') - index * random.pick([1, 1, 2]) * 4 * 86_400_000).toISOString().slice(0, 10),
    ward: random.maybe(0.8, () => random.pick(wards)),
    category: random.maybe(0.8, () => random.pick(categories)),
    level: random.maybe(0.8, () => random.below(80) / 8 - 2),
    taken_at: random.maybe(0.7, () => instant(random)),
  });
}

function category(random: Random, code: string): Row {
  return row({
    code,
    name_vi: random.pick(words),
    name_en: random.maybe(0.5, () => `kind ${code}`),
    domain: random.maybe(0.8, () => random.pick(domains)),
    since: random.maybe(0.8, () => day(random)),
    weight: random.maybe(0.7, () => random.below(6)),
    open: random.maybe(0.7, () => random.chance(0.5)),
  });
}

/** Random rows; the same for the same random numbers. */
export function makeRows(random: Random): Pick<World, 'rows' | 'samples' | 'received'> {
  const readings = Array.from({ length: 120 }, (_, index) => reading(random, index));
  const rows = {
    category: categories.map((code) => category(random, code)),
    report: Array.from({ length: 400 }, (_, index) => report(random, index)),
    reading: [...new Map(readings.map((each) => [`${each.station} ${each.date}`, each])).values()],
  };
  const samples = new Set([...rows.report, ...rows.reading].filter(() => random.chance(0.1)));
  return { rows, samples, received: base };
}
