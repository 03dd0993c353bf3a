// Where both sides keep their data: copies of one seed, on SQLite as folders, on PostgreSQL as databases of one server.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../tests/support/postgres.mjs';

/** A place for data: what the program `haidang` and the bare server are told.
 * @typedef {{ readonly folder: string, readonly url?: string }} Place */

/** @typedef {{ place(name: string): Promise<Place>, copy(from: string, to: string): Promise<Place>, close(): Promise<void> }} Databases */

/** @param {'sqlite' | 'postgres'} kind @returns {Promise<Databases>} */
export async function openDatabases(kind) {
  const root = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
  const folder = (/** @type {string} */ name) => join(root, name);
  const remove = () => rmSync(root, { recursive: true, force: true });
  if (kind === 'sqlite')
    return {
      async place(name) {
        mkdirSync(folder(name));
        return { folder: folder(name) };
      },
      async copy(from, to) {
        rmSync(folder(to), { recursive: true, force: true });
        cpSync(folder(from), folder(to), { recursive: true });
        return { folder: folder(to) };
      },
      close: async () => remove(),
    };
  const server = await startPostgres({ durable: true });
  const admin = async (/** @type {string} */ sql, url = server.url) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  const at = (/** @type {string} */ name) => {
    mkdirSync(folder(name), { recursive: true });
    return { folder: folder(name), url: server.url.replace(/postgres$/, name) };
  };
  return {
    async place(name) {
      await admin(`CREATE DATABASE ${name} TEMPLATE template0`);
      return at(name);
    },
    async copy(from, to) {
      // Once, so that neither side pays for the other's first statistics.
      await admin('VACUUM ANALYZE', at(from).url);
      await admin(`DROP DATABASE IF EXISTS ${to} WITH (FORCE)`);
      await admin(`CREATE DATABASE ${to} TEMPLATE ${from}`);
      return at(to);
    },
    async close() {
      await server.stop();
      remove();
    },
  };
}
