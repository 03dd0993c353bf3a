import type { DatasetEntry } from '../registry.ts';
import type { Caller } from './caller.ts';

/** Fields of a dataset that a caller may read: no secrets, personal ones only with `<dataset>.personal`. */
export function readableFields(entry: DatasetEntry, caller: Caller): string[] {
  return [...entry.fields.values()].filter(({ property }) => canRead(property['x-personal'], entry, caller)).map(({ name }) => name);
}

function canRead(personal: 'basic' | 'sensitive' | 'secret' | undefined, entry: DatasetEntry, caller: Caller): boolean {
  if (personal === undefined) return true;
  return personal !== 'secret' && caller.can(`${entry.name}.personal`);
}
