import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineDataset, schema } from '@haidang/sdk';

/** Street lights in two wards. */
const light = defineDataset({
  row: schema({
    required: ['code', 'ward', 'state', 'turn', 'at'],
    properties: {
      code: { type: 'string', format: 'code' },
      ward: { type: 'string', format: 'unit' },
      state: { type: 'string', enum: ['on', 'off', 'broken'] },
      turn: { type: 'integer' },
      at: { type: 'string', format: 'date-time' },
    },
  }),
  key: ['code'],
  time: 'at',
  unit: 'ward',
});

export const wards = ['22918@2025-07-01', '22945@2025-07-01'] as const;

/** Documents of a place with these wards; gives their folder. */
export function writeLocality(folder: string): string {
  const locality = join(folder, 'place');
  mkdirSync(locality);
  const ioc = { kind: 'ioc', format: 1, title: { vi: 'Thử' }, unit: '60@2025-07-01', languages: ['vi'], plugins: { lights: '^1.0.0' } };
  writeFileSync(join(locality, 'ioc.json'), JSON.stringify({ ...ioc, home: 'pg_home0001' }));
  const rows = ['60,2025-07-01,province,Tỉnh,', '22918,2025-07-01,ward,Mũi Né,60', '22945,2025-07-01,ward,Phan Thiết,60'];
  writeFileSync(join(locality, 'units.csv'), ['code,version,level,name,parent', ...rows, ''].join('\n'));
  return locality;
}

/** What `haidang-plugin build` leaves, of data alone; gives its folder. */
export function writePlugin(folder: string): string {
  const plugin = join(folder, 'lights');
  const declared = { format: 1, id: 'lights', version: '1.0.0', sdk: '*', title: { vi: 'Đèn' }, languages: ['vi'], datasets: { light } };
  const files = {
    'plugin.json': JSON.stringify({ ...declared, indicators: {}, alerts: {}, widgets: {}, pages: {}, roles: {} }),
    'messages/vi.json': JSON.stringify({ title: 'Đèn', light: 'Đèn' }),
  };
  mkdirSync(join(plugin, 'dist', 'messages'), { recursive: true });
  const hashes: { [path: string]: string } = {};
  for (const [path, content] of Object.entries(files)) {
    writeFileSync(join(plugin, 'dist', path), content);
    hashes[path] = `sha256-${createHash('sha256').update(content).digest('base64')}`;
  }
  writeFileSync(join(plugin, 'dist', 'manifest.json'), JSON.stringify({ format: 1, files: hashes }));
  return plugin;
}
