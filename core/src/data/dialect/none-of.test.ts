import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { createTables } from '../schema.ts';
import { run } from './statement.ts';

describeDatabases('a text that is none of many', (open) => {
  const start = async () => {
    const { write, read, dialect, ...database } = await open();
    await createTables({ write, read, dialect, ...database }, []);
    await write.schema.createTable('cell', (table) => void table.text('name'));
    await write.schema.createTable('mark', (table) => void table.text('name'));
    const fill = (table: string, count: number, step: number) =>
      dialect.insert(write, {
        table,
        columns: [{ name: 'name', store: 'text' }],
        rows: Array.from({ length: count }, (_, index) => [`n${index * step}`]),
      });
    await fill('cell', 2000, 1);
    const isFree = dialect.isNoneOf({ sql: 'name', values: [] }, { sql: 'SELECT name FROM mark WHERE name <> ?', values: ['n0'] });
    const ask = (explain = '') => run(read, `${explain}SELECT name FROM cell WHERE ${isFree.sql} ORDER BY name`, isFree.values);
    return { kind: database.kind, write, fill, ask };
  };

  test('is told, also where there is none', async () => {
    const { fill, ask } = await start();
    expect(await ask()).toHaveLength(2000);
    await fill('mark', 1000, 2);
    const found = await ask();
    expect(found).toHaveLength(1001);
    expect(found.filter(({ name }) => Number(String(name).slice(1)) % 2 === 0)).toEqual([{ name: 'n0' }]);
  });

  test.each([1, 50_000])('is looked up in a hash table or an index, also when the planner expects %i', async (expected) => {
    const { kind, write, fill, ask } = await start();
    await fill('mark', expected, 1);
    await write.raw('ANALYZE');
    await write('mark').delete();
    await fill('mark', 500, 3);
    const plan = JSON.stringify(await ask(kind === 'sqlite' ? 'EXPLAIN QUERY PLAN ' : 'EXPLAIN '));
    if (kind === 'sqlite') expect(plan).toMatch(/"LIST SUBQUERY/);
    else expect(plan).toMatch(/hashed SubPlan/);
  });
});
