import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.mjs';

/** A PostgreSQL for each of the test files that run at once: a transaction that is open holds back what others on its server may read of their change logs. Its own words say which it is. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const workers = Math.max(1, Number(project.config.maxWorkers) || 1);
  const servers = await Promise.all(Array.from({ length: workers }, () => startPostgres()));
  const urls = servers.map(({ url }) => url);
  const client = new pg.Client({ connectionString: urls[0] });
  await client.connect();
  const { rows } = await client.query<{ version: string }>('select version()');
  await client.end();
  console.log(`project ${project.name}: ${rows[0]?.version}`);
  project.provide('postgres', urls);
  return async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: readonly string[];
  }
}
