import { expect, test } from 'vitest';
import type { ResultField } from '../query.ts';
import { formatCell } from './cells.ts';
import { thinGap } from './numbers.ts';

const field = (given: Partial<ResultField>): ResultField => ({ name: 'x', type: 'string', label: { vi: 'X' }, ...given });

test('a code is shown by its name', () => {
  const status = field({ values: { done: { vi: 'Đã xử lý', en: 'Resolved' } } });
  expect(formatCell('done', status)).toBe('Đã xử lý');
  expect(formatCell('done', status, { locale: 'en' })).toBe('Resolved');
  expect(formatCell('new', status)).toBe('new');
});

test('a cell is written by its type', () => {
  expect(formatCell(1234.5, field({ type: 'number', unit: 'ha' }))).toBe('1.234,5');
  expect(formatCell(1234.5, field({ type: 'number', unit: 'ha' }), { withUnit: true, decimals: 2 })).toBe(`1.234,50${thinGap}ha`);
  expect(formatCell('2026-11-20T14:32:07+07:00', field({ type: 'date-time' }))).toBe('14:32 20/11/2026');
  expect(formatCell('2026-11-20', field({ type: 'date' }))).toBe('20/11/2026');
  expect(formatCell('2026-11-01T00:00:00+07:00', field({ type: 'date-time', grain: 'month' }))).toBe('T11');
  expect(formatCell(false, field({ type: 'boolean' }))).toBe('không');
  expect(formatCell(['a', 'b'], field({ type: 'list', values: { a: { vi: 'Một' } } }))).toBe('Một, b');
  expect(formatCell({ type: 'Point', coordinates: [108.1, 10.93] }, field({ type: 'geo-point' }))).toBe('108,1000; 10,9300');
  expect(formatCell(0, field({ type: 'integer' }))).toBe('0');
});

test('no value is an en dash', () => {
  expect(formatCell(null, field({ type: 'integer' }))).toBe('–');
  expect(formatCell(undefined, field({}))).toBe('–');
});
