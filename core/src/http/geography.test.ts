import compress from '@fastify/compress';
import type { Geography } from '@haidang/sdk';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { testContext } from '../data/testing.ts';
import { UnitStore } from '../data/unit-store.ts';
import type { Unit } from '../data/units.ts';
import { type MapFiles, noMapFiles } from '../documents/map/map-files.ts';
import { geographyRoute } from './geography.ts';
import { guardRoutes } from './routes.ts';

const unit = (code: string, version: string, more: Partial<Unit> = {}): Unit => ({
  key: `${code}@${version}`,
  code,
  version,
  level: 'ward',
  title: { vi: `Phường ${code}` },
  validFrom: version,
  ...more,
});
const units: readonly Unit[] = [
  unit('5', '2025-03-01', { level: 'district', validTo: '2025-07-01' }),
  unit('1', '2025-07-01', { point: [108.1, 10.93], parent: '6@2025-07-01' }),
  unit('2', '2025-07-01', { point: [108.2, 10.95] }),
];
const boundary = {
  type: 'Polygon',
  coordinates: [
    [
      [108, 10.9],
      [108.2, 10.9],
      [108.2, 11],
      [108, 10.9],
    ],
  ],
} as const;
const map: MapFiles = {
  ...noMapFiles,
  boundaries: new Map([['1@2025-07-01', boundary]]),
  outline: boundary,
  sources: [{ vi: 'tự vẽ' }],
  hash: 'h',
};

describeDatabases('GET /api/geography', (open) => {
  async function serve(files: MapFiles = map) {
    const links = [{ from: '5@2025-03-01', to: '1@2025-07-01' }];
    const context = await testContext(await open(), { datasets: {}, units, links, ioc: { unit: '5@2025-03-01' } });
    const app = fastify();
    await guardRoutes(app);
    await app.register(compress, { threshold: 100, encodings: ['gzip', 'identity'] });
    geographyRoute(app, context, files);
    return { app, context };
  }

  test('gives units with points, dates and boundaries, and the shapes of the locality', async () => {
    const { app } = await serve();
    const answer = (await app.inject('/api/geography')).json<Geography>();
    expect(answer).toEqual({
      units: [
        {
          key: '1@2025-07-01',
          title: { vi: 'Phường 1' },
          level: 'ward',
          parent: '6@2025-07-01',
          validFrom: '2025-07-01',
          point: [108.1, 10.93],
          own: true,
          boundary,
        },
        { key: '2@2025-07-01', title: { vi: 'Phường 2' }, level: 'ward', validFrom: '2025-07-01', point: [108.2, 10.95] },
        { key: '5@2025-03-01', title: { vi: 'Phường 5' }, level: 'district', validFrom: '2025-03-01', validTo: '2025-07-01', own: true },
      ],
      outline: boundary,
      sources: [{ vi: 'tự vẽ' }],
      version: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  test('is not sent again while it is the same', async () => {
    const { app, context } = await serve();
    const first = await app.inject('/api/geography');
    const etag = String(first.headers.etag);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await app.inject({ url: '/api/geography', headers: { 'if-none-match': known } });
      expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag]);
    }
    await context.units.reload();
    expect((await app.inject('/api/geography')).headers.etag).toBe(etag);
    const { app: other } = await serve({ ...map, hash: 'other' });
    expect((await other.inject({ url: '/api/geography', headers: { 'if-none-match': etag } })).statusCode).toBe(200);
    if (!(context.units instanceof UnitStore)) throw new Error('no store');
    await context.units.bring([unit('3', '2025-07-01')], 'test');
    const after = await app.inject({ url: '/api/geography', headers: { 'if-none-match': etag } });
    expect([after.statusCode, after.json<Geography>().units.length]).toEqual([200, 4]);
  });

  test('travels compressed', async () => {
    const { app } = await serve();
    const answer = await app.inject({ url: '/api/geography', headers: { 'accept-encoding': 'gzip' } });
    expect([answer.headers['content-encoding'], answer.headers.vary]).toEqual(['gzip', 'accept-encoding']);
  });
});
