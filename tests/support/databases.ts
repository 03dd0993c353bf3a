import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knex from 'knex';
import { afterAll, describe, inject } from 'vitest';
import type { Database } from '../../core/src/data/database.ts';
import { openDatabase } from '../../core/src/data/open.ts';

let number = 0;

/** Runs the same tests on SQLite and on real PostgreSQL. Each `open` gives an empty database, closed and removed at the end of the block. */
export function describeDatabases(name: string, block: (open: () => Promise<Database>) => void): void {
  for (const kind of ['sqlite', 'postgres'] as const) {
    describe(`${name} on ${kind}`, () => {
      const cleanups: (() => Promise<void>)[] = [];
      afterAll(async () => {
        for (const cleanup of cleanups.reverse()) await cleanup();
      });
      block(async () => {
        const place = kind === 'sqlite' ? newFolder() : await newSchema();
        const database = await openDatabase(place.at);
        cleanups.push(place.remove, () => database.close());
        return database;
      });
    });
  }
}

function newFolder(): { at: { folder: string }; remove(): Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-test-'));
  return { at: { folder }, remove: async () => rmSync(folder, { recursive: true, force: true }) };
}

/** Address of the PostgreSQL that no other test file uses meanwhile. */
export function postgresUrl(): string {
  const urls = inject('postgres');
  const url = urls[(Number(process.env.VITEST_POOL_ID ?? 1) - 1) % urls.length];
  if (url === undefined) throw new Error('no PostgreSQL was started');
  return url;
}

/** A database of its own on the PostgreSQL of this run. */
export async function newSchema(): Promise<{ at: { url: string }; remove(): Promise<void> }> {
  const server = postgresUrl();
  const name = `test_${process.pid}_${++number}`;
  const admin = knex({ client: 'pg', connection: server, pool: { min: 0, max: 1 } });
  await admin.raw('CREATE DATABASE ?? TEMPLATE template0', [name]);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    at: { url: url.href },
    async remove() {
      await admin.raw('DROP DATABASE IF EXISTS ?? WITH (FORCE)', [name]);
      await admin.destroy();
    },
  };
}
