const sql = `SELECT r.report_code, r.title, r.category_code, r.status, r.severity_level, r.channel, r.ward, r.address_text, r.reported_at, r.due_at, c.name_vi, c.name_en
  FROM d_field_reports__report r LEFT JOIN d_field_reports__category c ON c.category_code = r.category_code
  WHERE r.category_code = $1 AND r.status = $2 AND r.reported_at >= $3 AND r.reported_at < $4
  ORDER BY r.reported_at DESC, r.report_code LIMIT 50`;

/** @param {import('fastify').FastifyInstance} app @param {import('./database.mjs').Database} database */
export async function routes(app, database) {
  app.post('/list', async (request) => {
    const { category, status, from, to } = /** @type {{ [name: string]: string }} */ (request.body);
    return database.read(sql, [category, status, Date.parse(`${from}T00:00+07:00`), Date.parse(`${to}T00:00+07:00`)]);
  });
}
