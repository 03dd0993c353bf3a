import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.mjs';

/** One PostgreSQL serves all test files of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide('postgres', server.url);
  return () => server.stop();
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string;
  }
}
