import { defineDataset, geoPoint, type Indicator, type Query, type Result, schema } from '@haidang/sdk';
import { type Caller, localCaller } from '../../access/caller.ts';
import type { Row } from '../cells.ts';
import type { DataContext } from '../context.ts';
import type { Database } from '../database.ts';
import { testContext } from '../testing.ts';
import type { Unit } from '../units.ts';
import { writeRecords } from '../write.ts';
import { parseInstant } from '../zone.ts';
import { runQuery } from './query.ts';

const category = defineDataset({
  row: schema({
    required: ['code', 'name_vi'],
    properties: {
      code: { type: 'string', format: 'code' },
      name_vi: { type: 'string' },
      name_en: { type: 'string' },
      domain: { type: 'string', enum: ['waste', 'noise', 'road'] },
    },
  }),
  key: ['code'],
});

const report = defineDataset({
  row: schema({
    required: ['code', 'reported_at'],
    properties: {
      code: { type: 'string', format: 'code' },
      category: { type: 'string', 'x-ref': 'category' },
      status: { type: 'string', enum: ['new', 'done', 'rejected', 'withdrawn', 'duplicate'] },
      ward: { type: 'string', format: 'unit' },
      title: { type: 'string' },
      text: { type: 'string', format: 'text' },
      reported_at: { type: 'string', format: 'date-time' },
      due_at: { type: 'string', format: 'date-time' },
      original_due_at: { type: 'string', format: 'date-time' },
      answered_at: { type: 'string', format: 'date-time' },
      day: { type: 'string', format: 'date' },
      seen: { type: 'string', format: 'date' },
      score: { type: 'number', 'x-unit': 'h' },
      votes: { type: 'integer' },
      public: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'string' } },
      point: geoPoint,
      phone: { type: 'string', 'x-personal': 'basic' },
      token: { type: 'string', 'x-personal': 'secret' },
    },
  }),
  key: ['code'],
  time: 'reported_at',
  geo: 'point',
  unit: 'ward',
  expects: { every: 'P1D', by: '17:00' },
});

const reading = defineDataset({
  row: schema({
    required: ['station', 'date'],
    properties: {
      station: { type: 'string', format: 'code' },
      date: { type: 'string', format: 'date' },
      ward: { type: 'string', format: 'unit' },
      level: { type: 'number', 'x-unit': 'm' },
    },
  }),
  key: ['station', 'date'],
  time: 'date',
  unit: 'ward',
});

const unit = (code: string, version: string, level: Unit['level'], title: string, parent?: string): Unit => ({
  key: `${code}@${version}`,
  code,
  version,
  level,
  title: { vi: title },
  validFrom: version,
  ...(parent && { parent }),
});

/** Old Phan Thiết with two of its wards, and what came of it. */
export const units: readonly Unit[] = [
  unit('593', '2025-03-01', 'district', 'Thành phố Phan Thiết', '60@2025-03-01'),
  unit('60', '2025-03-01', 'province', 'Tỉnh Bình Thuận'),
  unit('22915', '2025-03-01', 'ward', 'Phường Mũi Né', '593@2025-03-01'),
  unit('22918', '2025-03-01', 'ward', 'Phường Hàm Tiến', '593@2025-03-01'),
  unit('23000', '2025-03-01', 'ward', 'Xã Hồng Thái', '60@2025-03-01'),
  unit('68', '2025-07-01', 'province', 'Tỉnh Lâm Đồng'),
  unit('22918', '2025-07-01', 'ward', 'Phường Mũi Né', '68@2025-07-01'),
  unit('24769', '2025-07-01', 'ward', 'Phường Xuân Hương', '68@2025-07-01'),
];

export const links = [
  { from: '22915@2025-03-01', to: '22918@2025-07-01' },
  { from: '22918@2025-03-01', to: '22918@2025-07-01' },
];

export interface TestQuery {
  readonly context: DataContext;
  /** Moves the clock: local time, "2026-11-21T14:32:07". */
  setNow(text: string): void;
  write(dataset: string, rows: readonly Row[], sample?: boolean): Promise<void>;
  query(query: Query, caller?: Caller): Promise<Result>;
  /** Rows of the answer without its columns. */
  rows(query: Query, caller?: Caller): Promise<Result['rows']>;
  /** Code of the error that a query ends with, and its details. */
  refusal(query: unknown, caller?: Caller): Promise<{ readonly code: string; readonly details: { readonly [name: string]: unknown } }>;
}

const mayWrite: Caller = { id: 'test', language: 'vi', can: () => true };

/** Datasets `test/report`, `test/category` and `test/reading` with units, empty, at 2026-11-21T14:32:07 in the jurisdiction. */
export async function testQuery(database: Database, indicators: { readonly [name: string]: Indicator } = {}): Promise<TestQuery> {
  let now = instant('2026-11-21T14:32:07');
  const messages = {
    vi: {
      report: 'Phản ánh',
      'report.status': 'Trạng thái',
      'report.status.new': 'Mới',
      'report.status.done': 'Xong',
      'report.score': 'Điểm',
      'report.votes': 'Lượt đồng ý',
    },
    en: { report: 'Reports', 'report.status.new': 'New' },
  };
  const context = await testContext(database, {
    datasets: { category, report, reading },
    indicators,
    messages,
    units,
    links,
    ioc: { unit: '593@2025-03-01' },
    clock: { now: () => now },
  });
  const query = (asked: Query, caller = localCaller()) => runQuery(context, { query: asked, caller });
  return {
    context,
    query,
    rows: async (asked, caller) => (await query(asked, caller)).rows,
    setNow: (text) => {
      now = instant(text);
    },
    async write(dataset, rows, sample = false) {
      const { refused } = await writeRecords(context, {
        dataset: `test/${dataset}`,
        rows: rows.map((row, index) => ({ line: index + 1, row })),
        caller: mayWrite,
        sample,
      });
      if (refused.length > 0) throw new Error(JSON.stringify(refused));
    },
    async refusal(asked, caller) {
      try {
        await query(asked as Query, caller);
      } catch (error) {
        if (error instanceof Error && 'code' in error && 'details' in error)
          return { code: String(error.code), details: error.details as { readonly [name: string]: unknown } };
        throw error;
      }
      throw new Error(`was answered: ${JSON.stringify(asked).slice(0, 300)}`);
    },
  };
}

export function instant(local: string): number {
  return parseInstant(`${local}+07:00`) ?? Number.NaN;
}
