import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, type ServerOptions, startServer } from '@haidang/core';
import { newSchema } from '../support/databases.ts';
import { writeLocality, writePlugin } from './lights.ts';

export { wards } from './lights.ts';

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
