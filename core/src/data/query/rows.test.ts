import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import type { Caller } from '../../access/caller.ts';
import type { Row } from '../cells.ts';
import { type TestQuery, testQuery } from './testing.ts';

const point = (longitude: number, latitude: number) => ({ type: 'Point', coordinates: [longitude, latitude] });

const reports: readonly Row[] = [
  {
    code: 'a',
    reported_at: '2026-11-20T08:00:00+07:00',
    status: 'new',
    category: 'trash',
    ward: '22915@2025-03-01',
    title: 'Đổ rác ở Mũi Né',
    votes: 3,
    score: 1.5,
    public: true,
    tags: ['x', 'y'],
    point: point(108.29, 10.95),
    day: '2026-11-20',
  },
  {
    code: 'b',
    reported_at: '2026-11-20T23:30:00+07:00',
    status: 'done',
    category: 'horn',
    ward: '22918@2025-03-01',
    title: 'Ấm ĩ ban đêm',
    votes: 1,
    due_at: '2026-11-21T10:00:00+07:00',
    answered_at: '2026-11-21T09:00:00+07:00',
    public: false,
    tags: [],
    phone: '0900',
    day: '2026-11-19',
  },
  {
    code: 'c',
    reported_at: '2026-11-21T00:10:00+07:00',
    ward: '22918@2025-07-01',
    title: 'An toàn',
    text: 'Đèn đường hỏng',
    due_at: '2026-11-21T10:00:00+07:00',
    answered_at: '2026-11-21T11:00:00+07:00',
    token: 'secret',
  },
  {
    code: 'd',
    reported_at: '2026-11-21T14:32:07+07:00',
    status: 'new',
    category: 'gone',
    ward: '23000@2025-03-01',
    title: 'ăn xin',
    votes: 3,
    score: -2,
    point: point(-179.9, 0),
  },
];

describeDatabases('rows', (open) => {
  let at: TestQuery;
  beforeAll(async () => {
    at = await testQuery(await open());
    await at.write('category', [
      { code: 'trash', name_vi: 'Rác', name_en: 'Waste', domain: 'waste' },
      { code: 'horn', name_vi: 'Còi', domain: 'noise' },
    ]);
    await at.write('report', reports);
  });
  const codes = async (where: object, more: object = {}) =>
    (await at.rows({ from: 'test/report', select: ['code'], where, ...more })).flat().join('');

  test('a bare value, a list and comparisons', async () => {
    expect(await codes({ status: 'new' })).toBe('ad');
    expect(await codes({ status: { in: ['new', 'done'] } })).toBe('abd');
    expect(await codes({ status: { in: [] } })).toBe('');
    expect(await codes({ votes: { gt: 1, lte: 3 } })).toBe('ad');
    expect(await codes({ votes: { gt: 2.5 } })).toBe('ad');
    expect(await codes({ votes: 2.5 })).toBe('');
    expect(await codes({ votes: { in: [2.5, 1, 1e300] } })).toBe('b');
    expect(await codes({ score: { lt: 1.5 } })).toBe('d');
    expect(await codes({ public: true })).toBe('a');
    expect(await codes({ public: { in: [true, false] } })).toBe('ab');
    expect(await codes({ code: { gte: 'b', lt: 'd' } })).toBe('bc');
    expect(await codes({})).toBe('abcd');
  });

  test('a test on a missing value is false, its complement true', async () => {
    expect(await codes({ not: { status: 'new' } })).toBe('bc');
    expect(await codes({ not: { not: { status: 'new' } } })).toBe('ad');
    expect(await codes({ not: { votes: { gt: 1 } } })).toBe('bc');
    expect(await codes({ status: { empty: true } })).toBe('c');
    expect(await codes({ status: { empty: false } })).toBe('abd');
    expect(await codes({ point: { empty: true } })).toBe('bc');
    expect(await codes({ not: { any: [{ status: 'new' }, { votes: 1 }] } })).toBe('c');
    expect(await codes({ not: { all: [{ status: 'new' }, { score: { gt: 0 } }] } })).toBe('bcd');
    expect(await codes({ any: [] })).toBe('');
    expect(await codes({ not: { all: [] } })).toBe('');
  });

  test('fields are compared with each other', async () => {
    expect(await codes({ answered_at: { lte: { field: 'due_at' } } })).toBe('b');
    expect(await codes({ not: { answered_at: { lte: { field: 'due_at' } } } })).toBe('acd');
    expect(await codes({ votes: { gt: { field: 'score' } } })).toBe('ad');
    expect(await codes({ due_at: { in: [{ field: 'answered_at' }, '2026-11-21T03:00:00Z'] } })).toBe('bc');
  });

  test('moments move with the clock', async () => {
    expect(await codes({ reported_at: { lte: 'now' } })).toBe('abcd');
    expect(await codes({ reported_at: { lt: 'now' } })).toBe('abc');
    expect(await codes({ reported_at: { gte: 'now-15h' } })).toBe('cd');
    expect(await codes({ reported_at: { gte: 'today' } })).toBe('cd');
    expect(await codes({ reported_at: { gte: 'today-1d', lt: 'today' } })).toBe('ab');
    expect(await codes({ day: { gte: 'today-1d' } })).toBe('a');
    expect(await codes({ day: { gte: 'now-1mo', lte: 'now-36h' } })).toBe('ab');
    expect(await codes({ reported_at: { gte: 'now-14m' } })).toBe('d');
    expect(await codes({ reported_at: { lt: 'today-1w+' } }).catch(() => 'refused')).toBe('refused');
    expect(await codes({ day: { lt: '2026-11-20' } })).toBe('b');
    expect(await codes({ reported_at: { gte: '2026-11-21' } })).toBe('cd');
  });

  test('text is searched without case and marks, lists by item', async () => {
    expect(await codes({ title: { has: 'MUI  ne' } })).toBe('a');
    expect(await codes({ title: { has: 'né đổ' } })).toBe('a');
    expect(await codes({ title: { has: '' } })).toBe('abcd');
    expect(await codes({ title: { has: '%' } })).toBe('');
    expect(await codes({ text: { has: 'den duong' } })).toBe('c');
    expect(await codes({ not: { text: { has: 'den' } } })).toBe('abd');
    expect(await codes({ tags: { has: 'y' } })).toBe('a');
    expect(await codes({ not: { tags: { has: 'y' } } })).toBe('bcd');
  });

  test('a unit holds what lies below it and what came of it', async () => {
    expect(await codes({ ward: { within: '593@2025-03-01' } })).toBe('abc');
    expect(await codes({ ward: { within: 'this_unit' } })).toBe('abc');
    expect(await codes({ ward: { within: '68@2025-07-01' } })).toBe('c');
    expect(await codes({ ward: { within: '60@2025-03-01' } })).toBe('abcd');
    expect(await codes({ ward: '22918@2025-03-01' })).toBe('b');
  });

  test('positions are found in boxes and circles, across the date line too', async () => {
    expect(await codes({ point: { within: [108, 10, 109, 11] } })).toBe('a');
    expect(await codes({ point: { within: [179, -1, -179, 1] } })).toBe('d');
    expect(await codes({ point: { near: [179.95, 0, 20_000] } })).toBe('d');
    expect(await codes({ point: { near: [108.29, 10.96, 1112] } })).toBe('a');
    expect(await codes({ point: { near: [108.29, 10.96, 1111] } })).toBe('');
    expect(await codes({ point: { near: [0, 90, 20_016_000] } })).toBe('ad');
    expect(await codes({ not: { point: { near: [108.29, 10.95, 1] } } })).toBe('bcd');
  });

  test('a field of the record referred to can be shown, tested and sorted by', async () => {
    expect(await codes({ 'category.domain': 'waste' })).toBe('a');
    expect(await codes({ 'category.domain': { empty: true } })).toBe('cd');
    expect(
      await at.rows({ from: 'test/report', select: ['code', 'category.domain', 'category.name_vi'], sort: ['-category.domain'] }),
    ).toEqual([
      ['a', 'waste', 'Rác'],
      ['b', 'noise', 'Còi'],
      ['c', null, null],
      ['d', null, null],
    ]);
  });

  test('time goes by the business time in the jurisdiction', async () => {
    expect(await codes({}, { time: 'today' })).toBe('cd');
    expect(await codes({}, { time: { from: '2026-11-20', to: '2026-11-21' } })).toBe('ab');
    expect(await codes({}, { time: { last: 'PT1M' } })).toBe('d');
    expect((await at.query({ from: 'test/report', time: 'today' })).period).toEqual({
      from: '2026-11-21T00:00:00+07:00',
      to: '2026-11-22T00:00:00+07:00',
    });
  });

  test('long text, which has no stored order, is not sorted by', async () => {
    expect(await at.refusal({ from: 'test/report', sort: ['-text'] })).toMatchObject({
      code: 'bad-request',
      details: { path: 'sort.0', field: 'text' },
    });
  });

  test('sorts by the Vietnamese alphabet, missing values last', async () => {
    expect(await codes({}, { sort: ['title'] })).toBe('cdba');
    expect(await codes({}, { sort: ['-title'] })).toBe('abdc');
    expect(await codes({}, { sort: ['votes'] })).toBe('badc');
    expect(await codes({}, { sort: ['-votes'] })).toBe('adbc');
    expect(await codes({}, { sort: ['-votes', '-code'] })).toBe('dabc');
  });

  test('pages join without gap or repetition, with ties and missing values', async () => {
    for (const sort of [
      [],
      ['votes'],
      ['-votes'],
      ['-reported_at'],
      ['score', '-status'],
      ['title'],
      ['-category.domain', 'public'],
      ['due_at'],
    ]) {
      const whole = await codes({}, { sort });
      let pages = '';
      let after: string | undefined;
      do {
        const page = await at.query({ from: 'test/report', select: ['code'], sort, limit: 1, ...(after !== undefined && { after }) });
        pages += page.rows.flat().join('');
        after = page.next;
      } while (after !== undefined);
      expect(pages, sort.join()).toBe(whole);
    }
  });

  test('a place in the pages of another order is refused', async () => {
    const { next } = await at.query({ from: 'test/report', sort: ['votes'], limit: 1 });
    expect(await at.refusal({ from: 'test/report', sort: ['score'], after: next })).toMatchObject({
      code: 'bad-request',
      details: { path: 'after' },
    });
    expect(await at.refusal({ from: 'test/report', after: 'AAAA' })).toMatchObject({ code: 'bad-request', details: { path: 'after' } });
    const forged = Buffer.from(JSON.stringify([JSON.parse(Buffer.from(next ?? '', 'base64url').toString())[0], 'x', {}])).toString(
      'base64url',
    );
    expect(await at.refusal({ from: 'test/report', sort: ['votes'], after: forged })).toMatchObject({
      code: 'bad-request',
      details: { path: 'after' },
    });
  });

  test('all that is not personal is shown when nothing is selected, as the contract has it', async () => {
    const { fields, rows } = await at.query({ from: 'test/report', limit: 1 });
    const row = Object.fromEntries(fields.map(({ name }, index) => [name, rows[0]?.[index]]));
    expect(row).toMatchObject({
      code: 'a',
      reported_at: '2026-11-20T08:00:00+07:00',
      day: '2026-11-20',
      public: true,
      tags: ['x', 'y'],
      votes: 3,
      score: 1.5,
      text: null,
      point: point(108.29, 10.95),
    });
    expect(Object.keys(row)).not.toContain('phone');
    expect(Object.keys(row)).not.toContain('token');
  });

  test('codes come with their names', async () => {
    const { fields } = await at.query({ from: 'test/report', select: ['status', 'ward', 'category'] });
    expect(fields.map(({ values }) => values)).toEqual([
      { new: { vi: 'Mới', en: 'New' }, done: { vi: 'Xong' } },
      {
        '22915@2025-03-01': { vi: 'Phường Mũi Né' },
        '22918@2025-03-01': { vi: 'Phường Hàm Tiến' },
        '22918@2025-07-01': { vi: 'Phường Mũi Né' },
        '23000@2025-03-01': { vi: 'Xã Hồng Thái' },
      },
      { trash: { vi: 'Rác', en: 'Waste' }, horn: { vi: 'Còi' } },
    ]);
  });

  test('a caller gets the rows of the scope, and nothing of records outside it', async () => {
    const caller: Caller = {
      id: 'x',
      language: 'en',
      can: (permission) => permission.endsWith('.read'),
      rows: (dataset) => (dataset === 'test/report' ? { ward: { within: '593@2025-03-01' } } : { code: 'horn' }),
    };
    const { rows, fields } = await at.query(
      { from: 'test/report', select: ['code', 'category', 'category.name_vi'], sort: ['code'] },
      caller,
    );
    expect(rows).toEqual([
      ['a', 'trash', null],
      ['b', 'horn', 'Còi'],
      ['c', null, null],
    ]);
    expect(fields[1]?.values).toEqual({ horn: { vi: 'Còi' } });
    expect(await at.rows({ from: 'test/report', where: { not: { code: 'a' } }, select: ['code'] }, caller)).toEqual([['b'], ['c']]);
    expect(await at.rows({ from: 'test/report', measures: { n: { fn: 'count' } } }, caller)).toEqual([[3]]);
  });

  test('personal fields need a permission wherever they stand, secret ones are never given', async () => {
    const mentions = [
      { select: ['phone'] },
      { where: { phone: { empty: false } } },
      { where: { not: { any: [{ title: { field: 'phone' } }] } } },
      { sort: ['phone'] },
      { measures: { n: { fn: 'count-distinct', field: 'phone' } } },
      { measures: { n: { fn: 'count', where: { phone: '1' } } } },
      { measures: { n: { fn: 'count' } }, by: ['phone'] },
    ];
    for (const mention of mentions) {
      expect(await at.refusal({ from: 'test/report', ...mention }), JSON.stringify(mention)).toMatchObject({
        code: 'forbidden',
        details: { field: 'phone', dataset: 'test/report' },
      });
    }
    const all: Caller = { id: 'x', language: 'vi', can: () => true };
    expect(await at.rows({ from: 'test/report', select: ['phone'], where: { code: 'b' } }, all)).toEqual([['0900']]);
    expect(await at.refusal({ from: 'test/report', select: ['token'] }, all)).toMatchObject({ code: 'forbidden' });
    const none: Caller = { id: 'x', language: 'vi', can: () => false };
    expect(await at.refusal({ from: 'test/report' }, none)).toMatchObject({ code: 'forbidden', details: { dataset: 'test/report' } });
    const few: Caller = { id: 'x', language: 'vi', can: (permission) => permission === 'test/report.read' };
    expect(await at.refusal({ from: 'test/report', select: ['category.domain'] }, few)).toMatchObject({
      code: 'forbidden',
      details: { dataset: 'test/category' },
    });
    expect((await at.query({ from: 'test/report', select: ['category'] }, few)).fields[0]?.values).toBeUndefined();
  });
});
