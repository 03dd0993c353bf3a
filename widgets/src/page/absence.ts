import type { Catalog, CatalogWidget, Placement } from '@haidang/sdk';
import type { Absence } from './placeholder.ts';

/** Why a widget cannot even be tried. */
export function absenceOf({ use, v }: Placement, type: CatalogWidget | undefined): Absence | undefined {
  if (!type) return use === 'core/template' ? 'template' : 'missing';
  return v > type.v ? 'newer' : undefined;
}

/** Whether there is anything to say of where its numbers come from. What is not installed may have had some. */
export function hasData({ bind }: Placement, type: CatalogWidget | undefined): boolean {
  return !type || Object.keys(type.ports).length > 0 || Object.keys(bind ?? {}).length > 0;
}

/** A plugin that a binding names and that contributes nothing here: it is not installed. */
export function missingSource({ bind }: Placement, { datasets, indicators, widgets }: Catalog): string | undefined {
  const installed = new Set([datasets, indicators, widgets].flatMap((part) => Object.keys(part)).map(pluginOf));
  return Object.values(bind ?? {})
    .map(({ from }) => pluginOf(from))
    .find((plugin) => plugin !== '' && !installed.has(plugin));
}

function pluginOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf('/')));
}
