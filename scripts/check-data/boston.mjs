import { join } from 'node:path';
import sqlite from 'sqlite3';
import { startPostgres } from '../../tests/support/postgres.mjs';
import { holds, same } from './result.mjs';
import { importFile, withFolder } from './run.mjs';
import { compareTotals, expectedTotals } from './totals.mjs';

/** The whole file into an empty centre, on both databases; twice; how fast; change and audit rows counted.
 * @param {string} file */
export async function checkBoston(file) {
  const expected = expectedTotals(file);
  await withFolder(async (data) => {
    const first = await importFile({ file, data });
    if (!first.summary) console.log(first.output);
    same('accepted of read', [first.summary?.accepted, first.summary?.read, first.summary?.refused], [expected.rows, expected.rows, 0]);
    const rate = expected.rows / first.wall;
    holds('rows a second on SQLite, from process start to exit', rate >= 8000, `${Math.round(rate)} (${first.wall.toFixed(2)} s)`);
    const table = (/** @type {string} */ name) =>
      count(join(data, 'haidang.sqlite'), `select count(*) n from ${name} where dataset = 'field-reports/report'`);
    same('change rows', await table('change'), expected.rows);
    same('audit rows', await table('audit'), expected.rows);
    holds(
      'rows on the default point counted',
      first.output.includes(new Intl.NumberFormat('vi-VN').format(expected.onDefaultPoint)) ||
        first.output.includes(String(expected.onDefaultPoint)),
      String(expected.onDefaultPoint),
    );
    const second = await importFile({ file, data });
    same('second time changes', [second.summary?.changed, second.summary?.same], [0, expected.rows]);
    same('change rows after the second time', await table('change'), expected.rows);
    await compareTotals('SQLite', expected, { data });
  });
  const postgres = await startPostgres({ durable: true });
  try {
    await withFolder(async (data) => {
      const env = { HAIDANG_DATABASE_URL: postgres.url };
      const first = await importFile({ file, data, env });
      if (!first.summary) console.log(first.output);
      same('PostgreSQL: accepted of read', [first.summary?.accepted, first.summary?.read], [expected.rows, expected.rows]);
      console.log(`     rows a second on PostgreSQL: ${Math.round(expected.rows / first.wall)}`);
      const second = await importFile({ file, data, env });
      same('PostgreSQL: second time changes', [second.summary?.changed, second.summary?.same], [0, expected.rows]);
      await compareTotals('PostgreSQL', expected, { data, env });
    });
  } finally {
    await postgres.stop();
  }
}

/** @param {string} file @param {string} sql @returns {Promise<number>} */
function count(file, sql) {
  return new Promise((resolve, reject) => {
    const database = new sqlite.Database(file, sqlite.OPEN_READONLY);
    database.get(sql, (error, row) => {
      database.close();
      if (error) reject(error);
      else resolve(/** @type {{ n: number }} */ (row).n);
    });
  });
}
