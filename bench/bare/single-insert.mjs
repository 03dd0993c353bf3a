import { cellsOf, upsertOne, upsertValues } from './report.mjs';

/** @param {import('fastify').FastifyInstance} app @param {import('./database.mjs').Database} database */
export async function routes(app, database) {
  const sql = `${database.kind === 'postgres' ? upsertOne : upsertValues(1)} RETURNING _id, _rev`;
  app.post('/one', async (request, reply) => {
    const report = /** @type {import('./report.mjs').Report} */ (request.body);
    const [row] = await database.write(sql, [Date.now(), ...cellsOf(report)]);
    return reply.code(row?._rev === 1 ? 201 : 200).send({ ...report, _id: row?._id });
  });
}
