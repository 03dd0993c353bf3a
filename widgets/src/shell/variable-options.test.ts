import type { Catalog, CatalogUnit, Query, Result } from '@haidang/sdk';
import type { Client } from '@haidang/sdk/client';
import { describe, expect, test } from 'vitest';
import { optionsOf, variableLabel } from './variable-options.ts';

const unit = (key: string, vi: string, more: Partial<CatalogUnit> = {}): CatalogUnit => ({
  key,
  title: { vi },
  level: 'ward',
  validFrom: '2025-07-01',
  own: true,
  ...more,
});
const catalog: Catalog = {
  ioc: { title: { vi: 'Trung tâm' }, unit: '593@2025-03-01', languages: ['vi', 'en'], home: 'pg_home' },
  pages: [],
  widgets: {},
  indicators: {},
  problems: [],
  version: '1',
  now: '2026-11-20T14:32:07+07:00',
  datasets: {
    'field-reports/category': {
      label: { vi: 'Lĩnh vực', en: 'Category' },
      key: ['category_code'],
      fields: {
        category_code: { label: { vi: 'Mã' }, type: 'code' },
        name_vi: { label: { vi: 'Tên' }, type: 'string' },
        name_en: { label: { vi: 'Tên tiếng Anh' }, type: 'string' },
      },
    },
    'field-reports/report': {
      label: { vi: 'Phản ánh' },
      key: ['code'],
      time: 'reported_at',
      fields: {
        status: { label: { vi: 'Trạng thái' }, type: 'string', values: { open: { vi: 'Đang mở', en: 'Open' } } },
        category: { label: { vi: 'Lĩnh vực' }, type: 'string', ref: 'field-reports/category' },
      },
    },
  },
  units: [
    unit('22918@2025-07-01', 'Phường Mũi Né'),
    unit('22945@2025-07-01', 'Phường Đức Long'),
    unit('22951@2025-07-01', 'Phường Du Lâm'),
    unit('22915@2025-03-01', 'Phường Mũi Né', { validFrom: '2025-03-01', validTo: '2025-07-01', parent: '593@2025-03-01' }),
    unit('593@2025-03-01', 'Thành phố Phan Thiết', { level: 'district', validFrom: '2025-03-01', validTo: '2025-07-01' }),
    unit('99@2011-01-01', 'Allston', { own: undefined }),
  ],
};
const asked: Query[] = [];
const client = {
  queries: async ({ records }: { records: Query }) => {
    asked.push(records);
    return {
      records: {
        result: {
          rows: [
            ['waste', 'Rác thải', 'Waste'],
            ['noise', 'Tiếng ồn', null],
          ],
        } as unknown as Result,
      },
    };
  },
} as unknown as Client;

describe('what a variable offers', () => {
  test('wards in force first, then former ones, then strangers; by the Vietnamese alphabet; codes tell same names apart', async () => {
    const options = await optionsOf({ variable: { kind: 'dimension', of: 'unit', rank: 'a0' }, catalog, client, locale: 'vi' });
    expect(options.map(({ text, hint }) => `${text} ${hint}`)).toEqual([
      'Phường Du Lâm 22951',
      'Phường Đức Long 22945',
      'Phường Mũi Né 22918',
      'Phường Mũi Né 22915',
      'Allston 99',
    ]);
    expect([...new Set(options.map(({ group }) => group))]).toEqual([
      'Hiện hành, từ 01/07/2025',
      'Bản cũ, hết hiệu lực 01/07/2025',
      'Ngoài địa bàn',
    ]);
  });

  test('only wards within a unit when the page says so', async () => {
    const options = await optionsOf({
      variable: { kind: 'dimension', of: 'unit', rank: 'a0', within: '593@2025-03-01' },
      catalog,
      client,
      locale: 'vi',
    });
    expect(options.map(({ value }) => value)).toEqual(['22915@2025-03-01']);
  });

  test('records of a dataset by name in the language of the reader, through a field that refers to it too', async () => {
    const inEnglish = await optionsOf({
      variable: { kind: 'dimension', of: 'field-reports/category', rank: 'a0' },
      catalog,
      client,
      locale: 'en',
    });
    expect(asked.at(-1)).toEqual({
      from: 'field-reports/category',
      select: ['category_code', 'name_en', 'name_vi'],
      sort: ['name_en'],
      limit: 1000,
    });
    expect(inEnglish).toHaveLength(2);
    const viaField = await optionsOf({
      variable: { kind: 'dimension', of: 'field-reports/report.category', rank: 'a0' },
      catalog,
      client,
      locale: 'vi',
    });
    expect(viaField).toEqual([
      { value: 'waste', text: 'Rác thải' },
      { value: 'noise', text: 'Tiếng ồn' },
    ]);
  });

  test('codes of a field and choices of the page', async () => {
    expect(
      await optionsOf({ variable: { kind: 'dimension', of: 'field-reports/report.status', rank: 'a0' }, catalog, client, locale: 'en' }),
    ).toEqual([{ value: 'open', text: 'Open' }]);
    expect(
      await optionsOf({ variable: { kind: 'choice', choices: { a: { vi: 'Một' } }, rank: 'a0' }, catalog, client, locale: 'vi' }),
    ).toEqual([{ value: 'a', text: 'Một' }]);
  });

  test('is named by itself, else by what it chooses from', () => {
    const name = (variable: Parameters<typeof variableLabel>[0]['variable']) =>
      variableLabel({ name: 'x', variable, catalog, locale: 'en' });
    expect(name({ kind: 'dimension', of: 'unit', rank: 'a0' })).toBe('Unit');
    expect(name({ kind: 'dimension', of: 'field-reports/category', rank: 'a0' })).toBe('Category');
    expect(name({ kind: 'dimension', of: 'field-reports/report.status', rank: 'a0' })).toBe('Trạng thái');
    expect(name({ kind: 'number', rank: 'a0' })).toBe('x');
    expect(name({ kind: 'number', rank: 'a0', label: { vi: 'Ngưỡng', en: 'Limit' } })).toBe('Limit');
  });
});
