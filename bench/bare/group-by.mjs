const byCategory = `SELECT g."group", c.name_vi, c.name_en, g.n
  FROM (SELECT category_code AS "group", count(*) AS n FROM d_field_reports__report GROUP BY category_code) g
  LEFT JOIN d_field_reports__category c ON c.category_code = g."group" ORDER BY g."group"`;

// The zone has had one offset since 1975.
const day = {
  sqlite: `date((reported_at + 25200000) / 1000, 'unixepoch')`,
  postgres: `to_char(to_timestamp(reported_at / 1000.0) AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')`,
};

/** @param {import('fastify').FastifyInstance} app @param {import('./database.mjs').Database} database */
export async function routes(app, database) {
  const byDay = `SELECT ${day[database.kind]} AS "group", count(*) AS n FROM d_field_reports__report
    WHERE reported_at >= $1 AND reported_at < $2 GROUP BY 1 ORDER BY 1`;
  app.post('/figures', async (request) => {
    const { by, from, to } = /** @type {{ [name: string]: string }} */ (request.body);
    if (by === 'category') return database.read(byCategory);
    return database.read(byDay, [Date.parse(`${from}T00:00+07:00`), Date.parse(`${to}T00:00+07:00`)]);
  });
}
