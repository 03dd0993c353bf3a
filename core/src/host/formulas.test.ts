import { defineDataset, type Indicator, type Ioc, type Problem, schema } from '@haidang/sdk';
import { expect, test } from 'vitest';
import type { DatasetEntry, IndicatorEntry } from '../registry.ts';
import { datasetEntry } from './entries.ts';
import { formulaProblems } from './formulas.ts';

const since = '2026-11-21T00:00:00Z';
const report = defineDataset({ row: schema({ required: ['code'], properties: { code: { type: 'string' } } }), key: ['code'] });
const other = datasetEntry({ plugin: 'other', local: 'tree', dataset: report, messages: { vi: {} } });

function problems(indicators: { readonly [name: string]: Partial<Indicator> }, own: Ioc['indicators'] = {}): readonly Problem[] {
  const entry = datasetEntry({ plugin: 'test', local: 'report', dataset: report, messages: { vi: {} } });
  const datasets = new Map<string, DatasetEntry>([entry, other].map((each) => [each.name, each]));
  const entries = Object.entries(indicators).map(([local, indicator]): [string, IndicatorEntry] => [
    `test/${local}`,
    {
      name: `test/${local}`,
      plugin: 'test',
      local,
      label: { vi: local },
      indicator: { formula: 'count(report)', unit: '1', frequency: 'day', ...indicator, ...own[`test/${local}`] },
    },
  ]);
  const ioc = { indicators: own } as Ioc;
  return formulaProblems({ datasets, indicators: new Map(entries) }, { ioc, since });
}

test('formulas of plugins are checked with all that is installed', () => {
  expect(problems({ fine: {}, both: { formula: 'indicator(fine)/count(other/tree)' } })).toEqual([]);
  expect(problems({ wrong: { formula: 'count(reports)' }, open: { formula: 'count(report' } })).toEqual([
    {
      of: 'indicator:test/wrong',
      code: 'bad-formula',
      since,
      message: expect.stringMatching(
        /^formula "count\(reports\)": Ký tự thứ 7: không có tập dữ liệu "reports"; cần .* \/ Character 7: there is no dataset "reports"; expected /,
      ),
      fix: 'Mend the formula in the plugin test',
    },
    expect.objectContaining({ message: expect.stringContaining('Ký tự thứ 13: cần ")", nhưng đã hết chuỗi.') }),
  ]);
});

test('levels are, and it is told whose they are', () => {
  const own = { 'test/rate': { levels: { green: '>=90', amber: '>=plann' } } } as const;
  const levels = { green: '>=95', amber: '>=path-5', red: '<path-5' } as const;
  expect(problems({ rate: { levels } })).toEqual([]);
  expect(problems({ rate: { levels } }, own).map(({ message, fix }) => [message.split(' / ')[0], fix])).toEqual([
    [
      'levels.amber ">=plann": Ký tự thứ 3: "plann" không phải từ của ngôn ngữ công thức; cần "plan", "path", "same_period", "elapsed", "mean_5y", "sd" hoặc "p50_5y".',
      'Mend the level in ioc.json',
    ],
  ]);
  expect(problems({ rate: { levels: { green: '95-70' } } })).toHaveLength(1);
});
