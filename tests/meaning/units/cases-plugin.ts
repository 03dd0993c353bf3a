import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineDataset, schema } from '@haidang/sdk';

const incident = defineDataset({
  row: schema({
    required: ['code', 'ward', 'day'],
    properties: {
      code: { type: 'string', format: 'code' },
      ward: { type: 'string', format: 'unit' },
      day: { type: 'string', format: 'date' },
      note: { type: 'string' },
    },
  }),
  key: ['code'],
  time: 'day',
  unit: 'ward',
});

/** What `haidang-plugin build` leaves of a plugin `cases` with one dataset. */
export function writeCases(folder: string): string {
  const plugin = join(folder, 'cases');
  const declared = {
    format: 1,
    id: 'cases',
    version: '1.0.0',
    sdk: '*',
    title: { vi: 'Vụ việc' },
    languages: ['vi'],
    datasets: { case: incident },
  };
  const files = {
    'plugin.json': JSON.stringify({ ...declared, indicators: {}, alerts: {}, widgets: {}, pages: {}, roles: {} }),
    'messages/vi.json': JSON.stringify({ title: 'Vụ việc', case: 'Vụ việc' }),
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
