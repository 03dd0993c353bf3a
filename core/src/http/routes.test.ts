import fastify from 'fastify';
import { expect, test } from 'vitest';
import { guardRoutes } from './routes.ts';

test('a route that declares no access stops the start', async () => {
  const app = fastify();
  await guardRoutes(app);
  expect(() => app.get('/planted', () => 'x')).toThrow('declares no access');
  expect(() => app.get('/open', { config: { access: 'open' } }, () => 'x')).not.toThrow();
});

test('a route answers whom its access allows, also to HEAD', async () => {
  const app = fastify();
  await guardRoutes(app);
  app.get('/own', { config: { access: 'may:thing.read' } }, () => 'x');
  app.get('/personal/:thing', { config: { access: 'may:{thing}.personal' } }, () => 'x');
  expect((await app.inject('/own')).statusCode).toBe(200);
  for (const method of ['GET', 'HEAD'] as const) expect((await app.inject({ method, url: '/personal/report' })).statusCode).not.toBe(200);
});
