import type { Json } from '@haidang/sdk';
import { addDays, addMonths, instantOf, startOf, wallOf } from '../../oracle/naive/calendar.ts';
import { moved } from '../../oracle/naive/conditions.ts';
import type { Row } from '../../oracle/naive/world.ts';
import type { Random } from '../../oracle/random/random.ts';
import { type SpecDataset, type SpecField, spec } from '../fixture.ts';
import { units } from '../places.ts';
import { distinct, makeCoreRows } from './core-rows.ts';
import { type Hints, hints } from './hints.ts';

const day = 86_400_000;
const words = ['Đường Trần Phú', 'chợ Đà Lạt', 'mưa lớn', 'ấm', 'an toàn', 'Ổ gà'];

/** Random rows of every dataset around a moment; the same for the same random numbers. Some datasets are empty. */
export function makeRows(random: Random, now: number, size: number): { readonly [dataset: string]: readonly Row[] } {
  const rows = Object.entries(spec.datasets)
    .filter(([, { plugin }]) => plugin !== 'core')
    .map(([name, dataset]) => {
      const count = random.chance(0.06) ? 0 : size;
      const maker = new Maker(random, now, name, dataset);
      const made = random.times(count, () => 0).map((_, index) => maker.row(index));
      return [name, distinct(made, dataset.key)] as const;
    });
  return { ...Object.fromEntries(rows), ...makeCoreRows(random, now) };
}

class Maker {
  readonly #random: Random;
  readonly #now: number;
  readonly #name: string;
  readonly #dataset: SpecDataset;
  /** Few business times, so that several rows are the newest. */
  readonly #times: readonly number[];

  constructor(random: Random, now: number, name: string, dataset: SpecDataset) {
    this.#random = random;
    this.#now = now;
    this.#name = name;
    this.#dataset = dataset;
    this.#times = random.times(4, () => now - random.below(9 * day));
  }

  row(index: number): Row {
    const { fields, key, time } = this.#dataset;
    const row: { [field: string]: Json } = {};
    const [only] = key;
    for (const [name, field] of Object.entries(fields)) {
      if (key.length === 1 && name === only && !field.ref) row[name] = keyOf(this.#name, index);
      else if (field.isRequired || key.includes(name) || this.#random.chance(0.8)) row[name] = this.#value(name, field);
    }
    for (const [name, field] of Object.entries(fields)) if (row[name] !== undefined && name !== time) this.#relate(row, name, field);
    return row;
  }

  /** Lets a value meet another one of the row: equal to it, or just past what a formula asks. */
  #relate(row: { [field: string]: Json }, name: string, { type }: SpecField): void {
    const { fields = [], after = [] } = this.#hints(name) ?? {};
    const random = this.#random;
    for (const other of fields) {
      const value = row[other];
      if (value === undefined || !random.chance(0.5)) continue;
      row[name] = typeof value === 'number' && type === 'instant' ? value + random.pick([-1, 0, 0, 1, -day, day]) : value;
    }
    for (const { field, ms } of after) {
      const value = row[field.slice(field.lastIndexOf('.') + 1)];
      if (typeof value === 'number' && random.chance(0.7)) row[name] = value + random.pick([0, ms, ms + 1, ms - 1, ms / 2, 3 * ms, -ms]);
    }
  }

  #hints(name: string): Hints | undefined {
    return hints.get(`${this.#name}.${name}`);
  }

  #value(name: string, { type, isList, values, ref }: SpecField): Json {
    const random = this.#random;
    const hint = this.#hints(name);
    if (isList) return random.several(values ?? words, 3);
    if (values) return random.pick(hint && hint.values.length > 0 && random.chance(0.7) ? hint.values : values);
    if (ref !== undefined) return ref === 'core/agency' ? random.pick(['a1', 'a2', 'a3']) : keyOf(ref, random.below(40));
    if (hint && hint.values.length > 0 && random.chance(0.6)) {
      const value = random.pick(hint.values);
      return typeof value === 'number' ? value + random.pick([-1, 0, 0, 1]) : value;
    }
    switch (type) {
      case 'instant':
        return this.#instant(name);
      case 'date':
        return wallOf(this.#instant(name)).slice(0, 10);
      case 'integer':
        return hint?.isYear ? Number(wallOf(this.#now).slice(0, 4)) + random.pick([-1, 0, 0, 1]) : random.below(30);
      case 'number':
        // Eighths add up without rounding, in any order.
        return random.below(400) / 8;
      case 'boolean':
        return random.chance(0.6);
      case 'unit':
        return random.pick(units).key;
      case 'code':
        return random.pick(['c1', 'c2', 'c3', 'c4', 'c5']);
      case 'point':
        return { type: 'Point', coordinates: [108 + random.below(100) / 100 + 0.003, 11 + random.below(100) / 100 + 0.003] };
      case 'line':
        return {
          type: 'LineString',
          coordinates: [
            [108, 11],
            [108.1, 11.1],
          ],
        };
      case 'polygon':
        return polygon(random);
      case 'uri':
        return 'https://vi-du.vn/tin';
      case 'json':
        return { a: random.below(9) };
      default:
        return random.pick(words);
    }
  }

  #instant(name: string): number {
    const random = this.#random;
    const now = this.#now;
    const { moments = [] } = this.#hints(name) ?? {};
    const wall = wallOf(now);
    const bound = () => {
      const start = startOf(wall, random.pick(['hour', 'day', 'week', 'month', 'quarter', 'year'] as const));
      return instantOf(random.pick([start, addMonths(start, -1), addMonths(start, 1), addMonths(start, -12), addDays(start, 1)]));
    };
    return random.make(
      () => (name === this.#dataset.time ? random.pick(this.#times) : now - random.below(20 * day)),
      () => (name === this.#dataset.time ? random.pick(this.#times) : now + random.below(8 * day) - 4 * day),
      () => bound() + random.pick([-1, 0, 0, 1]),
      () => now - random.below(420 * day),
      () => {
        if (moments.length === 0) return now - random.below(day);
        const { by, unit } = random.pick(moments);
        return moved(now, by, unit) + random.pick([-1, 0, 1, random.below(day), -random.below(day)]);
      },
    );
  }
}

/** The key of a row of a dataset with a key of one field. */
export function keyOf(dataset: string, index: number): string {
  return `${dataset.slice(dataset.indexOf('/') + 1)}-${index}`;
}

/** A rectangle, perhaps with a rectangle cut out, or a triangle. */
function polygon(random: Random): Json {
  const [west, south] = [108 + random.below(60) / 100, 11 + random.below(60) / 100];
  const [east, north] = [west + 0.1 + random.below(40) / 100, south + 0.1 + random.below(40) / 100];
  const box = (inset: number) => [
    [west + inset, south + inset],
    [east - inset, south + inset],
    [east - inset, north - inset],
    [west + inset, north - inset],
    [west + inset, south + inset],
  ];
  const triangle = [
    [west, south],
    [east, south],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: random.pick([[box(0)], [box(0), box(0.025).toReversed()], [triangle]]) };
}
