import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import sqlite from 'sqlite3';
import { startPostgres } from '../../tests/support/postgres.mjs';
import { serve } from '../serve.mjs';
import { holds } from './result.mjs';
import { importFile, withFolder } from './run.mjs';
import { compareTotals, expectedTotals } from './totals.mjs';

const shares = [0.1, 0.3, 0.5, 0.7, 0.9];
const sql = 'select count(*) as n from d_field_reports__report';

/** Kills -9 at five points, each after a commit and before the end, with and without a server, on both databases; then runs again and compares totals.
 * @param {string} file */
export async function checkKills(file) {
  const expected = expectedTotals(file);
  for (const withServer of [false, true]) {
    for (const kind of ['SQLite', 'PostgreSQL']) {
      const postgres = kind === 'PostgreSQL' ? await startPostgres({ durable: true }) : undefined;
      const name = `${kind}, ${withServer ? 'with' : 'without'} a server`;
      try {
        await withFolder(async (data) => {
          const place = { data, ...(postgres && { env: { HAIDANG_DATABASE_URL: postgres.url } }) };
          for (const [index, share] of shares.entries()) {
            const server = withServer ? await serve(place) : undefined;
            // With a server, every second kill hits the server instead of the importer.
            const isServerHit = server !== undefined && index % 2 === 1;
            const watch = rowCounter(postgres?.url, data);
            let isOver = false;
            const run = importFile({
              file,
              ...place,
              onStart: async (child) => {
                while (!isOver && (await watch.count()) < expected.rows * share) await sleep(2);
                if (isServerHit) await server.kill();
                else child.kill('SIGKILL');
              },
            });
            const { isKilled, summary } = await run;
            isOver = true;
            if (server && !isServerHit) await server.kill();
            const rows = await watch.count();
            await watch.close();
            holds(
              `${name}: ${isServerHit ? 'server' : 'import'} killed at ${share * 100} %`,
              (isKilled || isServerHit) && !summary && rows > 0 && rows < expected.rows,
              `${rows} rows stood`,
            );
          }
          const server = withServer ? await serve(place) : undefined;
          const again = await importFile({ file, ...place });
          await server?.stop();
          holds(
            `${name}: the run after`,
            again.summary?.accepted === expected.rows && again.summary.refused === 0,
            JSON.stringify(again.summary ?? again.output.slice(-500)),
          );
          await compareTotals(`${name}, after kills`, expected, place);
        });
      } finally {
        await postgres?.stop();
      }
    }
  }
}

/** Counts committed reports from outside; 0 while there is no table.
 * @param {string | undefined} url @param {string} folder @returns {{ count(): Promise<number>, close(): Promise<void> }} */
function rowCounter(url, folder) {
  if (url) {
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    return {
      count: () =>
        pool
          .query(sql)
          .then(({ rows }) => Number(rows[0].n))
          .catch(() => 0),
      close: () => pool.end(),
    };
  }
  const file = join(folder, 'haidang.sqlite');
  /** @type {sqlite.Database | undefined} */
  let database;
  return {
    count: () => {
      if (!database && existsSync(file)) database = new sqlite.Database(file, sqlite.OPEN_READONLY);
      const open = database;
      if (!open) return Promise.resolve(0);
      return new Promise((resolve) => open.get(sql, (error, row) => resolve(error ? 0 : /** @type {{ n: number }} */ (row).n)));
    },
    close: () => new Promise((resolve) => (database ? database.close(() => resolve()) : resolve())),
  };
}
