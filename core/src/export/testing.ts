import compress from '@fastify/compress';
import { defineDataset, geoPoint, type Json, schema } from '@haidang/sdk';
import fastify, { type FastifyInstance } from 'fastify';
import type { Caller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import type { Database } from '../data/database.ts';
import { testContext } from '../data/testing.ts';
import { writeRecords } from '../data/write.ts';
import { answerError } from '../http/errors.ts';
import { exportRoutes } from '../http/export.ts';
import { ingestRoutes } from '../http/ingest.ts';
import { quarantineRoutes } from '../http/quarantine.ts';
import { recordRoutes } from '../http/records.ts';
import { guardRoutes } from '../http/routes.ts';
import { OpenRuns } from '../ingest/open-runs.ts';
import { records } from '../records/records.ts';

/** A dataset with a field of every type. */
const asset = defineDataset({
  row: schema({
    required: ['asset_code', 'ward'],
    properties: {
      asset_code: { type: 'string', format: 'code' },
      ward: { type: 'string', format: 'unit' },
      kind: { type: 'string', 'x-ref': 'kind' },
      state: { type: 'string', enum: ['good', 'broken'] },
      title: { type: 'string' },
      note: { type: 'string', format: 'text' },
      length: { type: 'number', 'x-unit': 'm', maximum: 1e9 },
      lamps: { type: 'integer' },
      is_lit: { type: 'boolean' },
      built_on: { type: 'string', format: 'date' },
      seen_at: { type: 'string', format: 'date-time' },
      tags: { type: 'array', items: { type: 'string' } },
      place: geoPoint,
      link: { type: 'string', format: 'uri' },
      keeper_phone: { type: 'string', 'x-personal': 'basic' },
      door_code: { type: 'string', 'x-personal': 'secret' },
    },
  }),
  key: ['asset_code'],
  time: 'seen_at',
  unit: 'ward',
  geo: 'place',
});
const kind = defineDataset({
  row: schema({
    required: ['kind_code', 'name_vi'],
    properties: { kind_code: { type: 'string', format: 'code' }, name_vi: { type: 'string' } },
  }),
  key: ['kind_code'],
});

export const [wardA, wardB] = ['22918@2025-07-01', '22945@2025-07-01'] as const;
const unit = (key: string, vi: string) => ({
  key,
  code: key.slice(0, 5),
  version: '2025-07-01',
  level: 'ward' as const,
  title: { vi },
  validFrom: '2025-07-01',
});

/** Instant of the clock of the tests. */
export const now = Date.parse('2026-11-22T03:00:00Z');

export function assetContext(database: Database): Promise<DataContext> {
  return testContext(database, {
    datasets: { asset, kind, 'core/ingest_run': { ...records.datasets?.ingest_run } as typeof kind },
    messages: {
      vi: {
        asset: 'Tài sản, công trình',
        'asset.asset_code': 'Mã',
        'asset.ward': 'Phường',
        'asset.kind': 'Loại',
        'asset.state': 'Tình trạng',
        'asset.state.good': 'Tốt',
        'asset.state.broken': 'Hỏng',
        'asset.title': 'Tên',
        'asset.note': 'Ghi chú',
        'asset.place': 'Vị trí',
        // Two fields with one label.
        'asset.built_on': 'Ngày',
        'asset.seen_at': 'Ngày',
      },
      en: { asset: 'Assets', 'asset.asset_code': 'Code' },
    },
    units: [unit(wardA, 'Phường Mũi Né'), unit(wardB, 'Phường Phan Thiết')],
    clock: { now: () => now },
  });
}

/** Texts that spreadsheets, files and headers stumble over. */
export const nastyTexts = [
  '=1+1',
  '+84 912 345 678',
  '-2+3',
  '@SUM(A1)',
  "'quoted",
  "''",
  '\t=1',
  " =cmd|' /C calc'!A0",
  '\u00a0=1',
  '\u200b=1',
  '＝1+1',
  'a\n=1+1\r\n-2',
  '\r=1',
  '\n=1',
  '"; =1+1; "',
  ',=1',
  '# not a comment',
  'haidang-export',
  '  leading and trailing  ',
  '',
  '_x0041_ and _x005F_',
  'a & b < c > d "e"',
  '\u0001\u0007bell',
  'Đường Nguyễn Đình Chiểu – ngõ 5; số 7',
  '😀 mặt cười',
  ']]>',
  '007',
  '1e5',
  'TRUE',
] as const;

/** Rows with a value of every kind. */
export function assetRow(index: number, text: string): { readonly [field: string]: Json } {
  return {
    asset_code: `A-${String(index).padStart(4, '0')}`,
    ward: index % 2 === 0 ? wardA : wardB,
    kind: index % 3 === 0 ? '=lamp' : 'bench',
    state: index % 2 === 0 ? 'good' : 'broken',
    title: text,
    note: text,
    length: index * 1.1 - 3,
    lamps: index - 5,
    is_lit: index % 2 === 0,
    built_on: `2020-02-${String((index % 28) + 1).padStart(2, '0')}`,
    seen_at: new Date(now - index * 3_661_001).toISOString(),
    tags: [text, 'x'],
    place: { type: 'Point', coordinates: [108 + index / 64, 10.5] },
    keeper_phone: '+84900000000',
    door_code: 'SECRET-1',
  };
}

export async function writeAssets(
  context: DataContext,
  rows: readonly { readonly [field: string]: Json }[],
  sample = false,
): Promise<void> {
  const caller: Caller = { id: 'test', language: 'vi', can: () => true };
  const write = async (dataset: string, list: readonly { readonly [field: string]: Json }[]) => {
    const { refused } = await writeRecords(context, { dataset, rows: list.map((row, line) => ({ line, row })), caller, sample });
    if (refused.length > 0) throw new Error(JSON.stringify(refused.slice(0, 3)));
  };
  await write('test/kind', [
    { kind_code: '=lamp', name_vi: '=HYPERLINK("http://evil.example")' },
    { kind_code: 'bench', name_vi: 'Ghế đá' },
  ]);
  await write('test/asset', rows);
}

/** The routes of files on a context; `?as=NAME` says who asks. */
export async function fileServer(
  context: DataContext,
  callers: { readonly [name: string]: Partial<Caller> } = {},
): Promise<FastifyInstance> {
  const app = fastify({
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } },
    routerOptions: { maxParamLength: 200 },
  });
  app.setErrorHandler(answerError);
  await guardRoutes(app, (request) => {
    const as = String(request.headers['x-as'] ?? 'local');
    const language = request.headers['accept-language'] === 'en' ? 'en' : 'vi';
    return { id: as, language, can: (permission) => !permission.endsWith('.personal'), ...callers[as] };
  });
  await app.register(compress, { threshold: 1024, encodings: ['gzip', 'identity'] });
  const runs = new OpenRuns(() => undefined);
  recordRoutes(app, context);
  ingestRoutes(app, context, runs);
  quarantineRoutes(app, context);
  exportRoutes(app, context);
  return app;
}
