import { defineDataset, type Query, schema } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { type Caller, localCaller } from '../../access/caller.ts';
import { indicator_value } from '../../records/indicator-value.ts';
import type { Row } from '../cells.ts';
import type { Database } from '../database.ts';
import { prepareQuery, runQuery } from '../query/query.ts';
import { deleteRecord, patchRecord } from '../record.ts';
import { createTables } from '../schema.ts';
import { tableOf } from '../table.ts';
import { testContext } from '../testing.ts';
import { writeRecords } from '../write.ts';
import { parseInstant } from '../zone.ts';

const row = schema({
  required: ['code'],
  properties: {
    code: { type: 'string', format: 'code' },
    day: { type: 'string', format: 'date' },
    name: { type: 'string' },
    owner: { type: 'string', 'x-personal': 'basic' },
    place: { type: 'string', 'x-ref': 'place' },
    value: { type: 'number' },
  },
});
const kept = defineDataset({ row, key: ['code'], time: 'day', history: true });
const place = defineDataset({
  row: schema({ required: ['code', 'name_vi'], properties: { code: { type: 'string', format: 'code' }, name_vi: { type: 'string' } } }),
  key: ['code'],
});
const ward = {
  key: '22918@2025-07-01',
  code: '22918',
  version: '2025-07-01',
  level: 'ward',
  title: { vi: 'Phường Mũi Né' },
  validFrom: '2025-07-01',
} as const;

describeDatabases('history', (open) => {
  async function start(database?: Database) {
    const used = database ?? (await open());
    let now = 0;
    let reads = 0;
    const { dialect } = used;
    const watched: Database = {
      ...used,
      dialect: {
        ...dialect,
        reader: (selections) => {
          const read = dialect.reader(selections);
          return (pool) => {
            reads++;
            return read(pool);
          };
        },
      },
    };
    const context = await testContext(watched, {
      datasets: { kept, place, plain: { ...kept, history: false }, 'core/indicator_value': indicator_value },
      indicators: { mixed: { formula: 'count(kept)/count(plain)', unit: '1', frequency: 'day' } },
      units: [ward],
      clock: { now: () => now },
    });
    const caller: Caller = { ...localCaller(), isSystem: true };
    const refusal = async (query: Query, by: Caller = caller) => {
      try {
        await runQuery(context, { query, caller: by });
      } catch (error) {
        return (error as { details: { readonly [name: string]: unknown } }).details;
      }
      throw new Error('was answered');
    };
    return {
      context,
      caller,
      refusal,
      reads: () => reads,
      at(text: string) {
        now = parseInstant(`${text}+07:00`) ?? Number.NaN;
      },
      async write(dataset: string, ...rows: Row[]) {
        const outcome = await writeRecords(context, { dataset, rows: rows.map((each, index) => ({ line: index + 1, row: each })), caller });
        expect(outcome.refused).toEqual([]);
        return outcome;
      },
      rows: async (query: Query, by: Caller = caller) => (await runQuery(context, { query, caller: by })).rows,
      past: async () => (await used.read('d_test__kept__past').select().orderBy('_to')) as { readonly [column: string]: unknown }[],
    };
  }

  test('an official figure was not known before its release, and one that was corrected was another (OP-24)', async () => {
    const { at, write, rows, context, caller } = await start();
    const cpi = {
      indicator_code: 'se.cpi',
      period_type: 'month',
      period_start: '2026-09-01',
      period_end: '2026-09-30',
      unit: ward.key,
      breakdown: '*',
    };
    at('2026-09-29T09:00:00');
    await write('core/indicator_value', { ...cpi, vintage: 1, value: 3.1, value_status: 'estimate' });
    at('2026-10-03T09:00:00');
    await write('core/indicator_value', { ...cpi, vintage: 2, value: 3.38, value_status: 'official' });
    at('2026-10-05T15:00:00');
    await write('core/indicator_value', { ...cpi, vintage: 2, value: 3.39 });
    const asked = (asAt?: string): Query => ({
      from: 'core/indicator_value',
      select: ['vintage', 'value', 'value_status'],
      where: { indicator_code: 'se.cpi' },
      sort: ['-vintage'],
      limit: 1,
      ...(asAt && { asAt }),
    });
    expect(await rows(asked())).toEqual([[2, 3.39, 'official']]);
    expect(await rows(asked('2026-10-03T08:59:59+07:00'))).toEqual([[1, 3.1, 'estimate']]);
    expect(await rows(asked('2026-10-03T09:00:00+07:00'))).toEqual([[2, 3.38, 'official']]);
    expect(await rows(asked('2026-10-05T14:59:59.999+07:00'))).toEqual([[2, 3.38, 'official']]);
    expect(await rows(asked('2026-10-05T08:00:00Z'))).toEqual([[2, 3.39, 'official']]);
    expect(await rows(asked('2026-09-01T00:00'))).toEqual([]);
    const { result } = await prepareQuery(context, { query: asked('2026-10-01T00:00'), caller }).run();
    expect(result.trust).toMatchObject({ receivedAt: '2026-09-29T09:00:00+07:00', n: 1 });
  });

  test('a write that says nothing new keeps no version, and one that is refused neither', async () => {
    const { at, write, past } = await start();
    at('2026-10-01T00:00:00');
    await write('test/kept', { code: 'a', value: 1 });
    at('2026-10-02T00:00:00');
    expect(await write('test/kept', { code: 'a', value: 1 })).toMatchObject({ same: 1 });
    expect(await past()).toEqual([]);
    await write('test/kept', { code: 'a', value: 2 }, { code: 'b', value: 1 });
    expect(await past()).toHaveLength(1);
  });

  test('holds what was deleted, and patched, in the answer of one statement', async () => {
    const { at, write, rows, context, caller, reads } = await start();
    at('2026-10-01T08:00:00');
    await write('test/kept', { code: 'a', value: 1, day: '2026-10-01', name: 'Đèn' });
    const one = { dataset: 'test/kept', id: 1, caller };
    at('2026-10-02T08:00:00');
    await patchRecord(context, { ...one, revision: 1, patch: { value: 5, name: null } });
    at('2026-10-03T08:00:00');
    await deleteRecord(context, { ...one, revision: 2 });
    at('2026-10-04T08:00:00');
    await write('test/kept', { code: 'a', value: 9 });
    const ask = (asAt: string) => rows({ from: 'test/kept', select: ['code', 'name', 'value'], asAt });
    expect(await ask('2026-10-01T12:00')).toEqual([['a', 'Đèn', 1]]);
    const before = reads();
    expect(await ask('2026-10-02T12:00')).toEqual([['a', null, 5]]);
    expect(reads()).toBe(before + 1);
    expect(await ask('2026-10-03T12:00')).toEqual([]);
    expect(await ask('2026-10-04T12:00:00.000Z'.replace('12', '01'))).toEqual([['a', null, 9]]);
    // Words are found in earlier text, too.
    expect(await rows({ from: 'test/kept', select: ['code'], where: { name: { has: 'den' } }, asAt: '2026-10-01T12:00' })).toEqual([['a']]);
  });

  test('the clock of an answer is that of then, and nothing that comes later moves it', async () => {
    const { at, write, rows, context, caller } = await start();
    at('2026-10-01T08:00:00');
    await write('test/kept', { code: 'a', day: '2026-10-01' });
    at('2026-11-21T08:00:00');
    const query: Query = { from: 'test/kept', measures: { n: { fn: 'count' } }, time: 'today', asAt: '2026-10-01T23:59:59' };
    const prepared = prepareQuery(context, { query, caller });
    const { result, wakeAt } = await prepared.run();
    expect(result.rows).toEqual([[1]]);
    expect(result.period).toEqual({ from: '2026-10-01T00:00:00+07:00', to: '2026-10-02T00:00:00+07:00' });
    expect([prepared.datasets, wakeAt]).toEqual([[], undefined]);
    expect(await rows({ ...query, time: 'today', asAt: '2026-10-02T00:00' })).toEqual([[0]]);
    expect(await rows({ ...query, time: 'month', asAt: '2026-10-02T00:00' })).toEqual([[1]]);
  });

  test('what is not known as it was is refused, and what has not come', async () => {
    const { at, refusal } = await start();
    at('2026-11-21T08:00:00');
    const asAt = '2026-11-20T08:00:00+07:00';
    const ofPlain = {
      path: 'asAt',
      dataset: 'test/plain',
      reason: { vi: 'Tập dữ liệu test/plain không lưu các bản trước.', en: 'The dataset test/plain keeps no earlier versions.' },
    };
    expect(await refusal({ from: 'test/plain', asAt })).toEqual(ofPlain);
    expect(await refusal({ from: 'test/mixed', asAt })).toEqual(ofPlain);
    expect(await refusal({ from: 'test/kept', select: ['place.name_vi'], asAt })).toMatchObject({ dataset: 'test/place' });
    expect(await refusal({ from: 'test/kept', where: { 'place.name_vi': 'x' }, asAt })).toMatchObject({ dataset: 'test/place' });
    const ofPlace: Caller = { ...localCaller(), rows: (name) => (name === 'test/kept' ? { 'place.name_vi': 'x' } : undefined) };
    expect(await refusal({ from: 'test/kept', select: ['code'], asAt }, ofPlace)).toMatchObject({ dataset: 'test/place' });
    expect(await refusal({ from: 'test/kept', asAt: '2026-11-21T08:00:00.001+07:00' })).toMatchObject({
      reason: { en: 'This instant has not come yet.' },
    });
    for (const text of ['2026-11-20', 'hôm qua', '2026-02-30T00:00'])
      expect(await refusal({ from: 'test/kept', asAt: text })).toMatchObject({ path: 'asAt' });
  });

  test('personal values stay in the record alone', async () => {
    const { at, write, past, refusal } = await start();
    at('2026-10-01T08:00:00');
    await write('test/kept', { code: 'a', owner: 'Người dân', value: 1 });
    at('2026-10-02T08:00:00');
    await write('test/kept', { code: 'a', owner: 'Người khác', value: 2 });
    expect(await past()).toMatchObject([{ code: 'a', value: 1, owner: null, owner__fold: null }]);
    expect(await refusal({ from: 'test/kept', select: ['owner'], asAt: '2026-10-01T12:00' })).toMatchObject({ field: 'owner' });
  });

  test('a reader gets the versions that were within his rows', async () => {
    const { at, write, rows } = await start();
    const ofOne: Caller = { ...localCaller(), rows: (name) => (name === 'test/kept' ? { place: 'p1' } : undefined) };
    at('2026-10-01T08:00:00');
    await write('test/kept', { code: 'a', place: 'p1' }, { code: 'b', place: 'p2' });
    at('2026-10-02T08:00:00');
    await write('test/kept', { code: 'a', place: 'p2' }, { code: 'b', place: 'p1' });
    const ask = (asAt: string) => rows({ from: 'test/kept', select: ['code'], asAt }, ofOne);
    expect(await ask('2026-10-01T12:00')).toEqual([['a']]);
    expect(await ask('2026-10-02T08:00')).toEqual([['b']]);
  });

  test('versions of a record follow each other without gap or overlap, however many write at once', async () => {
    const database = await open();
    let tick = 0;
    const context = await testContext(database, { datasets: { kept, place }, clock: { now: () => ++tick } });
    const codes = ['a', 'b', 'c'];
    const writer = async (number: number) => {
      for (let turn = 0; turn < 10; turn++) {
        const rows = codes.map((code, index) => ({ line: index + 1, row: { code, value: number * 100 + turn } }));
        await writeRecords(context, { dataset: 'test/kept', rows, caller: localCaller() });
      }
    };
    await Promise.all([1, 2, 3, 4].map(writer));
    const versions = await database.read('d_test__kept__past').select('code', '_rev', '_from', '_to').orderBy(['code', '_rev']);
    const current = await database.read('d_test__kept').select('code', '_rev', '_received_at');
    for (const code of codes) {
      const past = versions.filter((version) => version.code === code);
      const now = current.find((record) => record.code === code);
      expect(past.map(({ _rev }) => Number(_rev))).toEqual(past.map((_, index) => index + 1));
      expect(Number(now._rev)).toBe(past.length + 1);
      expect(past.map(({ _to }) => Number(_to))).toEqual([...past.slice(1).map(({ _from }) => Number(_from)), Number(now._received_at)]);
      expect(past.every(({ _from, _to }) => Number(_from) <= Number(_to))).toBe(true);
    }
    expect(versions.length).toBeGreaterThan(60);
  });

  test('a dataset that gains a history, or a field, says since when it knows', async () => {
    const database = await open();
    const old = await start(database);
    old.at('2026-10-01T08:00:00');
    await old.write('test/plain', { code: 'a', value: 1 });
    const entry = old.context.registry.datasets.get('test/plain');
    if (!entry) throw new Error('no dataset');
    const more = { ...kept, row: { ...row, properties: { ...row.properties, more: { type: 'string' } } } } as typeof kept;
    const fields = new Map([
      ...entry.fields,
      ['more', { name: 'more', property: { type: 'string' }, type: 'string', label: { vi: 'more' }, required: false }] as const,
    ]);
    const table = tableOf({ ...entry, dataset: { ...entry.dataset, history: true } });
    expect(await createTables(database, [table])).toEqual([]);
    const tables = new Map([...old.context.tables, ['test/plain', table]]);
    const context = { ...old.context, tables };
    old.at('2030-01-01T00:00:00');
    const ask = (asAt: string) => runQuery(context, { query: { from: 'test/plain', select: ['code'], asAt }, caller: old.caller });
    await expect(ask('2026-10-01T12:00')).rejects.toMatchObject({ details: { path: 'asAt', dataset: 'test/plain' } });
    expect((await ask('2029-12-31T00:00')).rows).toEqual([['a']]);
    const wider = tableOf({ ...entry, dataset: { ...more, history: true }, fields });
    expect(await createTables(database, [wider])).toEqual([]);
    expect(Object.keys((await database.read('d_test__plain__past').columnInfo()) as object)).toContain('more');
  });

  test('is kept of a dataset whose name is as long as can be', async () => {
    const database = await open();
    const name = 'a'.repeat(49);
    const context = await testContext(database, { datasets: { place, [name]: kept } });
    for (const value of [1, 2])
      await writeRecords(context, { dataset: `test/${name}`, rows: [{ line: 1, row: { code: 'a', value } }], caller: localCaller() });
    expect(await database.read(`d_test__${name}__past`).pluck('value')).toEqual([1]);
  });
});
