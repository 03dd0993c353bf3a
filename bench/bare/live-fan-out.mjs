import { WebSocketServer } from 'ws';
import { cellsOf, upsertOne, upsertValues } from './report.mjs';

/** @param {import('fastify').FastifyInstance} app @param {import('./database.mjs').Database} database */
export async function routes(app, database) {
  const server = new WebSocketServer({ server: app.server, path: '/live' });
  let frame = { head: '', tail: '', limit: 20, tick: 250 };
  let sent = 0;
  let isDue = false;

  const newest = `SELECT report_code, title, category_code, severity_level, ward, status, reported_at, due_at
    FROM d_field_reports__report ORDER BY reported_at DESC LIMIT `;
  const send = async () => {
    isDue = false;
    sent = performance.now();
    const rows = await database.read(newest + frame.limit);
    const instant = (/** @type {unknown} */ ms) => (ms === null ? null : new Date(Number(ms)).toISOString());
    const cells = rows.map((row) => [
      row.report_code,
      row.title,
      row.category_code,
      row.severity_level,
      row.ward,
      row.status,
      instant(row.reported_at),
      instant(row.due_at),
    ]);
    const text = frame.head + JSON.stringify(cells) + frame.tail;
    for (const socket of server.clients) socket.send(text);
  };

  app.post('/live/frame', async (request) => {
    frame = /** @type {typeof frame} */ (request.body);
    return {};
  });
  app.post('/live/report', async (request) => {
    const cells = [Date.now(), ...cellsOf(/** @type {any} */ (request.body))];
    await database.write(database.kind === 'sqlite' ? upsertValues(1) : upsertOne, cells);
    const wait = frame.tick - (performance.now() - sent);
    if (wait <= 0) void send();
    else if (!isDue) setTimeout(send, wait);
    isDue = wait > 0;
    return {};
  });
}
