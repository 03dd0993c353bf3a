import type { PageTemplate, Variable } from '../page.ts';
import type { Json } from '../schema.ts';
import { type Fault, fault, pointer } from './fault.ts';
import { isMap } from './merge.ts';

/** Values by variable; `null` is "not set". */
export type Fixed = ReadonlyMap<string, Json>;

/** Puts the values of a template's parameters where its bindings and conditions name them. */
export function fixParams(
  template: PageTemplate,
  given: { readonly [name: string]: Json } = {},
): { readonly template: PageTemplate; readonly faults: readonly Fault[] } {
  const { params, ...rest } = template;
  if (!params) return { template: rest, faults: [] };
  const faults: Fault[] = [];
  const fixed = new Map<string, Json>();
  for (const [name, variable] of Object.entries(params)) {
    const value = given[name] ?? defaultOf(variable) ?? null;
    if (value === null) faults.push(fault(pointer('base', 'params', name), 'parameter-missing', { name }));
    fixed.set(name, value);
  }
  return { template: fixVariables(rest as unknown as Json, fixed) as unknown as PageTemplate, faults };
}

function defaultOf(variable: Variable): Json | undefined {
  return 'default' in variable && variable.default !== 'mine' ? variable.default : undefined;
}

/** The value with these variables replaced by what they hold. Several values mean "one of"; a test on a variable that is not set is dropped; what is no value (options, links) stays. */
export function fixVariables(value: Json, fixed: Fixed): Json {
  if (Array.isArray(value))
    return value.flatMap((item: Json) => (isFixed(item, fixed) ? listOf(heldBy(item, fixed)) : [fixVariables(item, fixed)]));
  if (!isMap(value)) return value;
  if (typeof value.var === 'string' && 'is' in value && fixed.has(value.var))
    return { [holds(fixed.get(value.var) ?? null, value.is) ? 'all' : 'any']: [] };
  const entries: [string, Json][] = [];
  for (const [key, content] of Object.entries(value)) {
    if (key === 'options' || !isMap(content)) entries.push([key, key === 'options' ? content : fixVariables(content, fixed)]);
    else if (!isFixed(content, fixed)) entries.push([key, fixVariables(content, fixed)]);
    else entries.push(...tested(key, heldBy(content, fixed)));
  }
  return Object.fromEntries(entries);
}

// Inside a test one value stands by itself; in place of a test a list means "one of".
const places: ReadonlySet<string> = new Set(['gt', 'gte', 'lt', 'lte', 'has', 'within', 'time', 'boundaries']);

function tested(key: string, value: Json): [string, Json][] {
  if (value === null) return [];
  if (!Array.isArray(value)) return [[key, value]];
  const only: Json | undefined = value.length === 1 ? value[0] : undefined;
  if (only !== undefined) return [[key, only]];
  return [[key, places.has(key) ? value : { in: value }]];
}

function holds(value: Json, is: Json | undefined): boolean {
  return is === 'set' ? value !== null : Array.isArray(is) && listOf(value).some((item) => is.includes(item));
}

function listOf(value: Json): Json[] {
  return value === null ? [] : Array.isArray(value) ? [...value] : [value];
}

function isFixed(value: Json, fixed: Fixed): value is { readonly var: string } {
  return isMap(value) && typeof value.var === 'string' && Object.keys(value).length === 1 && fixed.has(value.var);
}

function heldBy({ var: name }: { readonly var: string }, fixed: Fixed): Json {
  return fixed.get(name) ?? null;
}
