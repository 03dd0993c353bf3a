import type { Catalog, L10n, Placement } from '@haidang/sdk';
import type { Origin } from '../frame/origin.ts';

/** Where the numbers of each port come from, by the catalogue. */
export function originsOf(bind: Placement['bind'], catalog: Pick<Catalog, 'indicators' | 'datasets'>): readonly Origin[] {
  return Object.entries(bind ?? {}).flatMap(([port, { from }]) => {
    const indicator = catalog.indicators[from];
    if (indicator)
      return [{ port, from, label: indicator.label, formula: indicator.formula, ...(indicator.legal && { legal: indicator.legal }) }];
    const dataset = catalog.datasets[from];
    return dataset ? [{ port, from, label: dataset.label }] : [];
  });
}

/** Title of a widget on a page: its own, else the name of what its first port asks for, else that of its type. */
export function headingOf({
  placement,
  catalog,
}: {
  placement: Placement;
  catalog: Pick<Catalog, 'indicators' | 'datasets' | 'widgets'>;
}): L10n {
  const [origin] = originsOf(placement.bind, catalog);
  return placement.title ?? origin?.label ?? catalog.widgets[placement.use]?.label ?? { vi: placement.use };
}
