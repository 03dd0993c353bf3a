import { HaidangError } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { errorReply } from './errors.ts';

const said = (error: HaidangError, language: 'vi' | 'en' = 'vi') => errorReply(error, language).error.message;
const versions = [
  { key: '80@2025-03-01', title: 'Tỉnh Long An' },
  { key: '80@2025-07-01', title: 'Tỉnh Tây Ninh' },
];

test('a record that is refused says why in words, field by field', () => {
  const error = new HaidangError('validation-failed', {
    refused: [
      {
        line: 1,
        field: 'ward',
        value: '80',
        reason: 'unit-version-missing',
        details: { versions },
        also: [{ field: 'at', reason: 'missing' }],
      },
    ],
    reason: 'ward: unit-version-missing',
  });
  expect(said(error)).toBe(
    'Dữ liệu không hợp lệ. ward: mã đơn vị hành chính thiếu phiên bản, mã@ngày (Tỉnh Long An (80@2025-03-01), Tỉnh Tây Ninh (80@2025-07-01)). at: thiếu giá trị bắt buộc.',
  );
  expect(said(error, 'en')).toContain('at: a required value is missing.');
  expect(said(new HaidangError('validation-failed', { refused: [{ line: 1, reason: 'by-system' }] }))).toBe(
    'Dữ liệu không hợp lệ. do hệ thống ghi, không sửa trực tiếp được.',
  );
});

test('a formula that is refused names one place', () => {
  const details = { at: 6, vi: 'Ký tự thứ 7: không có "x".', en: 'Character 7: there is no "x".' };
  const error = new HaidangError('validation-failed', { refused: [{ line: 1, field: 'formula', reason: 'bad-formula', details }] });
  expect(said(error)).toBe('Dữ liệu không hợp lệ. formula: công thức sai. Ký tự thứ 7: không có "x".');
});

test('a unit code without its version names the places that it may mean', () => {
  expect(said(new HaidangError('unit-version-missing', { path: 'where.ward', unit: '80', versions }))).toBe(
    'Mã đơn vị hành chính thiếu phiên bản (mã@ngày). 80: Tỉnh Long An (80@2025-03-01), Tỉnh Tây Ninh (80@2025-07-01).',
  );
  expect(said(new HaidangError('unknown-unit', { unit: '99999' }))).toBe('Không có đơn vị hành chính này.');
});

test('a reason that is already told by language stays', () => {
  expect(said(new HaidangError('forbidden', { reason: { vi: 'Do hệ thống ghi.', en: 'By the system.' } }), 'en')).toContain(
    'By the system.',
  );
});
