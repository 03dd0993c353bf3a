import type { Mapping } from '@haidang/sdk';
import type { UnitLists } from '../data/units/unit-names.ts';
import type { Unit, Units } from '../data/units.ts';
import { unitsOf } from './server-sink.ts';

/** The units of a centre that this process has open. */
export function openLists(units: Units): UnitLists {
  return {
    get: (key) => units.get(key),
    inForce: (day) => units.all().filter(({ key }) => units.isInForce(key, day)),
  };
}

/** The units of a server, as far as a mapping names some. */
export async function serverLists(url: string, mapping: Mapping | undefined): Promise<UnitLists> {
  const days = new Set<string>();
  for (const rule of Object.values(mapping?.fields ?? {})) {
    const day = 'from' in rule && rule.named ? (rule.named.version ?? mapping?.units) : undefined;
    if (day !== undefined) days.add(day);
  }
  const all = new Map<string, Unit>();
  const lists = new Map<string, readonly Unit[]>();
  if (days.size > 0) for (const unit of await unitsOf(url)) all.set(unit.key, unit);
  for (const day of days) lists.set(day, await unitsOf(url, day));
  return { get: (key) => all.get(key), inForce: (day) => lists.get(day) ?? [] };
}
