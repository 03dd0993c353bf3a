import type { Json, Mapping } from '@haidang/sdk';

/** Values that mean "none" in this file, and how often each was met. */
export class Ignored {
  readonly #values: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #counts = new Map<string, Map<string, number>>();

  constructor(ignore: Mapping['ignore'] = {}) {
    this.#values = new Map(Object.entries(ignore).map(([field, values]) => [field, new Set(values.map(keyOf))]));
  }

  /** Whether the value of the field is to be passed over; counts it when it is. */
  has(field: string, value: Json): boolean {
    const values = this.#values.get(field);
    if (!values) return false;
    const key = keyOf(value);
    if (!values.has(key)) return false;
    const counts = this.#counts.get(field) ?? new Map<string, number>();
    counts.set(key, (counts.get(key) ?? 0) + 1);
    this.#counts.set(field, counts);
    return true;
  }

  /** What was passed over, most frequent first. */
  counts(): { readonly field: string; readonly value: string; readonly count: number }[] {
    const all = [...this.#counts].flatMap(([field, counts]) => [...counts].map(([value, count]) => ({ field, value, count })));
    return all.sort((a, b) => b.count - a.count);
  }
}

/** A position by its coordinates, anything else by its text. */
function keyOf(value: Json): string {
  if (typeof value === 'string') return value.normalize('NFC');
  if (typeof value === 'object' && value !== null && 'coordinates' in value) return keyOf(value.coordinates ?? null);
  return Array.isArray(value) ? value.join(', ') : String(value);
}
