import { cellsOf, columns, insertLists, insertValues } from './report.mjs';

/** Rows in one statement of SQLite: longer ones gain nothing. */
const most = 500;
const [hour, day] = [3_600_000, 86_400_000];
const dataset = 'field-reports/report';
const table = 'd_field_reports__report';

/** What is written about each new record: one row in the change log, one in the audit log. */
const changed = (/** @type {string} */ at) => `INSERT INTO change (at, dataset, kind, record) SELECT ${at}, '${dataset}', 'added', _id`;
const audited = (/** @type {string} */ at) =>
  `INSERT INTO audit (at, caller, action, dataset, kind, revision, record) SELECT ${at}, 'bare', 'write', '${dataset}', 'added', 1, CAST(_id AS text)`;

/** @param {import('fastify').FastifyInstance} app @param {import('./database.mjs').Database} database */
export async function routes(app, database) {
  /** Roll-ups, and where the time stands that each goes by.
   * @type {{ name: string, at: number }[] | undefined} */
  let rollups;
  const ward = columns.findIndex(([name]) => name === 'ward');
  app.post('/batch', async (request) => {
    rollups ??= (await database.read('SELECT name FROM rollup_state')).flatMap(({ name }) => {
      const [of, time] = String(name).split('__roll_');
      const at = columns.findIndex(([column]) => column === time);
      return of === table && at >= 0 ? [{ name: String(name), at }] : [];
    });
    const reports = /** @type {import('./report.mjs').Report[]} */ (request.body);
    const rows = reports.map(cellsOf);
    const now = Date.now();
    const marks = rollups.flatMap(({ name, at }) => {
      const pairs = new Map(
        rows.flatMap((cells) => {
          const time = cells[at];
          if (typeof time !== 'number') return [];
          const start = String(Math.floor((time + 7 * hour) / day) * day - 7 * hour);
          return [[`${start} ${cells[ward]}`, [name, start, String(cells[ward])]]];
        }),
      );
      return [...pairs.values()];
    });
    await database.transaction(async (run) => {
      if (database.kind === 'postgres') {
        const added = `WITH added AS (${insertLists} RETURNING _id), c AS (${changed('$1::bigint')} FROM added), a AS (${audited('$1::bigint')} FROM added) SELECT count(*) FROM added`;
        await run(added, [now, ...columns.map((_, index) => rows.map((cells) => cells[index]))]);
        const list = [0, 1, 2].map((index) => marks.map((mark) => mark[index]));
        await run('INSERT INTO bucket_mark (rollup, bucket, unit) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])', list);
        return;
      }
      const [last] = await run(`SELECT max(_id) AS id FROM ${table}`);
      for (const part of parts(rows))
        await run(
          insertValues(part.length),
          part.flatMap((cells) => [now, ...cells]),
        );
      for (const about of [changed('?'), audited('?')]) await run(`${about} FROM ${table} WHERE _id > ?`, [now, last?.id ?? 0]);
      for (const part of parts(marks))
        await run(`INSERT INTO bucket_mark (rollup, bucket, unit) VALUES ${part.map(() => '(?, ?, ?)').join(', ')}`, part.flat());
    });
    return { added: rows.length };
  });
}

/** @template T @param {readonly T[]} list @returns {Generator<readonly T[]>} */
function* parts(list) {
  for (let first = 0; first < list.length; first += most) yield list.slice(first, first + most);
}
