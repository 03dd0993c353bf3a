import type { Units } from '../units.ts';
import { formatLocalDay, localOf } from './calendar.ts';
import type { Condition } from './condition.ts';
import type { Group, GroupValue } from './groups.ts';
import type { Source } from './source.ts';

/** A dataset that a formula counts, as far as it says which units are asked about. */
interface Counted {
  readonly source: Source;
  readonly groups: readonly Group[];
  /** The query's own condition. */
  readonly where: Condition;
}

/** Tells the units that a group of an answer is about: that of the group, else those that the query names, else the centre's own. None where the group has no unit. */
export function unitsAsked(parts: readonly Counted[], centre: string): (key: readonly GroupValue[]) => readonly string[] {
  for (const { source, groups, where } of parts) {
    const { unit } = source.table.entry.dataset;
    const group = groups.findIndex(({ ref, name }) => (unit === undefined ? ref.field.type === 'unit' : name === unit));
    if (group >= 0)
      return (key) => {
        const own = key[group];
        return typeof own === 'string' ? [own] : [];
      };
    const named = unit === undefined ? undefined : unitsNamed(where, unit);
    if (named) return () => named;
  }
  return () => [centre];
}

/** Units to which a condition restricts a field: by equality, a list or `within`. What stands beside them under `any` or `not` restricts nothing. */
function unitsNamed(condition: Condition, field: string): readonly string[] | undefined {
  switch (condition.kind) {
    case 'all':
      return condition.of.map((each) => unitsNamed(each, field)).find((units) => units !== undefined);
    case 'compare': {
      const { left, operator, right } = condition;
      const isField = left.kind === 'field' && left.ref.path === field && operator === '=';
      return isField && right.kind === 'constant' ? [String(right.value)] : undefined;
    }
    case 'one-of':
      return condition.ref.path === field ? [...new Set(condition.values.map(String))] : undefined;
    case 'below':
      return condition.ref.path === field ? [condition.unit] : undefined;
    default:
      return undefined;
  }
}

/** People of units together; nothing where they are not known of one of them. */
export function peopleOf(keys: readonly string[], units: Units): number | null {
  if (keys.length === 0) return null;
  const below = new Map<string, string[]>();
  for (const { key, parent } of units.all()) {
    if (parent === undefined) continue;
    const list = below.get(parent);
    if (list) list.push(key);
    else below.set(parent, [key]);
  }
  const peopleIn = (key: string, above: readonly string[]): number | null => {
    const { population } = units.get(key) ?? {};
    if (population !== undefined) return population;
    const parts = above.includes(key) ? [] : (below.get(key) ?? []);
    return parts.length === 0 ? null : sumOf(parts.map((part) => peopleIn(part, [...above, key])));
  };
  return sumOf(keys.map((key) => peopleIn(key, [])));
}

/** How many wards are in force at an instant that are one of the units or lie below one. */
export function wardsBelow(keys: readonly string[], units: Units, now: number): number | null {
  if (keys.length === 0) return null;
  const asked = new Set(keys);
  const today = formatLocalDay(localOf(now));
  return units.all().filter(({ key, level }) => level === 'ward' && units.isInForce(key, today) && liesIn(key, asked, units)).length;
}

function liesIn(key: string, asked: ReadonlySet<string>, units: Units): boolean {
  const seen = new Set<string>();
  for (let unit = units.get(key); unit && !seen.has(unit.key); unit = unit.parent === undefined ? undefined : units.get(unit.parent)) {
    if (asked.has(unit.key)) return true;
    seen.add(unit.key);
  }
  return false;
}

function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
