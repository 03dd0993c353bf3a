import { cellsOf, columns, upsertLists, upsertValues } from './report.mjs';

/** Rows in one statement of SQLite: longer ones gain nothing. */
const most = 500;

/** @param {import('fastify').FastifyInstance} app @param {import('./database.mjs').Database} database */
export async function routes(app, database) {
  app.post('/bulk', async (request) => {
    const reports = /** @type {import('./report.mjs').Report[]} */ (request.body);
    const rows = reports.map(cellsOf);
    const now = Date.now();
    await database.transaction(async (run) => {
      if (database.kind === 'postgres') await run(upsertLists, [now, ...columns.map((_, index) => rows.map((cells) => cells[index]))]);
      else
        for (let first = 0; first < rows.length; first += most) {
          const part = rows.slice(first, first + most);
          await run(
            upsertValues(part.length),
            part.flatMap((cells) => [now, ...cells]),
          );
        }
    });
    return { written: rows.length };
  });
}
