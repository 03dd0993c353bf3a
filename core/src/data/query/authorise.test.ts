import { defineDataset, type Filter, type Query, type Result, schema } from '@haidang/sdk';
import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { type Caller, localCaller } from '../../access/caller.ts';
import type { Row } from '../cells.ts';
import type { DataContext } from '../context.ts';
import { postRecord } from '../post.ts';
import { deleteRecord, getRecord, patchRecord } from '../record.ts';
import { testContext } from '../testing.ts';
import { writeRecords } from '../write.ts';
import { prepareQuery, runQuery } from './query.ts';
import { links, units } from './testing.ts';

const agency = defineDataset({
  row: schema({
    required: ['code', 'name_vi'],
    properties: { code: { type: 'string', format: 'code' }, name_vi: { type: 'string' }, ward: { type: 'string', format: 'unit' } },
  }),
  key: ['code'],
  unit: 'ward',
  scope: 'unit',
});

const visit = defineDataset({
  row: schema({
    required: ['code'],
    properties: {
      code: { type: 'string', format: 'code' },
      ward: { type: 'string', format: 'unit' },
      agency: { type: 'string', 'x-ref': 'agency' },
      title: { type: 'string' },
      at: { type: 'string', format: 'date-time' },
    },
  }),
  key: ['code'],
  time: 'at',
  unit: 'ward',
  agency: 'agency',
  scope: 'unit',
});

/** Its key and its business time are personal. */
const patient = defineDataset({
  row: schema({
    required: ['identity', 'admitted_at'],
    properties: {
      identity: { type: 'string', format: 'code', 'x-personal': 'basic' },
      admitted_at: { type: 'string', format: 'date-time', 'x-personal': 'basic' },
      weight: { type: 'integer' },
    },
  }),
  key: ['identity'],
  time: 'admitted_at',
});

/** Its key is personal. */
const call = defineDataset({
  row: schema({
    required: ['phone', 'called_at'],
    properties: {
      phone: { type: 'string', format: 'code', 'x-personal': 'basic' },
      called_at: { type: 'string', format: 'date-time' },
      seconds: { type: 'integer' },
    },
  }),
  key: ['phone'],
  time: 'called_at',
});

const own = defineDataset({
  row: schema({ required: ['code'], properties: { code: { type: 'string', format: 'code' } } }),
  key: ['code'],
  scope: 'own',
});

/** Keeps its earlier versions, without what is personal of them. */
const diary = defineDataset({
  row: schema({
    required: ['code'],
    properties: {
      code: { type: 'string', format: 'code' },
      owner: { type: 'string', 'x-personal': 'basic' },
      page: { type: 'integer' },
    },
  }),
  key: ['code'],
  history: true,
});

const unplaced = defineDataset({
  row: schema({ required: ['code'], properties: { code: { type: 'string', format: 'code' } } }),
  key: ['code'],
  scope: 'unit',
});

const writer: Caller = { id: 'writer', language: 'vi', can: () => true };
const [muiNe, hamTien, hongThai, newMuiNe, newXuanHuong] = [
  '22915@2025-03-01',
  '22918@2025-03-01',
  '23000@2025-03-01',
  '22918@2025-07-01',
  '24769@2025-07-01',
];

/** An officer of some units and agencies. */
const officer = (
  reachUnits: readonly string[],
  agencies: readonly string[] = [],
  rows?: (dataset: string) => Filter | undefined,
): Caller => ({
  ...localCaller(),
  id: `officer of ${[...reachUnits, ...agencies].join(' ')}`,
  reach: { units: reachUnits, agencies },
  ...(rows && { rows }),
});

describeDatabases('what a caller may read', (open) => {
  let now = Date.parse('2026-11-20T10:00:00Z');
  let context: DataContext;
  const write = async (dataset: string, ...rows: readonly Row[]) => {
    const { refused } = await writeRecords(context, {
      dataset: `test/${dataset}`,
      rows: rows.map((row, index) => ({ line: index + 1, row })),
      caller: writer,
    });
    expect(refused).toEqual([]);
  };
  const ask = (query: Query, caller: Caller): Promise<Result> => runQuery(context, { query, caller });
  const codes = async (caller: Caller, query: Partial<Query> = {}) =>
    (await ask({ from: 'test/visit', select: ['code'], ...query }, caller)).rows.map(([code]) => code);

  beforeAll(async () => {
    context = await testContext(await open(), {
      datasets: { agency, visit, patient, call, own, unplaced, diary },
      units,
      links,
      clock: { now: () => now },
    });
    await write('diary', { code: 'd1', owner: 'An', page: 1 }, { code: 'd2', owner: 'Chi', page: 2 });
    now = Date.parse('2026-11-21T10:00:00Z');
    await write('diary', { code: 'd1', owner: 'Bình', page: 3 });
    await write('agency', { code: 'a', name_vi: 'Cơ quan A', ward: muiNe }, { code: 'b', name_vi: 'Cơ quan B', ward: newXuanHuong });
    const at = '2026-11-20T08:00:00+07:00';
    await write(
      'visit',
      { code: 'v1', ward: muiNe, agency: 'a', at },
      { code: 'v2', ward: hamTien, agency: 'b', at },
      { code: 'v3', ward: newMuiNe, at },
      { code: 'v4', ward: newXuanHuong, agency: 'a', at },
      { code: 'v5', ward: hongThai, agency: 'b', at },
      { code: 'v6', at },
    );
    await write(
      'patient',
      { identity: 'p1', admitted_at: '2026-11-19T08:00:00+07:00', weight: 50 },
      { identity: 'p2', admitted_at: '2026-11-20T08:00:00+07:00', weight: 70 },
    );
    await write('call', { phone: 'c2', called_at: at, seconds: 2 }, { phone: 'c1', called_at: at, seconds: 1 });
    await write('own', { code: 'o1' });
    await write('unplaced', { code: 'u1' });
  });

  test('a reach opens the rows of its units with all that became of them, and those of its agencies', async () => {
    expect(await codes(officer([muiNe]))).toEqual(['v1', 'v2', 'v3']);
    expect(await codes(officer(['60@2025-03-01']))).toEqual(['v1', 'v2', 'v3', 'v5']);
    expect(await codes(officer([], ['b']))).toEqual(['v2', 'v5']);
    expect(await codes(officer([newXuanHuong], ['b']))).toEqual(['v2', 'v4', 'v5']);
    expect(await codes(officer([], []))).toEqual([]);
    expect(await codes(officer(['99999@2025-03-01']))).toEqual([]);
    expect(await codes(localCaller())).toEqual(['v1', 'v2', 'v3', 'v4', 'v5', 'v6']);
  });

  test('an officer of a ward sees it in its old version too, when all of that went into it', async () => {
    expect(await codes(officer([newMuiNe]))).toEqual(['v1', 'v2', 'v3']);
    // The province of before 2025-07-01 is not wholly in the new one, as far as its units say.
    expect(await codes(officer(['68@2025-07-01']))).toEqual(['v1', 'v2', 'v3', 'v4']);
  });

  test('a reach and further conditions of the caller hold both', async () => {
    const both = officer([muiNe], [], (dataset) => (dataset === 'test/visit' ? { code: { in: ['v1', 'v5'] } } : undefined));
    expect(await codes(both)).toEqual(['v1']);
  });

  test('records outside the reach give no values and no names to rows that refer to them', async () => {
    const { rows, fields } = await ask({ from: 'test/visit', select: ['code', 'agency', 'agency.name_vi'] }, officer([muiNe]));
    expect(rows).toEqual([
      ['v1', 'a', 'Cơ quan A'],
      ['v2', 'b', null],
      ['v3', null, null],
    ]);
    expect(fields[1]?.values).toEqual({ a: { vi: 'Cơ quan A' } });
    expect(await codes(officer([muiNe]), { where: { 'agency.name_vi': 'Cơ quan B' } })).toEqual([]);
  });

  test('counts and trust are of the rows in reach', async () => {
    const count: Query = { from: 'test/visit', measures: { n: { fn: 'count' } } };
    expect(await ask(count, officer([muiNe]))).toMatchObject({ rows: [[3]], trust: { n: 3, asOf: '2026-11-20T08:00:00+07:00' } });
    const none = await ask(count, officer([]));
    expect(none).toMatchObject({ rows: [[0]], trust: { n: 0, freshness: 'unknown' } });
    expect(none.trust.asOf).toBeUndefined();
    expect(none.trust.receivedAt).toBeUndefined();
  });

  test('where rows have neither unit nor maker that could be asked for, a reach opens none', async () => {
    for (const from of ['test/own', 'test/unplaced']) {
      expect((await ask({ from }, officer([muiNe]))).rows).toEqual([]);
      expect((await ask({ from }, localCaller())).rows).toHaveLength(1);
    }
  });

  test('callers of different reach share neither plan nor answer, those of the same do', async () => {
    const key = (caller: Caller) => prepareQuery(context, { query: { from: 'test/visit', select: ['code'] }, caller }).key;
    expect(key(officer([muiNe]))).not.toBe(key(officer([hongThai])));
    expect(key(officer([muiNe]))).not.toBe(key(localCaller()));
    expect(key(officer([muiNe]))).toBe(key({ ...officer([muiNe]), id: 'another' }));
    const free = (caller: Caller) => prepareQuery(context, { query: { from: 'test/call' }, caller }).key;
    expect(free(officer([muiNe]))).toBe(free(officer([hongThai])));
  });

  test('a record out of reach is none for reading, changing and removing', async () => {
    const caller = { ...officer([muiNe]), can: () => true };
    const id = async (code: string) => {
      const { record } = await postRecord(context, { dataset: 'test/visit', row: { code }, caller: writer });
      return Number(record._id);
    };
    const hidden = { dataset: 'test/visit', id: await id('v5'), caller };
    const missing = { ...hidden, id: 987_654 };
    const told = (asking: Promise<unknown>) =>
      asking.then(
        () => 'done',
        ({ code, details: { id: _, ...details } }) => ({ code, details }),
      );
    for (const one of [hidden, missing]) {
      const notFound = { code: 'not-found', details: { dataset: 'test/visit' } };
      expect(await told(getRecord(context, one))).toEqual(notFound);
      for (const revision of [1, 7]) {
        expect(await told(patchRecord(context, { ...one, revision, patch: { title: 'x' } }))).toEqual(notFound);
        expect(await told(deleteRecord(context, { ...one, revision }))).toEqual(notFound);
      }
    }
    const seen = await getRecord(context, { dataset: 'test/visit', id: await id('v1'), caller });
    expect(seen.record).toMatchObject({ code: 'v1', ward: muiNe });
    const moved = patchRecord(context, {
      dataset: 'test/visit',
      id: Number(seen.record._id),
      revision: seen.revision,
      patch: { ward: hongThai },
      caller,
    });
    await expect(moved).rejects.toMatchObject({ details: { refused: [{ reason: 'outside-scope' }] } });
    await expect(postRecord(context, { dataset: 'test/visit', row: { code: 'v5', title: 'x' }, caller })).rejects.toMatchObject({
      details: { refused: [{ reason: 'outside-scope' }] },
    });
    await expect(postRecord(context, { dataset: 'test/visit', row: { code: 'new', ward: hongThai }, caller })).rejects.toMatchObject({
      details: { refused: [{ reason: 'outside-scope' }] },
    });
  });

  test('a business time that is personal is not searched, not counted by and not told', async () => {
    const time = { from: '2026-11-20', to: '2026-11-21' };
    const count: Query = { from: 'test/patient', measures: { n: { fn: 'count' } } };
    await expect(ask({ ...count, time }, localCaller())).rejects.toMatchObject({ code: 'forbidden', details: { field: 'admitted_at' } });
    const last: Query = { from: 'test/patient', measures: { w: { fn: 'last', field: 'weight' } } };
    await expect(ask(last, localCaller())).rejects.toMatchObject({ code: 'forbidden', details: { field: 'admitted_at' } });
    // When the rows were received.
    expect((await ask(count, localCaller())).trust.asOf).toBe('2026-11-21T17:00:00+07:00');
    expect((await ask({ ...count, time }, writer)).rows).toEqual([[1]]);
    expect((await ask(last, writer)).rows).toEqual([[70]]);
    expect((await ask(count, writer)).trust.asOf).toBe('2026-11-20T08:00:00+07:00');
  });

  test('which of several is the last does not tell the order of keys that are personal', async () => {
    const last: Query = { from: 'test/call', measures: { s: { fn: 'last', field: 'seconds' } } };
    expect((await ask(last, writer)).rows).toEqual([[2]]);
    // The one that was written last.
    expect((await ask(last, localCaller())).rows).toEqual([[1]]);
  });

  test('the place in a page tells nothing of keys that are personal, nor how many rows others have', async () => {
    const pages = async (caller: Caller, query: Partial<Query>) => {
      const found: unknown[] = [];
      const places: string[] = [];
      let after: string | undefined;
      do {
        const page = await ask(
          { from: 'test/call', select: ['seconds'], limit: 2, ...query, ...(after !== undefined && { after }) },
          caller,
        );
        found.push(...page.rows.map(([seconds]) => seconds));
        after = page.next;
        if (after !== undefined) places.push(Buffer.from(after, 'base64url').toString());
      } while (after !== undefined);
      return { found, places };
    };
    const at = '2026-11-20T08:00:00+07:00';
    await write('call', ...[3, 4, 5, 6, 7].map((seconds) => ({ phone: `d${9 - seconds}`, called_at: at, seconds })));
    for (const sort of [[], ['called_at'], ['-called_at'], ['-seconds']]) {
      const { found, places } = await pages(localCaller(), { sort });
      const expected = [2, 1, 3, 4, 5, 6, 7];
      expect(found).toEqual(sort[0] === '-seconds' ? [...expected].sort().reverse() : expected);
      expect(places).toHaveLength(3);
      for (const place of places) expect(place).toMatch(/^\["[\w-]{12}"(,\d{13})?(,[1-7])?,[1-7]\]$/);
    }
    expect((await pages(writer, { sort: ['called_at'] })).found).toEqual([1, 2, 7, 6, 5, 4, 3]);
    const { next } = await ask({ from: 'test/call', limit: 2 }, localCaller());
    const [mark] = JSON.parse(Buffer.from(next ?? '', 'base64url').toString());
    for (const bad of [[], [-1], [1.5], ['1'], [1, 1]]) {
      const after = Buffer.from(JSON.stringify([mark, ...bad])).toString('base64url');
      await expect(ask({ from: 'test/call', limit: 2, after }, localCaller())).rejects.toMatchObject({ code: 'bad-request' });
    }
  });

  test('rows that are told apart by what is not kept of earlier versions are not shown as they were', async () => {
    const notOfAn: Caller = { ...localCaller(), rows: (dataset) => (dataset === 'test/diary' ? { not: { owner: 'An' } } : undefined) };
    const query: Query = { from: 'test/diary', select: ['page'] };
    expect((await ask(query, notOfAn)).rows).toEqual([[3], [2]]);
    const asAt = '2026-11-20T12:00:00Z';
    expect((await ask({ ...query, asAt }, localCaller())).rows).toEqual([[1], [2]]);
    await expect(ask({ ...query, asAt }, notOfAn)).rejects.toMatchObject({ code: 'bad-request', details: { path: 'asAt' } });
  });

  test('who asks for a field that is not there is told those that he may read', async () => {
    await expect(ask({ from: 'test/call', select: ['x'] }, localCaller())).rejects.toMatchObject({
      code: 'unknown-field',
      details: { allowed: ['called_at', 'seconds'] },
    });
    await expect(ask({ from: 'test/call', select: ['x'] }, writer)).rejects.toMatchObject({
      details: { allowed: ['phone', 'called_at', 'seconds'] },
    });
  });

  test('who may not read a dataset learns nothing of what is wrong with a query of it', async () => {
    const nobody: Caller = { ...localCaller(), can: () => false };
    for (const query of [{ from: 'test/call' }, { from: 'test/call', limit: 3, by: ['phone'] }, { from: 'test/call', after: 'x' }])
      await expect(ask(query, nobody)).rejects.toMatchObject({ code: 'forbidden', details: { dataset: 'test/call' } });
  });
});
