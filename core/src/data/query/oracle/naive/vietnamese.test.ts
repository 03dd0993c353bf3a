import { expect, test } from 'vitest';
import { bare, compareVietnamese } from './vietnamese.ts';

test('words in the order of a Vietnamese dictionary', () => {
  const sorted = [
    '%',
    '1',
    'a',
    'à',
    'ả',
    'ã',
    'á',
    'ạ',
    'án',
    'an ninh',
    'ăn',
    'ấm',
    'ân',
    'cô',
    'da',
    'đa',
    'em',
    'ê',
    'xa',
    'ý',
    'z',
    '😀',
  ];
  expect(sorted.toReversed().sort(compareVietnamese)).toEqual(sorted);
  expect(compareVietnamese('ẤM'.normalize('NFD'), 'ấm')).toBe(0);
});

test('text without diacritics', () => {
  expect(bare('  Phường  Mũi\nNé, ĐỔ RÁC ưỡn')).toBe('phuong mui ne, do rac uon');
});
