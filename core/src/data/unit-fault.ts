import type { Fault } from './faults.ts';
import type { Units } from './units.ts';

/** What is wrong with the name of a unit. A code alone means different places before and after a merger, so the versions that exist are listed with their names. */
export function unitFault(field: string, value: string, units: Units): Fault | undefined {
  if (units.get(value)) return undefined;
  const at = value.lastIndexOf('@');
  const versions = units.byCode(at === -1 ? value : value.slice(0, at)).map(({ key, title }) => ({ key, title: title.vi }));
  const details = versions.length > 0 ? { versions } : undefined;
  return { field, value, reason: at === -1 ? 'unit-version-missing' : 'unknown-unit', ...(details && { details }) };
}
