import { HaidangError, type Json, type Mapping } from '@haidang/sdk';
import { describe, expect, it } from 'vitest';
import { Mapper } from './mapper.ts';
import { base, batchOf, entry, registry } from './testing.ts';

/** Maps one row with one more field than needed. */
function map(fields: Mapping['fields'], row: { readonly [column: string]: Json }, rest: Partial<Mapping> = {}) {
  const mapper = new Mapper({ ...rest, fields: { ...base, ...fields } }, entry, registry);
  const cells = { id: 'x1', ...row };
  const { records, refused } = mapper.map(batchOf(Object.keys(cells), Object.values(cells)));
  return { record: records[0], refused, mapper };
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
    expect(keys(['n', 'm'], ['Phường', 1.5])).toEqual(keys(['n', 'm'], [' Phường'.normalize('NFD'), '1.5 ']));
  });

  it('keeps the key that a row brings, and hashes those that come without', () => {
    const { records } = new Mapper({ fields: base, hash: 'code' }, entry, registry).map(batchOf(['id', 'x'], ['k1', '1'], ['', '2']));
    expect(records[0]?.code).toBe('k1');
    expect(records[1]?.code).toMatch(/^[0-9a-f]{24}-1$/);
  });

  it('reads a field only in rows where other columns have one of the values', () => {
    const fields: Mapping['fields'] = { note: { from: 'n', when: { state: ['closed', 'Đóng'], kind: ['1'] } } };
    const note = (row: { readonly [column: string]: Json }) => map(fields, row).record?.note;
    expect(note({ n: 'x', state: 'closed', kind: 1 })).toBe('x');
    expect(note({ n: 'x', state: ' Đóng'.normalize('NFD'), kind: '1' })).toBe('x');
    expect(note({ n: 'x', state: 'closed', kind: 2 })).toBeNull();
    expect(note({ n: 'x', state: 'open', kind: 1 })).toBeNull();
    expect(map(fields, { n: 'x', state: 'open', kind: 1 }).mapper.unused).toEqual([]);
    const height: Mapping['fields'] = { height: { from: 'h', when: { state: ['closed'] } } };
    expect(map(height, { h: 'not yet', state: 'open' }).refused).toEqual([]);
    expect(() => map(height, { h: '1' })).toThrow(HaidangError);
  });

  it('takes a file without the columns of an optional field, and finds them when they come later', () => {
    const fields: Mapping['fields'] = {
      ...base,
      note: { from: 'n', optional: true },
      place: { from: ['lat', 'lon'], format: 'lat-lon', optional: true },
      height: { from: 'h', when: { state: ['closed'] }, optional: true },
    };
    const mapper = new Mapper({ fields }, entry, registry);
    const rest = { code: '1', kind: 'palm', ward: '22945@2025-07-01' };
    expect(mapper.map(batchOf(['id'], ['1'])).records).toEqual([{ ...rest, note: null, place: null, height: null }]);
    const later = mapper.map(batchOf(['id', 'state', 'h', 'n'], ['1', 'closed', '7', 'x']));
    expect(later.records).toEqual([{ ...rest, note: 'x', place: null, height: 7 }]);
    expect(mapper.map(batchOf(['id', 'state', 'h', 'n', 'lat'], ['1', 'open', '7', 'x', '10.9'])).refused).toMatchObject([
      { field: 'place', value: ['10.9', null] },
    ]);
  });

  it('refuses numbers that are none, and codes that JSON has rounded', () => {
    const bad = (field: string, cell: number) => map({ [field]: { from: 'x' } }, { x: cell }).refused;
    expect(bad('note', Number.NaN)).toMatchObject([{ field: 'note', value: 'NaN' }]);
    expect(bad('height', Number.POSITIVE_INFINITY)).toMatchObject([{ field: 'height', value: 'Infinity' }]);
    expect(bad('count', Number.NaN)).toMatchObject([{ field: 'count' }]);
    expect(bad('note', 2 ** 53)).toMatchObject([{ reason: { en: expect.stringContaining('in quotes') } }]);
    expect(map({ note: { from: 'x' } }, { x: 2 ** 53 - 1 }).record?.note).toBe('9007199254740991');
    expect(map({ height: { from: 'x' } }, { x: 2 ** 60 }).record?.height).toBe(2 ** 60);
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
