import type { Json } from '@haidang/sdk';
import { comparePlain } from './world.ts';

export type Fn = 'count-distinct' | 'sum' | 'avg' | 'min' | 'max' | 'median' | 'p90';

/** A figure of values, none of which is missing; `null` where there is none. */
export function figureOf(fn: Fn, values: readonly Json[]): Json {
  if (fn === 'count-distinct') return new Set(values).size;
  if (values.length === 0) return null;
  const sorted = [...values].sort(comparePlain);
  if (fn === 'min') return sorted[0] ?? null;
  if (fn === 'max') return sorted.at(-1) ?? null;
  const numbers = sorted.map(Number);
  const sum = numbers.reduce((total, value) => total + value, 0);
  if (fn === 'sum') return sum;
  if (fn === 'avg') return sum / numbers.length;
  // Between the two neighbours of the place, where it falls between them.
  const place = (fn === 'median' ? 0.5 : 0.9) * (numbers.length - 1);
  const [below, above] = [numbers[Math.floor(place)] ?? 0, numbers[Math.ceil(place)] ?? 0];
  return below + (place - Math.floor(place)) * (above - below);
}
