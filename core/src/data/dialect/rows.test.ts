import { expect, it } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { createTables } from '../schema.ts';
import type { Column } from '../table.ts';
import { run } from './statement.ts';

describeDatabases('rows of a table', (open) => {
  const start = async () => {
    const database = await open();
    await createTables(database, []);
    return database;
  };

  it('are added under a condition however many of their cells go into one statement', async () => {
    const { dialect, read, write } = await start();
    for (const width of [67, 163, 181]) {
      const table = `wide${width}`;
      const columns = Array.from({ length: width }, (_, index): Column => ({ name: `c${index}`, store: 'integer' }));
      const list = columns.map(({ name, store }) => `${name} ${dialect.columnType(store)}`).join(', ');
      await write.raw(`CREATE TABLE ${table} (_id ${dialect.serialKey}, ${list})${dialect.tableOptions}`);
      const rows = Array.from({ length: 600 }, (_, row) => columns.map((_, index) => row * 1000 + index));
      const given = { sql: '? < ? AND ? = ?', values: [1, 2, 3, 3] };
      expect(await dialect.add(write, { table, columns, rows, key: ['c0'], about: [], given })).toEqual([]);
      const [found] = await read(table)
        .count({ n: '*' })
        .max({ last: `c${width - 1}` });
      expect([Number(found?.n), Number(found?.last)]).toEqual([600, 599_000 + width - 1]);
    }
  });

  it('are deleted for each of a list, also where a field has the name of the number of a row', async () => {
    const { dialect, read, write } = await start();
    const [text, integer] = [dialect.columnType('text'), dialect.columnType('integer')];
    await write.raw(`CREATE TABLE cell (day ${integer}, rowid ${text}, n ${integer})${dialect.tableOptions}`);
    await write('cell').insert([
      { day: 1, rowid: null, n: 1 },
      { day: 1, rowid: 'A', n: 2 },
      { day: 2, rowid: null, n: 3 },
      { day: 2, rowid: 'A', n: 4 },
    ]);
    const items = dialect.rows([{ name: 'start', store: 'integer' }], [[1], [7]]);
    const { sql, values } = dialect.deleteEach(
      { sql: `${items.sql} AS m`, values: items.values },
      { sql: 'cell', values: [] },
      { sql: 'c', values: [] },
      { sql: 'c.day = m.start AND c.n < ?', values: [100] },
    );
    await dialect.transaction(write, (connection) => run(connection, sql, values));
    expect(
      await read('cell')
        .orderBy('n')
        .pluck('n')
        .then((all) => all.map(Number)),
    ).toEqual([3, 4]);
  });
});
