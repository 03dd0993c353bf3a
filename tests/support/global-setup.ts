import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.mjs';

/** One PostgreSQL serves all test files of a project; its own words say which it is. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ version: string }>('select version()');
  await client.end();
  console.log(`project ${project.name}: ${rows[0]?.version}`);
  project.provide('postgres', server.url);
  return () => server.stop();
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string;
  }
}
