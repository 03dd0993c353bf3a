import { expect, test } from 'vitest';
import { label } from './label.ts';
import { translate } from './translate.ts';

const texts = { vi: { rows: '{n} dòng', only: 'chỉ có ở đây' }, en: { rows: '{n} rows', 'rows.one': '{n} row' } };

test('a text is in the language of the reader, else in Vietnamese', () => {
  const title = { vi: 'Toàn cảnh', en: 'Overview' };
  expect([label(title, 'vi'), label(title, 'en-GB'), label(title, 'fr')]).toEqual(['Toàn cảnh', 'Overview', 'Toàn cảnh']);
});

test('values are put in, and one is singular where the language has it', () => {
  expect(translate({ texts, key: 'rows', locale: 'vi', values: { n: 1 } })).toBe('1 dòng');
  expect(translate({ texts, key: 'rows', locale: 'en', values: { n: 1 } })).toBe('1 row');
  expect(translate({ texts, key: 'rows', locale: 'en-GB', values: { n: 2 } })).toBe('2 rows');
});

test('a key that is missing falls back to Vietnamese, then to itself', () => {
  expect(translate({ texts, key: 'only', locale: 'en' })).toBe('chỉ có ở đây');
  expect(translate({ texts, key: 'nothing', locale: 'en' })).toBe('nothing');
  expect(translate({ texts, key: 'rows', locale: 'vi' })).toBe('{n} dòng');
});
