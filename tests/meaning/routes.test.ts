import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from '@haidang/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';

/** Routes that answer anybody: what browsers load before they know who sits there, and whether the server stands. */
const open = [
  'GET /',
  'GET /api/health',
  'GET /api/openapi.json',
  'GET /api/ready',
  'GET /assets/*',
  'GET /page/:slug',
  'GET /plugins/:plugin/*',
  'GET /sdk/*',
];

let server: RunningServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-routes-'));
  const locality = join(folder, 'place');
  mkdirSync(locality);
  const ioc = { kind: 'ioc', format: 1, title: { vi: 'Thử' }, unit: '60@2025-07-01', languages: ['vi'], plugins: {}, home: 'pg_home0001' };
  writeFileSync(join(locality, 'ioc.json'), JSON.stringify(ioc));
  writeFileSync(join(locality, 'units.csv'), 'code,version,level,name,parent\n60,2025-07-01,province,Tỉnh,\n');
  server = await startServer({
    folder: locality,
    data: join(folder, 'data'),
    port: 0,
    plugins: [],
    simulate: false,
    callerOf: () => ({ id: 'nobody', language: 'vi', can: () => false }),
  });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** All routes of the server, as "GET /api/catalog". */
function routes(): readonly string[] {
  const found: string[] = [];
  const above: string[] = [];
  for (const line of server.app.printRoutes().split('\n')) {
    const [, indent = '', part = '', methods = ''] = /^((?:│ {3}| {4})*)[├└]── (\S*)(?: \(([^)]*)\))?/.exec(line) ?? [];
    if (part === '') continue;
    const depth = indent.length / 4;
    above.splice(depth, above.length, part);
    for (const method of methods.split(', ').filter((each) => each !== '')) found.push(`${method} ${above.join('')}`);
  }
  return [...new Set(found)].sort();
}

test('every route but those that are open refuses who may nothing, before it looks at what is sent', async () => {
  const answered: string[] = [];
  for (const route of routes()) {
    const [method = '', path = ''] = route.split(' ');
    const url = path.replace(/:\w+/g, 'x').replace('*', 'x');
    const { statusCode, body } = await server.app.inject({ method: method as 'GET', url, headers: { 'content-type': 'application/json' } });
    if (statusCode !== 403) answered.push(route);
    else if (method !== 'HEAD') expect(JSON.parse(body)).toMatchObject({ error: { code: 'forbidden' } });
  }
  expect(answered.filter((route) => !route.startsWith('HEAD '))).toEqual(open);
  expect(answered.filter((route) => route.startsWith('HEAD '))).toEqual(open.map((route) => route.replace('GET', 'HEAD')));
});

test('the walk finds the routes that are known', () => {
  const known = [
    'GET /api/catalog',
    'POST /api/query',
    'GET /api/live',
    'PATCH /api/records/:plugin/:dataset/:id',
    'POST /api/records/:plugin/:dataset/bulk',
  ];
  expect(routes()).toEqual(expect.arrayContaining(known));
});

test('a socket is refused too', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/live`);
  const status = await new Promise((resolve) => {
    socket.once('unexpected-response', (_, { statusCode }) => resolve(statusCode));
    socket.once('open', () => resolve('open'));
    socket.once('error', () => resolve('error'));
  });
  socket.terminate();
  expect(status).toBe(403);
});
