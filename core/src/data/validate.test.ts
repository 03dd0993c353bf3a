import { type Json, type Property, schema } from '@haidang/sdk';
import { describe, expect, it } from 'vitest';
import { datasetEntry } from '../host/entries.ts';
import { tableOf } from './table.ts';
import type { Units } from './units.ts';
import { validatorOf } from './validate.ts';

const noUnits: Units = {
  get: () => undefined,
  all: () => [],
  byCode: () => [],
  within: () => [],
  withinAt: () => [],
  at: () => undefined,
  isInForce: () => false,
  endOf: () => undefined,
  inForceAt: () => ({ since: '', version: '' }),
  reload: async () => {},
};

/** Reason for refusing a value of a property, or that it is kept. */
function check(property: Property, value: Json): string {
  const dataset = { row: schema({ properties: { code: { type: 'string' }, value: property } }), key: ['code'] };
  const table = tableOf(datasetEntry({ plugin: 'test', local: 'check', dataset, messages: { vi: {} } }));
  const row = { code: 'a', value };
  return validatorOf(table)(row, row, noUnits)[0]?.reason ?? 'kept';
}

describe('a value', () => {
  it('fits the pattern of its field, anywhere in the text unless the pattern says otherwise', () => {
    const phone: Property = Object.assign({ type: 'string' } as const, { pattern: '^0\\d{9}$' });
    expect(check(phone, '0901234567')).toBe('kept');
    expect(check(phone, '901234567')).toBe('bad-format');
    expect(check(Object.assign({ type: 'string' } as const, { pattern: 'Nẵng' }), 'Đà Nẵng ơi')).toBe('kept');
  });

  it('cannot hold up the server by a pattern that backtracks', () => {
    const slow: Property = Object.assign({ type: 'string' } as const, { pattern: '^(a+)+$', maxLength: 100_000 });
    const start = performance.now();
    expect(check(slow, `${'a'.repeat(90_000)}!`)).toBe('bad-format');
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('is an address that leads somewhere, not a script', () => {
    const link: Property = { type: 'string', format: 'uri' };
    expect(['https://phanthiet.gov.vn/a?b=c', 'mailto:a@b.vn', 'tel:1022'].map((text) => check(link, text))).toEqual([
      'kept',
      'kept',
      'kept',
    ]);
    expect(
      ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', '/relative', 'phanthiet'].filter(
        (text) => check(link, text) !== 'bad-format',
      ),
    ).toEqual([]);
    expect(check({ type: 'string', format: 'email' }, 'a@b')).toBe('bad-format');
    expect(check({ type: 'string', format: 'email' }, 'a@b.vn')).toBe('kept');
  });

  it('is a code without spaces around it', () => {
    const code: Property = { type: 'string', format: 'code' };
    expect([' a', 'a ', '', 'a b', 'Mã-1'].map((text) => check(code, text))).toEqual([
      'bad-format',
      'bad-format',
      'bad-format',
      'kept',
      'kept',
    ]);
  });

  it('is a line or polygon on this earth', () => {
    const polygon: Property = { type: 'object', format: 'geo-polygon' };
    const ring = [
      [108, 10],
      [109, 10],
      [109, 11],
      [108, 10],
    ];
    expect(check(polygon, { type: 'Polygon', coordinates: [ring] })).toBe('kept');
    expect(check(polygon, { type: 'MultiPolygon', coordinates: [[ring]] })).toBe('kept');
    expect(check(polygon, { type: 'Polygon', coordinates: [[[10, 108]]] })).toBe('out-of-range');
    expect(check(polygon, { type: 'Polygon', coordinates: [['x']] })).toBe('out-of-range');
    expect(check(polygon, { type: 'Point', coordinates: [108, 10] })).toBe('wrong-type');
    expect(check({ type: 'object', format: 'geo-line' }, { type: 'LineString', coordinates: ring })).toBe('kept');
  });

  it('is a finite number, whole where the field is', () => {
    expect([1.5, Number.NaN, Number.POSITIVE_INFINITY, '1'].map((value) => check({ type: 'number' }, value))).toEqual([
      'kept',
      'wrong-type',
      'wrong-type',
      'wrong-type',
    ]);
    expect([1e140, -1.7e308].map((value) => check({ type: 'number' }, value))).toEqual(['kept', 'out-of-range']);
    expect([1, 1.5, 2 ** 53].map((value) => check({ type: 'integer' }, value))).toEqual(['kept', 'wrong-type', 'out-of-range']);
  });

  it('has a limit where the dataset sets none', () => {
    expect(check({ type: 'string' }, 'x'.repeat(2_000))).toBe('kept');
    expect(check({ type: 'string' }, 'x'.repeat(2_001))).toBe('too-long');
    expect(check({ type: 'string', format: 'text' }, 'x'.repeat(100_001))).toBe('too-long');
    expect(check({ type: 'array', items: { type: 'integer' } }, new Array(1_001).fill(1))).toBe('too-long');
    expect(check({ type: 'object' }, { a: 'x'.repeat(1_000_001) })).toBe('too-long');
    expect(check({ type: 'string', 'x-ref': 'category' }, 'x'.repeat(501))).toBe('too-long');
    expect(check(Object.assign({ type: 'string' } as const, { maxLength: 2 }), '😀😀')).toBe('kept');
  });

  it('is one of a list of numbers', () => {
    expect([1, 3].map((value) => check({ enum: [1, 2] }, value))).toEqual(['kept', 'not-in-list']);
  });
});
