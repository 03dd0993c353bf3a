import { HaidangError, type Mapping } from '@haidang/sdk';
import { describe, expect, it } from 'vitest';
import { Mapper } from './mapper.ts';
import { base, batchOf, entry, registry } from './testing.ts';

function misfit(mapping: Mapping): { code: string; details: { path?: unknown; reason?: unknown } } {
  try {
    new Mapper(mapping, entry, registry);
  } catch (error) {
    if (error instanceof HaidangError) return error;
  }
  throw new Error('the mapping was taken');
}

describe('a mapping that does not fit', () => {
  it('names a column that the file does not have, and the nearest', () => {
    const mapper = new Mapper({ fields: { ...base, note: { from: 'neighbourhood' } } }, entry, registry);
    const attempt = () => mapper.map(batchOf(['id', 'neighborhood', 'latitude'], ['1', 'x', 'y']));
    expect(attempt).toThrow(HaidangError);
    try {
      attempt();
    } catch (error) {
      expect(error).toMatchObject({ code: 'unknown-field', details: { column: 'neighbourhood', field: 'note', near: ['neighborhood'] } });
    }
  });

  it('names fields, values and expressions by their path', () => {
    const field = (name: string, rule: Mapping['fields'][string], rest: Partial<Mapping> = {}) =>
      misfit({ ...rest, fields: { ...base, [name]: rule } });
    expect(field('hight', { from: 'h' })).toMatchObject({
      code: 'validation-failed',
      details: { path: '/fields/hight', reason: { en: expect.stringContaining('"height"') } },
    });
    expect(field('kind', { value: 'oak' }).details.path).toBe('/fields/kind');
    expect(field('kind', { from: 'k', codes: { a: 'oak' } }).details.reason).toMatchObject({ en: expect.stringContaining('"a"') });
    expect(field('checked_at', { from: 't', format: 'DD.MM' }).details.path).toBe('/fields/checked_at');
    expect(field('checked_at', { from: 't', format: 'dd/MM/yyyy' }).details.reason).toMatchObject({ en: expect.stringContaining('zone') });
    expect(field('note', { from: 'n', format: 'dd/MM/yyyy' }).details.path).toBe('/fields/note');
    expect(field('place', { from: ['a', 'b'] }).details.reason).toMatchObject({ en: expect.stringContaining('lon-lat') });
    expect(field('waiting', { expression: 'hours(a, b)' }).details.path).toBe('/fields/waiting');
    expect(field('waiting', { expression: 'note + 1' }).details.path).toBe('/fields/waiting');
    expect(field('waiting', { expression: 'height + 1' }).details.reason).toMatchObject({
      en: expect.stringContaining('no field "height"'),
    });
    expect(field('note', { expression: '1 + 1' }).details.reason).toMatchObject({ en: expect.stringContaining('string') });
  });

  it('refuses expressions in a circle', () => {
    expect(
      misfit({ fields: { ...base, height: { expression: 'waiting + 1' }, waiting: { expression: 'height + 1' } } }).details.reason,
    ).toMatchObject({ en: expect.stringContaining('circle') });
  });

  it('names a required field that is missing, unknown zones and datasets', () => {
    expect(misfit({ fields: { code: { from: 'id' }, kind: { value: 'palm' } } }).details.reason).toMatchObject({
      en: expect.stringContaining('"ward"'),
    });
    expect(misfit({ fields: base, zone: 'Asia/Saigon_City' }).details.path).toBe('/zone');
    expect(misfit({ fields: base, records: { 'trees/treee': [] } }).details.reason).toMatchObject({
      en: expect.stringContaining('"trees/tree"'),
    });
    expect(misfit({ fields: base, ignore: { kind: ['x'] } }).details.path).toBe('/ignore/kind');
    expect(misfit({ fields: base, hash: 'id' }).details.path).toBe('/hash');
  });
});
