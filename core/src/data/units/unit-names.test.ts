import { expect, test } from 'vitest';
import type { Unit } from '../units.ts';
import { nameKey, UnitNames, unitName } from './unit-names.ts';

const day = '2025-03-01';
const unit = (code: string, level: Unit['level'], title: string, parent?: string): Unit => ({
  key: `${code}@${day}`,
  code,
  version: day,
  level,
  title: { vi: title },
  validFrom: day,
  ...(parent && { parent: `${parent}@${day}` }),
});
const units = [
  unit('46', 'province', 'Thành phố Huế'),
  unit('60', 'province', 'Tỉnh Bình Thuận'),
  unit('480', 'district', 'Thị xã Hương Trà', '46'),
  unit('474', 'district', 'Quận Thuận Hóa', '46'),
  unit('593', 'district', 'Thành phố Phan Thiết', '60'),
  unit('703', 'district', 'Huyện Tân Biên', '60'),
  unit('19801', 'ward', 'Phường Phường Đúc', '474'),
  unit('19810', 'ward', 'Phường Đúc Nghĩa', '474'),
  unit('22915', 'ward', 'Phường Mũi Né', '593'),
  unit('22924', 'ward', 'Phường Phú Thủy', '593'),
  unit('00745', 'ward', 'xã Bắc Sơn', '593'),
  unit('00746', 'ward', 'Xã Bắc Sơn', '703'),
  unit('25510', 'ward', 'Thị trấn Tân Châu', '703'),
  unit('25511', 'ward', 'Xã Tân Châu', '703'),
  unit('26734', 'ward', 'Phường 01', '593'),
];
const byKey = new Map(units.map((each) => [each.key, each]));
const names = new UnitNames({ get: (key) => byKey.get(key), inForce: (asked) => (asked === day ? units : []) });

const find = (name: string, ...within: readonly string[]) => {
  const found = names.find({ name, within, day, level: 'ward' });
  return 'key' in found ? found.code : found.candidates.map(({ code }) => code);
};

test('the place of a tone mark, case, composition and spaces do not count; the tone does', () => {
  for (const [a, b] of [
    ['Hoà', 'Hòa'],
    ['THUỶ', 'thủy'],
    ['Khoẻ', 'khỏe'],
    ['Phan Rang-Tháp Chàm', 'Phan Rang - Tháp  Chàm'],
    ['Mũi Né'.normalize('NFD'), 'mũi né'],
    ['Krông A’Na', "krông a'na"],
    ['Phường 01', 'phường 1'],
  ] as const)
    expect(nameKey(a)).toBe(nameKey(b));
  expect(nameKey('Na Hang')).not.toBe(nameKey('Nà Hang'));
  expect(nameKey('Hóa')).not.toBe(nameKey('Hòa'));
});

test('the word for the type comes off, whole or short, and says what can be meant', () => {
  for (const name of ['Thành phố Huế', 'Tp. Huế', 'TP.Huế', 'tp Huế', 'THÀNH PHỐ HUẾ']) expect(unitName(name).base).toBe(nameKey('Huế'));
  for (const name of ['TX. Hương Trà', 'Thị xã Hương Trà', 'tx Hương Trà'])
    expect(unitName(name)).toMatchObject({ base: nameKey('Hương Trà'), types: ['thi_xa'] });
  for (const name of ['P. Mũi Né', 'P.Mũi Né', 'phường Mũi Né'])
    expect(unitName(name)).toMatchObject({ base: nameKey('Mũi Né'), types: ['phuong'] });
  expect(unitName('TT. Tân Châu')).toMatchObject({ base: nameKey('Tân Châu'), types: ['thi_tran'] });
  expect(['Q1', 'Q.1', 'Quận 1', 'P5'].map((name) => unitName(name).base)).toEqual(['1', '1', '1', '5']);
  expect(unitName('xã Bắc Sơn').base).toBe(nameKey('Bắc Sơn'));
  // No abbreviation stands here.
  for (const name of ['Phú Tài', 'Tân Châu', 'Xuân An', 'Thanh Hải', 'Hưng Long', 'Xã']) expect(unitName(name).base).toBe(nameKey(name));
});

test('a unit is found by its name and those that it lies in', () => {
  expect(find('P. Mũi Né', 'Tp. Phan Thiết')).toBe('22915');
  expect(find('mũi né', 'Phan Thiết', 'Bình Thuận')).toBe('22915');
  expect(find('Phú Thuỷ', '593')).toBe('22924');
  expect(find('XÃ BẮC SƠN', 'Tân Biên')).toBe('00746');
  expect(find('P1', 'Phan Thiết')).toBe('26734');
  expect(find('Phường Đúc', 'Thuận Hóa')).toBe('19801');
  expect(find('Phường Phường Đúc', 'Thuận Hoá')).toBe('19801');
});

test('typed without marks a name that only one unit can have is that one', () => {
  for (const name of ['phuong mui ne', 'Mũi né', 'MŨI NÉ', 'mui ne']) expect(find(name, 'Phan Thiết')).toBe('22915');
  expect(find('bac son')).toEqual(['00745', '00746']);
});

test('of two with one name the type decides, and nothing else', () => {
  expect(find('TT. Tân Châu', 'Tân Biên')).toBe('25510');
  expect(find('xã Tân Châu', 'Tân Biên')).toBe('25511');
  expect(find('Tân Châu', 'Tân Biên')).toEqual(['25510', '25511']);
  // One of another type may be another place.
  expect(find('Xã Mũi Né', 'Phan Thiết')).toEqual(['22915']);
});

test('what is not found lists what may be meant', () => {
  expect(find('Mũi Né', 'Hương Trà')).toEqual(['22915']);
  expect(find('Mùi Né', 'Phan Thiết')).toEqual(['22915']);
  expect(find('Bắc Sơn')).toEqual(['00745', '00746']);
  expect(find('Không có', 'Phan Thiết')).toEqual([]);
  expect(names.find({ name: 'Mũi Né', within: ['Phan Thiết'], day: '2025-07-01' })).toEqual({ candidates: [] });
});
