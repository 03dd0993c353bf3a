import { defineDataset, geoPoint, HaidangError, type Json, type Mapping, schema } from '@haidang/sdk';
import { describe, expect, it } from 'vitest';
import { datasetEntry } from '../../host/entries.ts';
import type { Registry } from '../../registry.ts';
import type { Batch } from '../read/batch.ts';
import { Mapper } from './mapper.ts';

const tree = defineDataset({
  row: schema({
    required: ['code', 'kind', 'ward'],
    properties: {
      code: { type: 'string', format: 'code' },
      kind: { type: 'string', enum: ['palm', 'pine'] },
      ward: { type: 'string', format: 'unit' },
      height: { type: 'number' },
      count: { type: 'integer' },
      is_old: { type: 'boolean' },
      planted: { type: 'string', format: 'date' },
      checked_at: { type: 'string', format: 'date-time' },
      due_at: { type: 'string', format: 'date-time' },
      waiting: { type: 'number' },
      note: { type: 'string' },
      tags: { type: 'array' },
      place: geoPoint,
    },
  }),
  key: ['code'],
  unit: 'ward',
});
const entry = datasetEntry({ plugin: 'trees', local: 'tree', dataset: tree, messages: { vi: {} } });
const registry: Registry = {
  plugins: new Map(),
  datasets: new Map([[entry.name, entry]]),
  indicators: new Map(),
  widgets: new Map(),
  templates: new Map(),
  problems: [],
};

const base: Mapping['fields'] = { code: { from: 'id' }, kind: { value: 'palm' }, ward: { value: '22945@2025-07-01' } };

function batchOf(columns: readonly string[], ...rows: Batch['rows']): Batch {
  return { columns, rows, lines: rows.map((_, index) => index + 2), refused: [] };
}

/** Maps one row with one more field than needed. */
function map(fields: Mapping['fields'], row: { readonly [column: string]: Json }, rest: Partial<Mapping> = {}) {
  const mapper = new Mapper({ ...rest, fields: { ...base, ...fields } }, entry, registry);
  const cells = { id: 'x1', ...row };
  const { records, refused } = mapper.map(batchOf(Object.keys(cells), Object.values(cells)));
  return { record: records[0], refused, mapper };
}

function misfit(mapping: Mapping): { code: string; details: { path?: unknown; reason?: unknown } } {
  try {
    new Mapper(mapping, entry, registry);
  } catch (error) {
    if (error instanceof HaidangError) return error;
  }
  throw new Error('the mapping was taken');
}

describe('mapping rows', () => {
  it('takes columns, constants and code tables', () => {
    const { record } = map(
      { kind: { from: 'loài', codes: { dừa: 'palm', thông: 'pine' } }, note: { from: 'ghi chú' } },
      { loài: 'thông', 'ghi chú': '  cao ' },
    );
    expect(record).toEqual({ code: 'x1', kind: 'pine', ward: '22945@2025-07-01', note: 'cao' });
  });

  it('finds decomposed text in code tables', () => {
    expect(map({ kind: { from: 'k', codes: { dừa: 'palm' } } }, { k: 'dừa'.normalize('NFD') }).record?.kind).toBe('palm');
  });

  it('refuses a value that the code table does not have, with line, field, value and reason', () => {
    const { record, refused } = map({ kind: { from: 'k', codes: { dừa: 'palm' } } }, { k: 'tre' });
    expect(record).toBeUndefined();
    expect(refused).toMatchObject([{ line: 2, field: 'kind', value: 'tre', reason: { en: expect.stringContaining('code table') } }]);
  });

  it('lets the table say what an empty cell means; without it the field has no value', () => {
    expect(map({ ward: { from: 'w', codes: { '': '00' } } }, { w: ' ' }, { units: '2025-07-01' }).record?.ward).toBe('00@2025-07-01');
    expect(map({ note: { from: 'n' } }, { n: '' }).record?.note).toBeNull();
    expect(map({ note: { from: 'n' } }, { n: null }).record?.note).toBeNull();
  });

  it('adds the version to unit codes that come without one', () => {
    expect(map({ ward: { from: 'w' } }, { w: '22918' }, { units: '2025-03-01' }).record?.ward).toBe('22918@2025-03-01');
    expect(map({ ward: { from: 'w' } }, { w: '22918@2025-07-01' }, { units: '2025-03-01' }).record?.ward).toBe('22918@2025-07-01');
    expect(map({ ward: { from: 'w' } }, { w: '22918' }).record?.ward).toBe('22918');
  });

  it('reads times of the zone, and times that bring their offset', () => {
    const fields: Mapping['fields'] = { checked_at: { from: 't' } };
    expect(map(fields, { t: '2011-07-01 01:32:33' }, { zone: 'America/New_York' }).record?.checked_at).toBe('2011-07-01T05:32:33.000Z');
    expect(map(fields, { t: '2011-07-01T01:32:33+07:00' }).record?.checked_at).toBe('2011-06-30T18:32:33.000Z');
    expect(map(fields, { t: '2011-07-01 01:32:33' }).refused).toMatchObject([{ field: 'checked_at' }]);
    expect(map(fields, { t: '2011-02-30 01:32:33' }, { zone: 'America/New_York' }).refused).toMatchObject([
      { field: 'checked_at', value: '2011-02-30 01:32:33' },
    ]);
  });

  it('reads a day and an hour that stand in two columns', () => {
    const { record } = map(
      { checked_at: { from: ['ngày', 'giờ'], format: 'dd/MM/yyyy HH:mm' } },
      { ngày: '21/11/2026', giờ: '14:32' },
      { zone: 'Asia/Ho_Chi_Minh' },
    );
    expect(record?.checked_at).toBe('2026-11-21T07:32:00.000Z');
  });

  it('reads numbers, days and truth strictly', () => {
    const fields: Mapping['fields'] = { height: { from: 'h' }, count: { from: 'c' }, is_old: { from: 'o' }, planted: { from: 'p' } };
    expect(map(fields, { h: '-1.5', c: '12', o: 'TRUE', p: '2024-02-29' }).record).toMatchObject({
      height: -1.5,
      count: 12,
      is_old: true,
      planted: '2024-02-29',
    });
    expect(map(fields, { h: 2.5, c: 3, o: false, p: '2024-02-29' }).record).toMatchObject({ height: 2.5, count: 3, is_old: false });
    const { refused } = map(fields, { h: '1,5', c: '0x10', o: 'yes', p: '2023-02-29' });
    expect(refused.map(({ field, value }) => [field, value])).toEqual([
      ['height', '1,5'],
      ['count', '0x10'],
      ['is_old', 'yes'],
      ['planted', '2023-02-29'],
    ]);
  });

  it('counts a row with several faults once', () => {
    const mapper = new Mapper({ fields: { ...base, height: { from: 'h' }, count: { from: 'c' } } }, entry, registry);
    const { refused, refusedRows, records } = mapper.map(batchOf(['id', 'h', 'c'], ['1', 'x', 'y'], ['2', '1', '2']));
    expect([refused.length, refusedRows, records.length]).toEqual([2, 1, 1]);
  });

  it('reads positions in the order that the mapping says', () => {
    const point = { type: 'Point', coordinates: [108.1, 10.93] };
    expect(map({ place: { from: ['lon', 'lat'], format: 'lon-lat' } }, { lon: '108.1', lat: '10.93' }).record?.place).toEqual(point);
    expect(map({ place: { from: ['lat', 'lon'], format: 'lat-lon' } }, { lon: 108.1, lat: 10.93 }).record?.place).toEqual(point);
    expect(map({ place: { from: 'p', format: 'lat-lon' } }, { p: '10.93, 108.1' }).record?.place).toEqual(point);
    expect(map({ place: { from: 'p' } }, { p: 'POINT (108.1 10.93)' }).record?.place).toEqual(point);
    expect(map({ place: { from: 'p' } }, { p: point }).record?.place).toEqual(point);
    expect(map({ place: { from: ['lon', 'lat'], format: 'lon-lat' } }, { lon: '', lat: '' }).record?.place).toBeNull();
    expect(map({ place: { from: ['lon', 'lat'], format: 'lon-lat' } }, { lon: '108.1', lat: '' }).refused).toHaveLength(1);
    expect(map({ place: { from: 'p' } }, { p: '10.93, 108.1' }).refused).toHaveLength(1);
  });

  it('passes over values that mean none, and counts them', () => {
    const mapper = new Mapper(
      {
        fields: { ...base, note: { from: 'n' }, place: { from: ['lat', 'lon'], format: 'lat-lon' } },
        ignore: { note: ['N/A'], place: [[-71.0587, 42.3594]] },
      },
      entry,
      registry,
    );
    const { records } = mapper.map(
      batchOf(
        ['id', 'n', 'lat', 'lon'],
        ['1', 'N/A', '42.3594', '-71.0587'],
        ['2', 'n/a', '42.35940', '-71.0587'],
        ['3', 'x', '42.3595', '-71.0587'],
      ),
    );
    expect(records.map(({ note, place }) => [note, place === null])).toEqual([
      [null, true],
      ['n/a', true],
      ['x', false],
    ]);
    expect(mapper.ignored.counts()).toEqual([
      { field: 'place', value: '-71.0587, 42.3594', count: 2 },
      { field: 'note', value: 'N/A', count: 1 },
    ]);
  });

  it('computes fields of others, in whatever order they are written', () => {
    const { record } = map(
      {
        waiting: { expression: 'hours(checked_at, due_at)' },
        due_at: { expression: 'checked_at + 3d' },
        checked_at: { from: 't' },
        count: { expression: 'waiting / 24' },
      },
      { t: '2026-11-21 14:32' },
      { zone: 'Asia/Ho_Chi_Minh' },
    );
    expect(record).toMatchObject({ due_at: '2026-11-24T07:32:00.000Z', waiting: 72, count: 3 });
    expect(map({ due_at: { expression: 'checked_at + 3d' }, checked_at: { from: 't' } }, { t: '' }).record?.due_at).toBeNull();
  });

  it('makes keys of whole rows: equal rows by their number, whatever the order of the columns', () => {
    const fields = { kind: base.kind, ward: base.ward, note: { from: 'n' } } as Mapping['fields'];
    const keys = (...args: Parameters<typeof batchOf>) =>
      new Mapper({ fields, hash: 'code' }, entry, registry).map(batchOf(...args)).records.map(({ code }) => String(code));
    const first = keys(['n', 'm'], ['a', 'b'], ['a', 'c'], ['a', 'b']);
    expect(new Set(first).size).toBe(3);
    expect(first[2]).toBe(first[0]?.replace(/-1$/, '-2'));
    expect(keys(['m', 'n', 'empty'], ['b', 'a', ''], ['c', 'a', ''], ['b', 'a', ''])).toEqual(first);
    expect(first.every((key) => /^[0-9a-f]{24}-\d+$/.test(key))).toBe(true);
  });

  it('keeps the key that a row brings, and hashes those that come without', () => {
    const { records } = new Mapper({ fields: base, hash: 'code' }, entry, registry).map(batchOf(['id', 'x'], ['k1', '1'], ['', '2']));
    expect(records[0]?.code).toBe('k1');
    expect(records[1]?.code).toMatch(/^[0-9a-f]{24}-1$/);
  });

  it('lists columns that nothing was made of', () => {
    expect(map({ note: { from: 'n' } }, { n: 'x', other: '1', more: '2' }).mapper.unused).toEqual(['other', 'more']);
  });

  it('reads columns that JSON brings only in later rows', () => {
    const mapper = new Mapper({ fields: { ...base, note: { from: 'n' } } }, entry, registry);
    mapper.map(batchOf(['id', 'n'], ['1', 'a']));
    expect(mapper.map(batchOf(['id', 'n', 'late'], ['2', 'b', 'c'])).records[0]).toMatchObject({ code: '2', note: 'b' });
    expect(mapper.unused).toEqual(['late']);
  });
});

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
