import type { Json } from '@haidang/sdk';

/** The smallest value of which `fails` still says that it fails: parts are left out one after the other. */
export async function shrink<T extends object>(value: T, fails: (smaller: T) => Promise<boolean>): Promise<T> {
  for (const smaller of without(value as Json)) if (await fails(smaller as T)) return shrink(smaller as T, fails);
  return value;
}

/** The value without one of its parts, in each possible way, the greatest parts first. */
function* without(value: Json): Generator<Json> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const index of value.keys()) yield value.toSpliced(index, 1);
    for (const [index, part] of value.entries()) for (const smaller of without(part)) yield value.with(index, smaller);
    return;
  }
  const entries = Object.entries(value) as [string, Json][];
  for (const [name] of entries) yield Object.fromEntries(entries.filter(([other]) => other !== name));
  for (const [name, part] of entries) for (const smaller of without(part)) yield { ...value, [name]: smaller } as Json;
}
