import { expect, it } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import type { Database } from '../database.ts';

async function filled({ write, dialect }: Database): Promise<void> {
  const text = dialect.columnType('text');
  await write.raw(
    `CREATE TABLE d_t (_id ${dialect.serialKey}, _rev ${dialect.columnType('integer')} NOT NULL, a ${text} NOT NULL, b ${text})${dialect.tableOptions}`,
  );
  for (const a of ['x', 'y', 'z']) await write('d_t').insert({ _rev: 1, a });
}

describeDatabases('tables that change their shape', (open) => {
  it('set columns of many rows by their keys', async () => {
    const database = await open();
    await filled(database);
    const { dialect, write } = database;
    await dialect.update(write, {
      table: 'd_t',
      key: [
        { name: '_id', store: 'integer' },
        { name: '_rev', store: 'integer' },
      ],
      columns: [
        { name: 'a', store: 'text' },
        { name: 'b', store: 'text' },
      ],
      rows: [
        [1, 1, 'x, "1"', null],
        [2, 7, 'nobody', 'nobody'],
        [3, 1, 'z3', 'Đ'],
      ],
    });
    expect(await write('d_t').orderBy('_id').select('a', 'b')).toEqual([
      { a: 'x, "1"', b: null },
      { a: 'y', b: null },
      { a: 'z3', b: 'Đ' },
    ]);
  });

  it('ask for values in other columns than before, keep their rows, and give no number again', async () => {
    const database = await open();
    await filled(database);
    const { dialect, write } = database;
    await write('d_t').update({ b: 'b' });
    await write('d_t').where('_id', 3).delete();
    await dialect.transaction(write, (connection) => dialect.shape.require(connection, 'd_t', new Set(['b'])));
    await write('d_t').insert({ _rev: 1, b: 'new' });
    expect(await write('d_t').orderBy('_id').select('_id', 'a', 'b')).toEqual([
      { _id: 1, a: 'x', b: 'b' },
      { _id: 2, a: 'y', b: 'b' },
      { _id: 4, a: null, b: 'new' },
    ]);
    await expect(write('d_t').insert({ _rev: 1, a: 'x' })).rejects.toThrow(/null/i);
    await expect(write('d_t').insert({ b: 'x' })).rejects.toThrow(/null/i);
  });

  it('tell how much room their database takes', async () => {
    const { dialect, read } = await open();
    const before = await dialect.shape.size(read);
    expect(before).toBeGreaterThan(4096);
    expect(Number.isInteger(before)).toBe(true);
  });
});
