import type { CatalogUnit } from '@haidang/sdk';
import type { DataContext } from '../data/context.ts';

/** The units that are loaded, marked where they belong to the place that the centre serves. */
export function listUnits({ units, ioc }: Pick<DataContext, 'units' | 'ioc'>): CatalogUnit[] {
  const own = new Set(units.within(ioc.unit));
  return units.all().map(({ key, title, level, parent, validFrom, validTo, point }) => ({
    key,
    title,
    level,
    validFrom,
    ...(parent && { parent }),
    ...(validTo && { validTo }),
    ...(point && { point }),
    ...(own.has(key) && { own: true as const }),
  }));
}
