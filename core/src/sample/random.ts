/** Numbers that look random and are the same for the same seed, everywhere. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** Mean 0, deviation 1. */
  normal(): number;
}

/** Starts a sequence (sfc32, seeded by an FNV-like hash of the text). */
export function random(seed: string): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  for (let index = 0; index < seed.length; index++) {
    const code = seed.charCodeAt(index);
    a = Math.imul(a ^ code, 0x85ebca6b);
    b = Math.imul(b ^ code, 0xc2b2ae35) ^ (a >>> 13);
    c = Math.imul(c ^ code, 0x27d4eb2f) ^ (b >>> 16);
  }
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round++) next();
  return { next, normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()) };
}

/** Picks items as often as their weights say. */
export interface Sampler<T> {
  readonly total: number;
  pick(random: Random): T;
}

/** Makes a sampler; there must be an item with a weight above 0. */
export function sampler<T>(items: readonly T[], weightOf: (item: T) => number): Sampler<T> {
  const bounds: number[] = [];
  const kept: T[] = [];
  let total = 0;
  for (const item of items) {
    const weight = weightOf(item);
    if (!(weight > 0)) continue;
    total += weight;
    bounds.push(total);
    kept.push(item);
  }
  const [first] = kept;
  if (first === undefined) throw new RangeError('nothing to choose from');
  return {
    total,
    pick(from) {
      const at = from.next() * total;
      let low = 0;
      let high = bounds.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((bounds[middle] ?? 0) > at) high = middle;
        else low = middle + 1;
      }
      return kept[low] ?? first;
    },
  };
}

/** A log-normal duration in milliseconds; tails end at 2.3 deviations, one case in a hundred at either side. */
export function duration(from: Random, { median, sigma }: { readonly median: number; readonly sigma: number }): number {
  const deviations = Math.max(-2.3, Math.min(2.3, from.normal()));
  return median * Math.exp(sigma * deviations) * 3_600_000;
}
