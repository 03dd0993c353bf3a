import type { Ioc } from '@haidang/sdk';
import { checkDocument } from '@haidang/sdk/documents';
import { expect, test } from 'vitest';
import { loadRegistry } from './registry.ts';

const ioc: Ioc = {
  kind: 'ioc',
  format: 1,
  title: { vi: 'Trung tâm' },
  unit: '593@2025-03-01',
  languages: ['vi'],
  plugins: {},
  home: 'pg_t0anc4nh',
};

async function keepOf(datasets?: Ioc['datasets']): Promise<string | undefined> {
  const { datasets: entries } = await loadRegistry({ folders: [], ioc: { ...ioc, ...(datasets && { datasets }) }, since: '' });
  return entries.get('core/ingest_run')?.dataset.keep;
}

test('the province says how long records stay, else the plugin does', async () => {
  expect(await keepOf()).toBe('P1Y');
  expect(await keepOf({ 'core/quality_run': { keep: 'P10Y' } })).toBe('P1Y');
  expect(await keepOf({ 'core/ingest_run': { keep: 'P10Y' } })).toBe('P10Y');
  expect(await keepOf({ 'core/ingest_run': { keep: 'forever' } })).toBeUndefined();
});

test('a length that is none is a fault of the document', () => {
  const faults = (keep: string) => checkDocument('ioc', { ...ioc, datasets: { 'core/ingest_run': { keep } } }).map(({ path }) => path);
  expect(faults('P10Y')).toEqual([]);
  expect(faults('forever')).toEqual([]);
  expect(faults('ten years')).toEqual(['/datasets/core~1ingest_run/keep']);
});
