import type { Catalog, CatalogWidget, Placement } from '@haidang/sdk';
import type { IconName } from '../icons/lucide.ts';

const byGroup: { readonly [group in CatalogWidget['group']]: IconName } = {
  value: 'gauge',
  chart: 'chart-column',
  map: 'map',
  table: 'table-2',
  list: 'list',
  media: 'cctv',
  text: 'file-text',
  control: 'sliders-horizontal',
  action: 'clipboard-check',
};

/** Icon of a frame: the domain of the data it shows first, else the kind of its widget. */
export function iconOf({
  placement,
  catalog,
}: {
  placement: Placement;
  catalog: Pick<Catalog, 'widgets' | 'datasets' | 'indicators'>;
}): string {
  const from = Object.values(placement.bind ?? {})[0]?.from ?? '';
  const type = catalog.widgets[placement.use];
  return catalog.indicators[from]?.icon ?? catalog.datasets[from]?.icon ?? (type ? byGroup[type.group] : 'puzzle');
}
