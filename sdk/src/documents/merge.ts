import type { Json } from '../schema.ts';

type JsonObject = { readonly [key: string]: Json };

/** Lays differences over a value, leaf by leaf: maps are merged, lists and scalars replaced, `null` removes. */
export function merge(value: Json | undefined, differences: Json): Json {
  if (!isMap(differences)) return differences;
  const merged: { [key: string]: Json } = isMap(value) ? { ...value } : {};
  for (const [key, difference] of Object.entries(differences)) {
    if (difference === null) delete merged[key];
    else define(merged, key, merge(Object.hasOwn(merged, key) ? merged[key] : undefined, difference));
  }
  return merged;
}

export function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// A plain assignment to `__proto__` would be lost.
function define(target: { [key: string]: Json }, key: string, value: Json): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
