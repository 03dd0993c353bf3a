import type { Json, Query, Result } from '@haidang/sdk';
import type { DataContext } from '../data/context.ts';
import { formatInstant } from '../data/zone.ts';
import type { DatasetEntry } from '../registry.ts';
import { exportMark } from '../sheet/mark.ts';
import { filterWords } from './filter-words.ts';
import type { ExportTable } from './table.ts';

const version = 1;

/** Where exported rows come from: for programs, and line by line for readers. */
export interface Provenance {
  readonly data: { readonly [name: string]: Json };
  readonly lines: readonly (readonly [label: string, value: string])[];
}

interface Subject {
  readonly entry: DatasetEntry;
  readonly query: Query;
  readonly table: Pick<ExportTable, 'trust' | 'period' | 'count' | 'fields'>;
  readonly language: 'vi' | 'en';
}

const labels = {
  title: { vi: 'Tập dữ liệu', en: 'Dataset' },
  dataset: { vi: 'Mã tập dữ liệu', en: 'Dataset id' },
  centre: { vi: 'Trung tâm', en: 'Centre' },
  period: { vi: 'Kỳ số liệu', en: 'Period' },
  as_of: { vi: 'Số liệu tính đến', en: 'As of' },
  received_at: { vi: 'Nhận lúc', en: 'Received' },
  source: { vi: 'Nguồn', en: 'Source' },
  legal: { vi: 'Căn cứ', en: 'Legal basis' },
  filter: { vi: 'Bộ lọc', en: 'Filter' },
  boundaries: { vi: 'Địa giới', en: 'Boundaries' },
  as_at: { vi: 'Như đã biết lúc', en: 'As it was known at' },
  rows: { vi: 'Số dòng', en: 'Rows' },
  sample: { vi: 'Số liệu minh hoạ', en: 'Illustrative figures' },
  exported_at: { vi: 'Xuất lúc', en: 'Exported' },
} as const;

/** Tells where the rows of an export come from and what they are. */
export function provenanceOf(context: DataContext, { entry, query, table, language }: Subject): Provenance {
  const { trust, period, count, fields } = table;
  const title = entry.label[language] ?? entry.label.vi;
  const centre = context.ioc.title[language] ?? context.ioc.title.vi;
  const source = [...new Set([trust.source.owner, trust.source.system])].filter(Boolean).join(' · ');
  const where = query.where && Object.keys(query.where).length > 0 ? query.where : undefined;
  const facts: readonly (readonly [name: keyof typeof labels, value: Json | undefined, words?: string])[] = [
    ['title', title],
    ['dataset', entry.name],
    ['centre', centre],
    ['period', period && { from: period.from, to: period.to }, period && `${period.from} – ${period.to}`],
    ['as_of', trust.asOf],
    ['received_at', trust.receivedAt],
    ['source', source],
    ['legal', trust.source.legal],
    ['filter', where && filterWords(where, { ...context, entry, language })],
    // As they are told, not as they were asked for: rows and what cannot be divided stay as reported.
    ['boundaries', trust.boundaries?.basis ?? 'as-reported', boundaryWords(language, trust.boundaries)],
    ['as_at', query.asAt],
    ['rows', count],
    ['sample', trust.sample ?? 0, sampleWords(trust, language)],
    ['exported_at', formatInstant(context.clock.now())],
  ];
  const known = facts.filter(([, value]) => value !== undefined);
  return {
    data: {
      [exportMark]: version,
      ...Object.fromEntries(known.map(([name, value]) => [name, value ?? null])),
      ...(where && { where: where as unknown as Json }),
      fields: fields.map(({ name, type, label, unit }) => ({
        name,
        type,
        label: label[language] ?? label.vi,
        ...(unit !== undefined && { unit }),
      })),
    },
    lines: [
      [exportMark, String(version)],
      ...known.map(([name, value, words]) => [labels[name][language], oneLine(words ?? String(value))] as const),
    ],
  };
}

function boundaryWords(language: 'vi' | 'en', { basis, former = 0 }: Partial<NonNullable<Result['trust']['boundaries']>> = {}): string {
  const words = {
    vi: basis === 'current' ? 'quy đổi theo địa giới hiện nay' : 'theo địa giới lúc báo cáo',
    en: basis === 'current' ? 'converted to today’s boundaries' : 'as reported',
  }[language];
  if (former === 0) return words;
  return language === 'vi' ? `${words}; ${former} đơn vị theo địa giới cũ` : `${words}; ${former} units within former boundaries`;
}

function sampleWords({ sample = 0, n }: Result['trust'], language: 'vi' | 'en'): string {
  if (sample === 0) return language === 'vi' ? 'không có' : 'none';
  const of = n === undefined ? `${sample}` : `${sample}/${n}`;
  return language === 'vi' ? `${of} dòng là số liệu minh hoạ` : `${of} rows are illustrative`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
