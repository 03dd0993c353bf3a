import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fastify from 'fastify';
import { afterAll, expect, test } from 'vitest';
import type { Registry } from '../registry.ts';
import { fileRoutes } from './files.ts';
import { guardRoutes } from './routes.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-files-'));
for (const name of ['app', 'sdk']) mkdirSync(join(folder, name));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Serves a plugin `trees` with these files, each of which holds its own path. */
async function serve(...paths: readonly string[]) {
  for (const path of paths) {
    const file = join(folder, 'dist', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, path);
  }
  const files = new Map(paths.map((path) => [path, `sha256-${path}`]));
  const app = fastify();
  await guardRoutes(app);
  await fileRoutes(app, { plugins: new Map([['trees', { folder, files }]]) } as unknown as Registry, {
    app: join(folder, 'app'),
    sdk: join(folder, 'sdk'),
  });
  return app;
}

test.each([
  ['widgets/map.js', 'text/javascript; charset=utf-8'],
  // A browser runs a module worker only when it comes as a script.
  ['widgets/assets/worker-1a2b.mjs', 'text/javascript; charset=utf-8'],
  ['widgets/assets/map.css', 'text/css; charset=utf-8'],
  ['widgets/assets/map.bin', 'application/octet-stream'],
])('%s of a plugin is sent as %s', async (path, type) => {
  const app = await serve(path);
  const answer = await app.inject(`/plugins/trees/${path}`);
  expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([200, type, path]);
});

test('a file that the browser holds is not sent again', async () => {
  const app = await serve('widgets/map.js');
  const { headers } = await app.inject('/plugins/trees/widgets/map.js');
  const again = await app.inject({ url: '/plugins/trees/widgets/map.js', headers: { 'if-none-match': headers.etag } });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});
