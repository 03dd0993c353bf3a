import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineDataset, geoPoint, type Mapping, schema } from '@haidang/sdk';

const tree = defineDataset({
  row: schema({
    required: ['tree_code', 'species_code', 'ward', 'seen_at'],
    properties: {
      tree_code: { type: 'string', format: 'code' },
      species_code: { type: 'string', 'x-ref': 'species' },
      ward: { type: 'string', format: 'unit' },
      seen_at: { type: 'string', format: 'date-time' },
      height: { type: 'number', maximum: 60 },
      note: { type: 'string', maxLength: 20 },
      place: geoPoint,
    },
  }),
  key: ['tree_code'],
  time: 'seen_at',
  unit: 'ward',
  geo: 'place',
});
const species = defineDataset({
  row: schema({
    required: ['species_code', 'name_vi'],
    properties: { species_code: { type: 'string', format: 'code' }, name_vi: { type: 'string' } },
  }),
  key: ['species_code'],
});

/** How a list of trees is read. */
export const mapping: Mapping = {
  zone: 'Asia/Ho_Chi_Minh',
  units: '2025-07-01',
  fields: {
    tree_code: { from: 'mã' },
    species_code: { from: 'loài', codes: { dừa: 'coconut', phượng: 'flamboyant' } },
    ward: { from: 'phường', codes: { 'Mũi Né': '22918', 'Phan Thiết': '22945', '': 'T00' } },
    seen_at: { from: 'ngày giờ', format: 'dd/MM/yyyy HH:mm' },
    height: { from: 'cao' },
    note: { from: 'ghi chú' },
    place: { from: ['kinh độ', 'vĩ độ'], format: 'lon-lat' },
  },
  ignore: { place: [[0, 0]], note: ['N/A'] },
  brings: { 'T00@2025-07-01': { title: { vi: 'Không rõ địa bàn' } } },
  records: {
    'trees/species': [
      { species_code: 'coconut', name_vi: 'Dừa' },
      { species_code: 'flamboyant', name_vi: 'Phượng' },
    ],
  },
};

export const header = 'mã,loài,phường,ngày giờ,cao,ghi chú,kinh độ,vĩ độ,nguồn';
/** Three rows without a fault. */
export const good = [
  '1,dừa,Mũi Né,21/11/2026 14:32,7.5,N/A,108.29,10.93,x',
  '2,phượng,Phan Thiết,20/11/2026 08:00,4,cong,108.10,10.93,x',
  '3,dừa,,19/11/2026 23:59,,,0,0,x',
];

/** A locality that has the plugin `trees`, as files in a folder. */
export function treesIn(folder: string): { readonly locality: string; readonly plugin: string } {
  const locality = join(folder, 'place');
  const plugin = join(folder, 'trees');
  mkdirSync(locality);
  writeFileSync(
    join(locality, 'ioc.json'),
    JSON.stringify({
      kind: 'ioc',
      format: 1,
      title: { vi: 'Thử' },
      unit: '60@2025-07-01',
      languages: ['vi'],
      plugins: { trees: '^1.0.0' },
      home: 'pg_home0001',
    }),
  );
  writeFileSync(
    join(locality, 'units.csv'),
    'code,version,level,name,parent,longitude,latitude\n60,2025-07-01,province,Tỉnh,,108.05,11.08\n22918,2025-07-01,ward,Mũi Né,60,108.29,10.93\n22945,2025-07-01,ward,Phan Thiết,60,108.10,10.93\n',
  );
  buildPlugin(plugin);
  return { locality, plugin };
}

/** What `haidang-plugin build` leaves, of data alone. */
function buildPlugin(plugin: string): void {
  const empty = { indicators: {}, alerts: {}, widgets: {}, pages: {}, roles: {} };
  const files = {
    'plugin.json': JSON.stringify({
      format: 1,
      id: 'trees',
      version: '1.0.0',
      sdk: '*',
      title: { vi: 'Cây xanh' },
      languages: ['vi'],
      datasets: { tree, species },
      ...empty,
    }),
    'messages/vi.json': JSON.stringify({ title: 'Cây xanh', tree: 'Cây', species: 'Loài' }),
  };
  mkdirSync(join(plugin, 'dist', 'messages'), { recursive: true });
  const hashes: { [path: string]: string } = {};
  for (const [path, content] of Object.entries(files)) {
    writeFileSync(join(plugin, 'dist', path), content);
    hashes[path] = `sha256-${createHash('sha256').update(content).digest('base64')}`;
  }
  writeFileSync(join(plugin, 'dist', 'manifest.json'), JSON.stringify({ format: 1, files: hashes }));
}
