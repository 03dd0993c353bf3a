import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningServer, startServer } from '@haidang/core';
import { defineDataset, type Json, type Query, type Result, schema } from '@haidang/sdk';
import { newSchema } from '../../support/databases.ts';

const code = { type: 'string', format: 'code' } as const;
const count = { type: 'integer' } as const;

const list = defineDataset({ row: schema({ required: ['code'], properties: { code } }), key: ['code'] });

/** A report of each facility each day: two of its four required cells the schema asks for, two a rule. */
const visit = defineDataset({
  row: schema({
    required: ['facility', 'day'],
    properties: {
      facility: { type: 'string', 'x-ref': 'facility' },
      day: { type: 'string', format: 'date' },
      disease: { type: 'string', 'x-ref': 'disease' },
      patients: count,
      doctors: count,
      beds: count,
      beds_used: count,
      deaths: count,
    },
  }),
  key: ['facility', 'day'],
  time: 'day',
  expects: { every: 'P1D', grace: 'PT6H', from: 'facility' },
  rules: {
    patients_given: { must: { patients: { empty: false } } },
    doctors_given: { must: { doctors: { empty: false } } },
    patients_in_range: { must: { patients: { lte: 500 } } },
    doctors_in_range: { must: { doctors: { lte: 60 } } },
    beds_in_range: { must: { beds: { lte: 300 } } },
    deaths_in_range: { must: { deaths: { lte: 50 } } },
    beds_fit: { must: { beds_used: { lte: { field: 'beds' } } } },
    deaths_fit: { must: { deaths: { lte: { field: 'patients' } } }, critical: true },
  },
});

/** A dataset that declares nothing to be measured against. */
const note = defineDataset({ row: schema({ required: ['code'], properties: { code } }), key: ['code'] });

export interface Clinics {
  readonly server: RunningServer;
  /** Moves the clock: local time, "2026-11-21T14:32". */
  setNow(text: string): void;
  write(dataset: string, rows: readonly { readonly [field: string]: Json }[]): Promise<void>;
  query(query: Query): Promise<Result>;
  patch(dataset: string, id: number, revision: number, fields: { readonly [field: string]: Json }): Promise<Response>;
  /** Asks until the answer is as it should be; fails with what it was at last. */
  until(query: Query, holds: (result: Result) => boolean): Promise<Result>;
  stop(): Promise<void>;
}

/** A centre with the datasets facility, disease, visit and note, served on a database of this kind. */
export async function startClinics(kind: 'sqlite' | 'postgres', start: string): Promise<Clinics> {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-clinics-'));
  const plugin = writePlugin(folder);
  const locality = writeLocality(folder);
  const database = kind === 'postgres' ? await newSchema() : undefined;
  let now = instant(start);
  const server = await startServer({
    folder: locality,
    data: join(folder, 'data'),
    port: 0,
    plugins: [plugin],
    simulate: false,
    assess: { tick: 50, rest: 100, calm: 100, share: 2 },
    clock: { now: () => now },
    ...(database && { databaseUrl: database.at.url }),
  });
  const send = (method: string, path: string, body: unknown, headers: { readonly [name: string]: string } = {}) =>
    fetch(`${server.url}${path}`, { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  const query = async (asked: Query): Promise<Result> => {
    const response = await send('POST', '/api/query', { queries: { q: asked } });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    const { q } = (await response.json()).results;
    if (!q.rows) throw new Error(JSON.stringify(q));
    return q;
  };
  return {
    server,
    query,
    setNow: (text) => {
      now = instant(text);
    },
    async write(dataset, rows) {
      const response = await send('POST', `/api/records/clinics/${dataset}/bulk`, rows);
      const report: { readonly refused: readonly unknown[] } = await response.json();
      if (!response.ok || report.refused.length > 0) throw new Error(`${response.status} ${JSON.stringify(report)}`);
    },
    patch: (dataset, id, revision, fields) => send('PATCH', `/api/records/${dataset}/${id}`, fields, { 'if-match': `"${revision}"` }),
    async until(asked, holds) {
      const end = performance.now() + 20_000;
      for (;;) {
        const result = await query(asked);
        if (holds(result)) return result;
        if (performance.now() > end) throw new Error(`in vain: ${JSON.stringify([result.rows, result.trust])}`);
        await sleep(100);
      }
    },
    async stop() {
      await server.stop();
      await database?.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function instant(local: string): number {
  return Date.parse(`${local}:00+07:00`);
}

function writeLocality(folder: string): string {
  const locality = join(folder, 'place');
  mkdirSync(locality);
  const ioc = { kind: 'ioc', format: 1, title: { vi: 'Thử' }, unit: '60@2025-07-01', languages: ['vi'], plugins: { clinics: '^1.0.0' } };
  writeFileSync(join(locality, 'ioc.json'), JSON.stringify({ ...ioc, home: 'pg_home0001' }));
  writeFileSync(join(locality, 'units.csv'), 'code,version,level,name,parent\n60,2025-07-01,province,Tỉnh,\n');
  return locality;
}

/** What `haidang-plugin build` leaves, of data alone. */
function writePlugin(folder: string): string {
  const plugin = join(folder, 'clinics');
  const datasets = { facility: list, disease: list, visit, note };
  const declared = { format: 1, id: 'clinics', version: '1.0.0', sdk: '*', title: { vi: 'Y tế' }, languages: ['vi'], datasets };
  const files = {
    'plugin.json': JSON.stringify({ ...declared, indicators: {}, alerts: {}, widgets: {}, pages: {}, roles: {} }),
    'messages/vi.json': JSON.stringify({ title: 'Y tế', visit: 'Lượt khám' }),
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
