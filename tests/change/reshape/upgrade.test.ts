import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from '@haidang/core';
import type { Changes, Property } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { wards, writeLocality, writePlugin } from '../../spine/lights.ts';
import { newSchema } from '../../support/databases.ts';

/** Another version of the plugin that is there: fields of its dataset by other names, and its changes. */
function release(
  plugin: string,
  alter: (dataset: { row: { properties: { [name: string]: Property } }; key: string[]; changes?: Changes }) => void,
): void {
  const dist = join(plugin, 'dist');
  const declared = JSON.parse(readFileSync(join(dist, 'plugin.json'), 'utf8'));
  alter(declared.datasets.light);
  const content = JSON.stringify(declared);
  writeFileSync(join(dist, 'plugin.json'), content);
  const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
  manifest.files['plugin.json'] = `sha256-${createHash('sha256').update(content).digest('base64')}`;
  writeFileSync(join(dist, 'manifest.json'), JSON.stringify(manifest));
}

for (const kind of ['sqlite', 'postgres'] as const)
  it(`a server with a newer plugin takes its rows along, and says what cannot be, on ${kind}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-upgrade-'));
    const place = kind === 'postgres' ? await newSchema() : undefined;
    const [plugin, locality, data] = [writePlugin(folder), writeLocality(folder), join(folder, 'data')];
    const first = readFileSync(join(plugin, 'dist', 'plugin.json'), 'utf8');
    const serve = async <T>(work: (server: RunningServer) => Promise<T>): Promise<T> => {
      const server = await startServer({
        folder: locality,
        data,
        port: 0,
        plugins: [plugin],
        sample: false,
        simulate: false,
        ...(place && { databaseUrl: place.at.url }),
      });
      try {
        return await work(server);
      } finally {
        await server.stop();
      }
    };
    const get = async ({ url }: RunningServer, path: string) => (await fetch(`${url}/api/${path}`)).json();
    const problems = async (server: RunningServer) => (await get(server, 'ready')).problems;
    try {
      await serve(async ({ url }) => {
        for (const code of ['L-1', 'L-2']) {
          const body = JSON.stringify({ code, ward: wards[0], state: 'broken', turn: 1, at: '2026-11-20T08:00:00+07:00' });
          const headers = { 'content-type': 'application/json' };
          expect((await fetch(`${url}/api/records/lights/light`, { method: 'POST', headers, body })).status).toBe(201);
        }
      });
      release(plugin, (light) => {
        const { turn = {}, ...others } = light.row.properties;
        light.row.properties = { ...others, round: turn };
        (light.row as { required?: string[] }).required = ['code', 'ward', 'state', 'round', 'at'];
        light.changes = {
          2: [{ rename: ['turn', 'round'] }, { backfill: 'state', value: 'off', where: { state: 'broken', code: 'L-2' } }],
        };
      });
      await serve(async (server) => {
        expect(await problems(server)).toEqual([]);
        expect(await get(server, 'records/lights/light/1')).toMatchObject({ code: 'L-1', round: 1, state: 'broken' });
        expect(await get(server, 'records/lights/light/2')).toMatchObject({ code: 'L-2', state: 'off' });
      });
      const backups = readdirSync(join(data, 'backups'));
      expect(backups).toEqual([expect.stringMatching(/^before-lights-light-v2-/)]);
      const second = readFileSync(join(plugin, 'dist', 'plugin.json'), 'utf8');
      release(plugin, (light) => {
        light.key = ['round'];
        light.changes = { ...light.changes, 3: [{ key: ['round'] }] };
      });
      await serve(async (server) => {
        const [problem] = await problems(server);
        expect(problem).toMatchObject({ of: 'dataset:lights/light', code: 'change-failed' });
        expect(problem.message).toContain('the records 1, 2 would share a key (round)');
        expect((await fetch(`${server.url}/api/records/lights/light/1`)).status).toBe(400);
      });
      // Of what has not changed no other copy is kept.
      expect(readdirSync(join(data, 'backups'))).toEqual(backups);
      release(plugin, (light) => Object.assign(light, JSON.parse(first).datasets.light, { changes: undefined }));
      await serve(async (server) => {
        expect(await problems(server)).toMatchObject([
          { code: 'table-differs', message: expect.stringContaining('they are at version 2') },
        ]);
      });
      release(plugin, (light) => Object.assign(light, JSON.parse(second).datasets.light));
      await serve(async (server) => {
        expect(await problems(server)).toEqual([]);
        expect(await get(server, 'records/lights/light/1')).toMatchObject({ code: 'L-1', round: 1 });
      });
    } finally {
      await place?.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
