import type { L10n } from '@haidang/sdk';
import { visible } from './conditions.ts';
import { fieldOf, type GroupBy } from './groups.ts';
import { kindOf, type World } from './world.ts';

/** Name of a code. */
export type NameOf = (code: string) => L10n | undefined;

/** Names of units, of the records referred to that the caller gets, and of values of a list; these have no other names here. */
export function namesOf(group: GroupBy, dataset: string, world: World): NameOf {
  const path = fieldOf(group);
  const kind = kindOf(dataset, path, world);
  if (kind === 'enum') return (code) => (code === 'null' ? undefined : { vi: code });
  if (kind === 'unit') return (code) => world.units.find(({ key }) => key === code)?.title;
  if (kind !== 'reference') return () => undefined;
  return (key) => {
    const { name_vi, name_en } = visible(path, world).find(({ code }) => code === key) ?? {};
    return name_vi === undefined ? undefined : { vi: String(name_vi), ...(name_en !== undefined && { en: String(name_en) }) };
  };
}
