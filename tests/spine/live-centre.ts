import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, type ServerOptions, startServer } from '@haidang/core';
import { defineDataset, schema } from '@haidang/sdk';
import { newSchema } from '../support/databases.ts';

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

interface Light {
  readonly code: string;
  readonly ward: string;
  readonly state: string;
  readonly turn: number;
}

export interface LiveCentre extends RunningServer {
  /** Writes lights; throws unless all were taken. */
  write(...lights: readonly Light[]): Promise<void>;
}

/** Whoever says `?as=<unit>` gets the rows of that unit only: there are no accounts yet, so the tests say who asks. */
const callerOf: NonNullable<ServerOptions['callerOf']> = (request) => {
  const unit = new URLSearchParams(request.url.split('?', 2)[1]).get('as');
  const scope = unit === null ? undefined : { ward: unit };
  return { id: `${unit}-${request.id}`, language: 'vi', can: (permission) => !permission.endsWith('.personal'), rows: () => scope };
};

/** A centre of street lights in two wards, served on a database of this kind. */
export async function startLights(kind: 'sqlite' | 'postgres'): Promise<LiveCentre> {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-lights-'));
  const plugin = writePlugin(folder);
  const locality = writeLocality(folder);
  const database = kind === 'postgres' ? await newSchema() : undefined;
  const server = await startServer({
    folder: locality,
    data: join(folder, 'data'),
    port: 0,
    plugins: [plugin],
    simulate: false,
    callerOf,
    ...(database && { databaseUrl: database.at.url }),
  });
  return {
    ...server,
    async write(...lights) {
      const at = new Date().toISOString();
      const response = await fetch(`${server.url}/api/records/lights/light/bulk`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(lights.map((row) => ({ ...row, at }))),
      });
      const report: { readonly refused: readonly unknown[] } = await response.json();
      if (!response.ok || report.refused.length > 0) throw new Error(`${response.status} ${JSON.stringify(report)}`);
    },
    async stop() {
      await server.stop();
      await database?.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeLocality(folder: string): string {
  const locality = join(folder, 'place');
  mkdirSync(locality);
  const ioc = { kind: 'ioc', format: 1, title: { vi: 'Thử' }, unit: '60@2025-07-01', languages: ['vi'], plugins: { lights: '^1.0.0' } };
  writeFileSync(join(locality, 'ioc.json'), JSON.stringify({ ...ioc, home: 'pg_home0001' }));
  const rows = ['60,2025-07-01,province,Tỉnh,', '22918,2025-07-01,ward,Mũi Né,60', '22945,2025-07-01,ward,Phan Thiết,60'];
  writeFileSync(join(locality, 'units.csv'), ['code,version,level,name,parent', ...rows, ''].join('\n'));
  return locality;
}

/** What `haidang-plugin build` leaves, of data alone. */
function writePlugin(folder: string): string {
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
