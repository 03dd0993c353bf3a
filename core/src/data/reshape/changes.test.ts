import { type Changes, type Dataset, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import type { Row } from '../cells.ts';
import type { DataContext } from '../context.ts';
import { runQuery } from '../query/query.ts';
import { testContext } from '../testing.ts';
import { integer, notes, read, start, text, word, write } from './testing.ts';

describeDatabases('declared changes of a dataset', (open) => {
  const all = async (context: DataContext, select: string[]) =>
    (await runQuery(context, { query: { from: 'test/note', select, sort: ['code'] }, caller: localCaller() })).rows;
  /** An older database, and the dataset as it has become. */
  const upgrade = async (before: Dataset, rows: Row[], after: Dataset) => {
    const database = await open();
    const old = await start(database, before);
    expect(await write(old, ...rows)).toMatchObject({ added: rows.length });
    return start(database, after);
  };

  it('rename a field with all that hangs on it', async () => {
    const point = { type: 'object', format: 'geo-point' } as const;
    const at = { type: 'Point', coordinates: [108.1, 10.9] };
    const context = await upgrade(
      notes({ title: text, place: point }),
      [{ code: 'A', title: 'Đường hỏng', place: at }],
      notes(
        { heading: text, position: point },
        { 2: [{ rename: ['title', 'heading'] }, { rename: ['place', 'position'] }] },
        { geo: 'position' },
      ),
    );
    expect((await read(context)).record).toMatchObject({ code: 'A', heading: 'Đường hỏng', position: at });
    const found = await runQuery(context, {
      query: { from: 'test/note', select: ['code'], where: { heading: { has: 'duong' } } },
      caller: localCaller(),
    });
    expect(found.rows).toEqual([['A']]);
    expect(await write(context, { code: 'A', heading: 'Đường tốt' })).toMatchObject({ changed: 1 });
    expect(await context.database.dialect.columnsOf(context.database.read, 'd_test__note')).not.toContain('title');
  });

  it('set a field aside with its values, and take on one of the same name', async () => {
    const context = await upgrade(
      notes({ kind: text }),
      [{ code: 'A', kind: 'old' }],
      notes({ kind: integer }, { 2: [{ archive: 'kind' }, { add: 'kind', value: 7 }] }),
    );
    expect((await read(context)).record).toMatchObject({ kind: 7 });
    expect(await context.database.read('d_test__note').select('kind__v2')).toEqual([{ kind__v2: 'old' }]);
  });

  it('give a new field a value, or what another one holds', async () => {
    const context = await upgrade(
      notes({ title: text }),
      [{ code: 'A', title: 'Một' }, { code: 'B' }],
      notes(
        { title: text, level: word, name: text, weight: { type: 'number' }, on: { type: 'string', format: 'date-time' } },
        {
          2: [
            { add: 'level', value: 'normal' },
            { add: 'name', value: { field: 'title' } },
          ],
          3: [
            { add: 'weight', value: 1.5 },
            { add: 'on', value: '2026-01-01' },
          ],
        },
      ),
    );
    expect(await all(context, ['code', 'level', 'name', 'weight', 'on'])).toEqual([
      ['A', 'normal', 'Một', 1.5, '2026-01-01T00:00:00+07:00'],
      ['B', 'normal', null, 1.5, '2026-01-01T00:00:00+07:00'],
    ]);
    expect(await context.database.read('d_test__note').orderBy('_id').select('name__fold', '_rev')).toEqual([
      { name__fold: 'mot', _rev: 1 },
      { name__fold: null, _rev: 1 },
    ]);
  });

  it('widen whole numbers to numbers, days to instants, codes to text', async () => {
    const context = await upgrade(
      notes({ count: integer, on: { type: 'string', format: 'date' }, title: word }, undefined, { time: 'on' }),
      [{ code: 'A', count: 3, on: '2026-11-22', title: 'Đèn' }, { code: 'B' }],
      notes(
        { count: { type: 'number' }, on: { type: 'string', format: 'date-time' }, title: text },
        {
          2: [{ widen: 'count' }, { widen: 'on' }],
          3: [{ widen: 'title' }, { backfill: 'count', value: 0.5, where: { title: { has: 'den' } } }],
        },
        { time: 'on' },
      ),
    );
    expect(await all(context, ['code', 'count', 'on'])).toEqual([
      ['A', 0.5, '2026-11-22T00:00:00+07:00'],
      ['B', null, null],
    ]);
    expect(await write(context, { code: 'B', count: 2.5, title: 'Nước' })).toMatchObject({ changed: 1 });
    const kept = await context.database.read('d_test__note').where('code', 'A').first('count__v2', 'on__v2', 'title__fold');
    expect(kept).toEqual({ count__v2: 3, on__v2: '2026-11-22', title__fold: 'den' });
  });

  it('backfill the rows that a condition means, as a write would', async () => {
    const before = notes({ status: word, note: text });
    const database = await open();
    await write(
      await start(database, before),
      { code: 'A', status: 'done' },
      { code: 'B', status: 'new' },
      { code: 'C', status: 'closed' },
    );
    const changes: Changes = { 2: [{ backfill: 'status', value: 'closed', where: { any: [{ status: 'done' }, { status: 'closed' }] } }] };
    const context = await start(database, notes({ status: { type: 'string', enum: ['new', 'closed'] }, note: text }, changes));
    expect(await all(context, ['code', 'status'])).toEqual([
      ['A', 'closed'],
      ['B', 'new'],
      ['C', 'closed'],
    ]);
    // Who had the value already was not changed.
    expect(await database.read('d_test__note').orderBy('_id').pluck('_rev')).toEqual([2, 1, 1]);
    const told = await database.read('change').where({ dataset: 'test/note', kind: 'changed' }).orderBy('id').pluck('record');
    expect(told.map(Number)).toEqual([1, 0]);
    const audit = await database.read('audit').where({ dataset: 'test/note', action: 'change:v2' });
    expect(audit).toMatchObject([{ record: 'v2', caller: 'system' }]);
    expect(database.dialect.decode('json', audit[0].fields)).toEqual({ version: [1, 2], changes: [null, changes[2]], records: [null, 1] });
  });

  it('backfill rows of units that lie in another, and refuse conditions on other datasets', async () => {
    const unit = (key: string, level: 'province' | 'ward', parent?: string) =>
      ({ key, code: key, version: '2025-07-01', level, title: { vi: key }, validFrom: '2025-07-01', ...(parent && { parent }) }) as const;
    const units = [unit('60@2025-07-01', 'province'), unit('1@2025-07-01', 'ward', '60@2025-07-01'), unit('2@2025-07-01', 'ward')];
    const ward = { type: 'string', format: 'unit' } as const;
    const database = await open();
    const setup = (note: Dataset) => testContext(database, { datasets: { note }, units });
    await write(await setup(notes({ ward, place: text })), { code: 'A', ward: '1@2025-07-01' }, { code: 'B', ward: '2@2025-07-01' });
    const where = { ward: { within: '60@2025-07-01' } };
    const context = await setup(notes({ ward, place: text }, { 2: [{ backfill: 'place', value: 'here', where }] }));
    expect(await all(context, ['code', 'place'])).toEqual([
      ['A', 'here'],
      ['B', null],
    ]);
    const asking = notes({ ward, place: text }, { 2: [], 3: [{ backfill: 'place', value: 'x', where: { 'place.name': 'y' } }] });
    await expect(setup(asking)).rejects.toThrow('asks another dataset');
  });

  it('change the key, and are written by the new one', async () => {
    const context = await upgrade(
      notes({ year: integer, title: text }),
      [{ code: 'A', year: 2025, title: 'Một' }],
      notes(
        { year: integer, number: text, title: text },
        { 2: [{ rename: ['code', 'number'] }, { key: ['number', 'year'] }, { add: 'code', value: 'x' }] },
        {
          key: ['number', 'year'],
        },
      ),
    );
    expect(
      await write(context, { code: 'x', number: 'A', year: 2026 }, { code: 'x', number: 'A', year: 2025, title: 'Hai' }),
    ).toMatchObject({
      added: 1,
      changed: 1,
    });
    await expect(context.database.write.raw('UPDATE d_test__note SET year = NULL')).rejects.toThrow(/null/i);
    await expect(context.database.write.raw('UPDATE d_test__note SET year = 2025')).rejects.toThrow(/unique/i);
  });

  it('leave the old key free of values', async () => {
    const context = await upgrade(notes({ number: text }), [{ code: 'A', number: '1' }], {
      row: schema({ required: ['number'], properties: { number: text } }),
      key: ['number'],
      changes: { 2: [{ key: ['number'] }, { archive: 'code' }] },
    });
    expect(await write(context, { number: '2' })).toMatchObject({ added: 1 });
    expect(await context.database.read('d_test__note').orderBy('_id').select('_id', 'number', 'code__v2')).toEqual([
      { _id: 1, number: '1', code__v2: 'A' },
      { _id: 2, number: '2', code__v2: null },
    ]);
  });

  it('lead through names that fields had for a while', async () => {
    const context = await upgrade(
      notes({ a: integer, b: integer }),
      [{ code: 'A', a: 1, b: 2 }],
      notes(
        { a: integer, b: integer, sum: { type: 'number' } },
        {
          2: [{ rename: ['a', 'tmp'] }, { rename: ['b', 'a'] }, { rename: ['tmp', 'b'] }],
          3: [{ add: 'passing', value: 4 }, { add: 'sum', value: { field: 'passing' } }, { archive: 'passing' }],
          4: [{ backfill: 'sum', value: { field: 'a' }, where: { b: 1 } }],
        },
        {},
      ),
    );
    expect((await read(context)).record).toMatchObject({ a: 2, b: 1, sum: 2 });
  });
});
