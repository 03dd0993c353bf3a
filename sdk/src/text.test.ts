import { expect, test } from 'vitest';
import { fold, sortKey } from './text.ts';

test('finds a place however it is typed', () => {
  const typed = ['Phường Mũi Né', 'PHƯỜNG MŨI NÉ', 'phuong mui ne', 'Phường  Mũi Né'.normalize('NFD')];
  expect(new Set(typed.map(fold))).toEqual(new Set(['phuong mui ne']));
  expect(fold('Đà Nẵng')).toBe('da nang');
  expect(['Hòa', 'Hoà', 'Hoá'].map(fold)).toEqual(['hoa', 'hoa', 'hoa']);
});

test('sorts by the Vietnamese alphabet, letters before tones', () => {
  const alphabet = ['an', 'ăn', 'ân', 'ba', 'cá', 'da', 'đa', 'em', 'êm', 'ong', 'ông', 'ơn', 'ung', 'ưng'];
  expect([...alphabet].reverse().sort(byKey)).toEqual(alphabet);
  const tones = ['ma', 'mà', 'mả', 'mã', 'má', 'mạ'];
  expect([...tones].reverse().sort(byKey)).toEqual(tones);
  expect(['Đức Long', 'Dân', 'Đại', 'Em'].sort(byKey)).toEqual(['Dân', 'Đại', 'Đức Long', 'Em']);
  expect(['má nuôi', 'mà', 'ma xa'].sort(byKey)).toEqual(['mà', 'má nuôi', 'ma xa']);
});

test('gives one key for NFC and NFD, and for either case', () => {
  expect(sortKey('Thiện Nghiệp')).toBe(sortKey('THIỆN NGHIỆP'.normalize('NFD')));
});

function byKey(a: string, b: string): number {
  const [x, y] = [sortKey(a), sortKey(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
