import type { Unit, UnitLink } from '../../units.ts';
import type { Kind } from '../oracle/naive/world.ts';
import { type SpecDataset, type SpecField, spec } from './fixture.ts';
import type { SpecModel, SpecWorld } from './naive/world.ts';

const unit = (code: string, version: string, level: Unit['level'], title: string, parent?: string, population?: number): Unit => ({
  key: `${code}@${version}`,
  code,
  version,
  level,
  title: { vi: title },
  validFrom: version,
  ...(version === '2025-03-01' && { validTo: '2025-07-01' }),
  ...(parent && { parent: `${parent}@${version}` }),
  ...(population !== undefined && { population }),
});

/** Two provinces that became one. People are counted by round numbers (số liệu minh hoạ), of the new province by its wards, of one ward not at all. */
export const units: readonly Unit[] = [
  unit('60', '2025-03-01', 'province', 'Tỉnh Bình Thuận'),
  unit('593', '2025-03-01', 'district', 'Thành phố Phan Thiết', '60', 200_000),
  unit('22915', '2025-03-01', 'ward', 'Phường Mũi Né', '593', 25_000),
  unit('22918', '2025-03-01', 'ward', 'Phường Hàm Tiến', '593', 8000),
  unit('23000', '2025-03-01', 'ward', 'Xã Hồng Thái', '60', 12_000),
  unit('68', '2025-03-01', 'province', 'Tỉnh Lâm Đồng'),
  unit('672', '2025-03-01', 'district', 'Thành phố Đà Lạt', '68'),
  unit('24769', '2025-03-01', 'ward', 'Phường 10', '672'),
  unit('68', '2025-07-01', 'province', 'Tỉnh Lâm Đồng'),
  unit('22918', '2025-07-01', 'ward', 'Phường Mũi Né', '68', 34_000),
  unit('24769', '2025-07-01', 'ward', 'Phường Xuân Hương', '68', 100_000),
  unit('24781', '2025-07-01', 'ward', 'Phường Lâm Viên', '68', 50_000),
];

export const links: readonly UnitLink[] = [
  { from: '22915@2025-03-01', to: '22918@2025-07-01' },
  { from: '22918@2025-03-01', to: '22918@2025-07-01' },
  { from: '24769@2025-03-01', to: '24769@2025-07-01' },
  { from: '24769@2025-03-01', to: '24781@2025-07-01' },
  { from: '68@2025-03-01', to: '68@2025-07-01' },
  { from: '60@2025-03-01', to: '68@2025-07-01' },
];

export const thisUnit = '68@2025-07-01';

const kinds: { readonly [type: string]: Kind } = {
  string: 'short text',
  text: 'long text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
  instant: 'instant',
  enum: 'enum',
  code: 'code',
  unit: 'unit',
  point: 'point',
  uri: 'code',
  file: 'code',
};

function kindOf({ type, isList, ref }: SpecField): Kind {
  return isList ? 'list' : ref !== undefined ? 'reference' : (kinds[type] ?? 'object');
}

function modelOf({ plugin, fields, key, time, unit: field, expects }: SpecDataset): SpecModel {
  return {
    plugin,
    key,
    ...(time !== undefined && { time }),
    ...(field !== undefined && { unit: field }),
    ...(expects && { suppliers: expects }),
    fields: Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, kindOf(each)])),
    refs: Object.fromEntries(Object.entries(fields).flatMap(([name, { ref }]) => (ref === undefined ? [] : [[name, ref]]))),
  };
}

/** The datasets and units of the centre in the evaluator's words, still without rows, readers and a clock. */
export const emptyWorld: Pick<SpecWorld, 'models' | 'units' | 'links' | 'thisUnit' | 'people' | 'samples' | 'scopes'> = {
  models: Object.fromEntries(Object.entries(spec.datasets).map(([name, dataset]) => [name, modelOf(dataset)])),
  units,
  links,
  thisUnit,
  people: Object.fromEntries(
    units.flatMap((each) => ('population' in each && typeof each.population === 'number' ? [[each.key, each.population]] : [])),
  ),
  samples: new Set(),
  scopes: {},
};
