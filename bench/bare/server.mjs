// What a careful engineer writes in an afternoon for these few calls alone: Fastify, the driver, SQL by hand. `node server.mjs <database>`
import { readdir } from 'node:fs/promises';
import fastify from 'fastify';
import { openDatabase } from './database.mjs';

const database = await openDatabase(process.argv[2] ?? '');
const app = fastify({ bodyLimit: 16 * 1024 * 1024 });
app.get('/settings', async () => ({ database: await database.description() }));
// Each scenario has its calls in a file of its name.
const own = new Set(['server.mjs', 'database.mjs', 'report.mjs']);
for (const file of await readdir(import.meta.dirname)) {
  if (!file.endsWith('.mjs') || own.has(file)) continue;
  const { routes } = await import(`./${file}`);
  await routes(app, database);
}
process.on('SIGTERM', () => process.exit(0));
console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
