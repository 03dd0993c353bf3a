import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineDataset, schema } from '@haidang/sdk';

/** A permit that lapses by itself when nobody has decided on it within a day; people are told twice before. */
const permit = defineDataset({
  row: schema({
    required: ['code', 'state'],
    properties: {
      code: { type: 'string', format: 'code' },
      state: { type: 'string', enum: ['asked', 'lapsed'] },
      lapsed_at: { type: 'string', format: 'date-time' },
    },
  }),
  key: ['code'],
  workflow: {
    field: 'state',
    initial: 'asked',
    transitions: { lapse: { from: ['asked'], to: 'lapsed', after: 'P1D', set: { lapsed_at: 'now' } } },
    clocks: {
      decision: {
        runs: ['asked'],
        limits: [{ within: 'PT8H' }],
        escalate: [
          { at: 0.5, notify: ['desk'] },
          { at: 1, notify: ['desk', 'head'] },
        ],
      },
    },
  },
});

/** Documents and plugin of a centre of permits. */
export function writePermits(folder: string): { readonly folder: string; readonly plugins: readonly string[] } {
  const [place, plugin] = [join(folder, 'place'), join(folder, 'permits')];
  mkdirSync(place);
  const ioc = { kind: 'ioc', format: 1, title: { vi: 'Thử' }, unit: '60@2025-07-01', languages: ['vi'], plugins: { permits: '^1.0.0' } };
  writeFileSync(join(place, 'ioc.json'), JSON.stringify({ ...ioc, home: 'pg_home0001' }));
  writeFileSync(join(place, 'units.csv'), 'code,version,level,name,parent\n60,2025-07-01,province,Tỉnh,\n');
  const declared = { format: 1, id: 'permits', version: '1.0.0', sdk: '*', title: { vi: 'Phép' }, languages: ['vi'], datasets: { permit } };
  const files = {
    'plugin.json': JSON.stringify({ ...declared, indicators: {}, alerts: {}, widgets: {}, pages: {}, roles: {} }),
    'messages/vi.json': JSON.stringify({ title: 'Phép', permit: 'Phép' }),
  };
  mkdirSync(join(plugin, 'dist', 'messages'), { recursive: true });
  const hashes: { [path: string]: string } = {};
  for (const [path, content] of Object.entries(files)) {
    writeFileSync(join(plugin, 'dist', path), content);
    hashes[path] = `sha256-${createHash('sha256').update(content).digest('base64')}`;
  }
  writeFileSync(join(plugin, 'dist', 'manifest.json'), JSON.stringify({ format: 1, files: hashes }));
  return { folder: place, plugins: [plugin] };
}
