import { expect, test } from 'vitest';
import { exportAddress } from './export-address.ts';

test('asks for all that a query answers, in the language of the reader', () => {
  const query = { from: 'a/b', select: ['c'], where: { c: 'x&y=ệ' }, limit: 10, after: 'z' };
  const address = new URL(exportAddress(query, { format: 'xlsx', base: 'https://ioc.example', language: 'en' }));
  expect(address.origin + address.pathname).toBe('https://ioc.example/api/export/a/b.xlsx');
  expect(Object.fromEntries(address.searchParams)).toEqual({ lang: 'en', query: '{"select":["c"],"where":{"c":"x&y=ệ"}}' });
  expect(exportAddress({ from: 'a/b' }, { format: 'csv' })).toBe('/api/export/a/b.csv?query=%7B%7D');
});
