import { type Dataset, defineDataset, type Property, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller } from '../access/caller.ts';
import { datasetEntry } from '../host/entries.ts';
import type { DataContext } from './context.ts';
import type { Database } from './database.ts';
import { getRecord } from './record.ts';
import { createTables } from './schema.ts';
import { tableOf } from './table.ts';
import { testContext } from './testing.ts';
import { writeRecords } from './write.ts';

const text = { type: 'string' } as const;

function notes(properties: { readonly [name: string]: Property }, more: Partial<Dataset> = {}): Dataset {
  return { row: schema({ required: ['code'], properties: { code: text, ...properties } }), key: ['code'], ...more };
}

function tableFrom(dataset: Dataset, name = 'note') {
  return tableOf(datasetEntry({ plugin: 'test', local: name, dataset, messages: { vi: {} } }));
}

describeDatabases('tables', (open) => {
  const start = async (database: Database, dataset: Dataset) => testContext(database, { datasets: { note: dataset } });
  const write = (context: DataContext, row: { readonly [field: string]: string | number }) =>
    writeRecords(context, { dataset: 'test/note', rows: [{ line: 1, row }], caller: localCaller() });
  const read = async (context: DataContext) => (await getRecord(context, { dataset: 'test/note', id: 1, caller: localCaller() })).record;

  it('are made once and stay as they are', async () => {
    const database = await open();
    const dataset = notes(
      { title: text, at: { type: 'string', format: 'date-time' }, category: { type: 'string', 'x-ref': 'category' } },
      { time: 'at' },
    );
    await write(await start(database, dataset), { code: 'A', title: 'Một' });
    expect(await read(await start(database, dataset))).toMatchObject({ code: 'A', title: 'Một' });
    expect(await createTables(database, [tableFrom(dataset)])).toEqual([]);
  });

  it('can be made by two processes at the same moment', async () => {
    const database = await open();
    const tables = [tableFrom(notes({ title: text }))];
    expect(await Promise.all([createTables(database, tables), createTables(database, tables), createTables(database, tables)])).toEqual([
      [],
      [],
      [],
    ]);
  });

  it('of before learn when their rows came first, as far as that is known, and keep it when rows change', async () => {
    const database = await open();
    const dataset = notes({ title: text });
    await write(await start(database, dataset), { code: 'A', title: 'Một' });
    const first = async () => {
      const [row] = await database.read('d_test__note').select('_first_at', '_received_at');
      return row;
    };
    const before = await first();
    expect(before._first_at).toBe(before._received_at);
    await database.write.raw('ALTER TABLE d_test__note DROP COLUMN _first_at');
    await database.write('d_test__note').update({ _received_at: 1000 });
    const again = await start(database, dataset);
    expect(await first()).toEqual({ _first_at: 1000, _received_at: 1000 });
    await write(again, { code: 'A', title: 'Hai' });
    const after = await first();
    expect([after._first_at, after._received_at > 1000]).toEqual([1000, true]);
  });

  it('gain the columns of new fields and keep their rows', async () => {
    const database = await open();
    await write(await start(database, notes({ title: text })), { code: 'A', title: 'Một' });
    const wider = await start(
      database,
      notes({
        title: text,
        count: { type: 'integer' },
        place: { type: 'object', format: 'geo-point' },
        body: { type: 'string', format: 'text' },
      }),
    );
    await write(wider, { code: 'A', count: 2, body: 'Đường' });
    expect(await read(wider)).toMatchObject({ code: 'A', title: 'Một', count: 2, body: 'Đường' });
  });

  it('are made of records that lie along a line or in an area', async () => {
    const area = { type: 'object', format: 'geo-polygon' } as const;
    const context = await start(await open(), notes({ area }, { geo: 'area' }));
    expect(await write(context, { code: 'A' })).toMatchObject({ added: 1 });
  });

  it('keep the values of a field that is gone, and show them when it returns', async () => {
    const database = await open();
    await write(await start(database, notes({ title: text })), { code: 'A', title: 'Một' });
    const without = await start(database, notes({}));
    expect(await read(without)).not.toHaveProperty('title');
    expect(await write(without, { code: 'B' })).toMatchObject({ added: 1 });
    expect(await read(await start(database, notes({ title: text })))).toMatchObject({ title: 'Một' });
  });

  it('make the searchable and sortable copies of text that became free', async () => {
    const database = await open();
    await write(await start(database, notes({ title: { type: 'string', enum: ['Đèn', 'Nước'] } })), { code: 'A', title: 'Đèn' });
    const free = await start(database, notes({ title: text }));
    const row = await database.read('d_test__note').first('title__fold', 'title__sort');
    expect(row.title__fold).toBe('den');
    expect(row.title__sort).not.toBe('');
    const closed = await start(database, notes({ title: { type: 'string', enum: ['Đèn', 'Nước'] } }));
    await write(closed, { code: 'A', title: 'Nước' });
    await start(database, notes({ title: text }));
    expect((await database.read('d_test__note').first('title__fold')).title__fold).toBe('nuoc');
    expect(await write(free, { code: 'A', title: 'Nước' })).toMatchObject({ same: 1 });
  });

  it('are left as they are when the dataset no longer fits, and say why', async () => {
    const database = await open();
    const context = await start(database, notes({ title: text, ward: text }));
    await write(context, { code: 'A', title: 'Một' });
    const problems = await createTables(database, [
      tableFrom(notes({ title: { type: 'integer' }, ward: { type: 'string', format: 'unit' }, extra: text }, { key: ['code', 'title'] })),
    ]);
    expect(problems).toMatchObject([{ of: 'dataset:test/note', code: 'table-differs' }]);
    expect(problems[0]?.message).toContain('the key was (code) and is now (code, title)');
    expect(problems[0]?.message).toContain('field title was kept as text and is now integer');
    expect(problems[0]?.message).toContain('field ward was kept as text and is now unit');
    expect(await database.dialect.columnsOf(database.read, 'd_test__note')).not.toContain('extra');
    expect(await read(context)).toMatchObject({ title: 'Một' });
  });

  it('are not taken over from somebody else, and a lost one is not made anew', async () => {
    const database = await open();
    await testContext(database, { datasets: {} });
    await database.write.raw('CREATE TABLE d_test__note (x INTEGER)');
    expect((await createTables(database, [tableFrom(notes({}))]))[0]?.message).toContain('did not make');
    expect(await createTables(database, [tableFrom(notes({}), 'other')])).toEqual([]);
    await database.write.raw('DROP TABLE d_test__other');
    expect((await createTables(database, [tableFrom(notes({}), 'other')]))[0]?.message).toContain('has lost the table');
  });

  it('are refused for names that the database could confuse', async () => {
    const database = await open();
    const messages = async (...datasets: [Dataset, string][]) =>
      (
        await createTables(
          database,
          datasets.map(([dataset, name]) => tableFrom(dataset, name)),
        )
      ).map(({ message }) => message);
    expect(await messages([notes({ 'a"; DROP TABLE unit; --': text }), 'a'])).toEqual([expect.stringContaining('cannot be a name')]);
    expect(await messages([notes({ Title: text }), 'b'])).toEqual([expect.stringContaining('"Title" cannot be a name')]);
    expect(await messages([notes({ ['x'.repeat(64)]: text }), 'c'])).toEqual([expect.stringContaining('cannot be a name')]);
    expect(await messages([notes({ title: text, title__fold: text }), 'd'])).toEqual([
      expect.stringContaining('share the column title__fold'),
    ]);
    expect(await messages([notes({}), 'e-f'], [notes({}), 'e_f'])).toEqual([expect.stringContaining('another dataset has the table')]);
    expect(await messages([notes({}), 'g'.repeat(60)])).toEqual([expect.stringContaining('cannot be a name')]);
    expect(await database.dialect.columnsOf(database.read, 'unit')).toContain('code');
  });

  it('find rows by index for the key, the time and the unit, and illustrative ones', async () => {
    const database = await open();
    const dataset = defineDataset({
      row: schema({
        required: ['code'],
        properties: { code: text, at: { type: 'string', format: 'date-time' }, ward: { type: 'string', format: 'unit' } },
      }),
      key: ['code'],
      time: 'at',
      unit: 'ward',
    });
    await start(database, dataset);
    expect(await indexes(database)).toEqual([
      'd_test__note__by__received_at',
      'd_test__note__by__sample_only',
      'd_test__note__by_at',
      'd_test__note__by_key',
      'd_test__note__by_ward_at',
    ]);
  });

  it('take on the indexes that are asked for now and lose those that are not, with their rows', async () => {
    const database = await open();
    const dataset = notes({ a: { type: 'integer' }, b: { type: 'integer' } });
    const table = (...lookups: string[]) => tableOf(tableFrom(dataset).entry, new Set(lookups));
    await write(await start(database, dataset), { code: 'A', a: 1 });
    const usual = await indexes(database);
    expect(await createTables(database, [table('a')])).toEqual([]);
    expect(await indexes(database)).toEqual([...usual, 'd_test__note__by_a'].sort());
    expect(await createTables(database, [table('b')])).toEqual([]);
    expect(await indexes(database)).toEqual([...usual, 'd_test__note__by_b'].sort());
    expect(await read(await start(database, dataset))).toMatchObject({ code: 'A', a: 1 });
    expect(await indexes(database)).toEqual(usual);
  });
});

async function indexes(database: Database): Promise<string[]> {
  const sql =
    database.kind === 'sqlite'
      ? "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'd_test__note'"
      : "SELECT indexname AS name FROM pg_indexes WHERE tablename = 'd_test__note' AND indexname NOT LIKE '%_pkey'";
  const answer = await database.read.raw(sql);
  const rows: { name: string }[] = database.kind === 'sqlite' ? answer : answer.rows;
  return rows.map(({ name }) => name).sort();
}
