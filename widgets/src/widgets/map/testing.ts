import type { Geography, GeographyUnit, GeoPosition, Json, PortData } from '@haidang/sdk';
import { field, ready } from '../testing.ts';

/** Wards of a made-up town by the sea: code, name, position. */
const wards: readonly (readonly [code: string, name: string, en: string, at: GeoPosition])[] = [
  ['101', 'Phường Hàm Thắng', 'Hàm Thắng Ward', [108.14, 10.975]],
  ['102', 'Phường Phan Thiết', 'Phan Thiết Ward', [108.102, 10.926]],
  ['103', 'Phường Phú Thuỷ', 'Phú Thuỷ Ward', [108.145, 10.941]],
  ['104', 'Phường Bình Thuận', 'Bình Thuận Ward', [108.045, 10.97]],
  ['105', 'Phường Mũi Né', 'Mũi Né Ward', [108.255, 10.965]],
  ['106', 'Phường Tiến Thành', 'Tiến Thành Ward', [108.045, 10.865]],
  ['107', 'Xã Tuyên Quang', 'Tuyên Quang Commune', [108.04, 10.92]],
];

/** Key of a ward by its code. */
export const wardKey = (code: string): string => `${code}@2025-07-01`;

const names = Object.fromEntries(wards.map(([code, vi, en]) => [wardKey(code), { vi, en }]));

const coast: readonly GeoPosition[] = [
  [107.985, 10.8],
  [108.07, 10.87],
  [108.13, 10.925],
  [108.2, 10.945],
  [108.285, 10.915],
  [108.31, 10.99],
  [108.24, 11.03],
  [108.1, 11.02],
  [107.99, 10.99],
  [107.985, 10.8],
];

const inland: readonly GeoPosition[] = [
  [107.4, 10.4],
  [107.985, 10.8],
  [108.07, 10.87],
  [108.13, 10.925],
  [108.2, 10.945],
  [108.285, 10.915],
  [108.31, 10.99],
  [108.8, 11.3],
  [107.4, 11.6],
  [107.4, 10.4],
];

/** Shapes of the town: points, coast and inland. */
export function town(rest: Partial<Geography> = {}): Geography {
  return {
    units: wards.map(
      ([code, vi, en, point]): GeographyUnit => ({
        key: wardKey(code),
        title: { vi, en },
        level: 'ward',
        validFrom: '2025-07-01',
        point,
        own: true,
      }),
    ),
    outline: { type: 'Polygon', coordinates: [coast] },
    land: { type: 'Polygon', coordinates: [inland] },
    sources: [{ vi: 'Vẽ cho phép thử', en: 'Drawn for a test' }],
    version: 'town',
    ...rest,
  };
}

/** A rate by ward; the last has few cases. */
export function rates(values: readonly Json[] = [93.5, 91.2, 88.4, 84.1, 79.6, 72.8, 66.7]): PortData {
  return ready(
    [
      field('ward', { type: 'unit', label: { vi: 'Đơn vị', en: 'Unit' }, values: names }),
      field('value', { type: 'number', unit: '%', label: { vi: 'Đúng hạn', en: 'On time' } }),
    ],
    values.map((value, index) => [wardKey(wards[index]?.[0] ?? ''), value]),
  );
}

/** Cases behind the rates. */
export function cases(): PortData {
  return ready(
    [field('ward', { type: 'unit', values: names }), field('n')],
    [312, 486, 404, 268, 331, 175, 6].map((n, index) => [wardKey(wards[index]?.[0] ?? ''), n]),
  );
}

/** A row of a report. */
export interface TestReport {
  readonly code: string;
  readonly at?: GeoPosition;
  readonly title?: string;
  readonly category?: string;
  readonly severity?: string;
  readonly due?: string;
}

/** Reports as rows. */
export function reports(list: readonly TestReport[]): PortData {
  return ready(
    [
      field('code', { type: 'code' }),
      field('title', { type: 'string' }),
      field('category', { type: 'string' }),
      field('point', { type: 'geo-point' }),
      field('severity', { type: 'string', values: { severe: { vi: 'Khẩn', en: 'Urgent' } } }),
      field('due_at', { type: 'date-time' }),
    ],
    list.map(({ code, at, title = 'Bãi rác tự phát', category = 'rác', severity = 'normal', due = '2026-11-24T10:00:00+07:00' }) => [
      code,
      title,
      category,
      at ? { type: 'Point', coordinates: [...at] } : null,
      severity,
      due,
    ]),
  );
}

/** How the columns of the reports are to be read. */
export const reportOptions = {
  title: 'title',
  category: 'category',
  due: 'due_at',
  status: { field: 'severity', shapes: { severe: 'critical' } },
} as const;
