import { defineDataset, schema } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { type Caller, localCaller } from '../../access/caller.ts';
import type { Row } from '../cells.ts';
import { testContext } from '../testing.ts';
import { writeRecords } from '../write.ts';
import { runQuery } from './query.ts';

const road = defineDataset({
  row: schema({ required: ['code', 'name'], properties: { code: { type: 'string', format: 'code' }, name: { type: 'string' } } }),
  key: ['code'],
});
const closure = defineDataset({
  row: schema({
    required: ['code', 'at'],
    properties: {
      code: { type: 'string', format: 'code' },
      at: { type: 'string', format: 'date-time' },
      first: { type: 'string', 'x-ref': 'road' },
      detours: { type: 'array', items: { type: 'string' }, 'x-ref': 'road' },
      number: { type: 'integer', 'x-ref': 'road' },
    },
  }),
  key: ['code'],
  time: 'at',
});

describeDatabases('names of records', (open) => {
  async function start() {
    const context = await testContext(await open(), { datasets: { road, closure } });
    const write = (dataset: string, rows: readonly Row[]) =>
      writeRecords(context, {
        dataset: `test/${dataset}`,
        rows: rows.map((row, index) => ({ line: index + 1, row })),
        caller: { ...localCaller(), can: () => true },
      });
    await write(
      'road',
      ['a', 'b', 'c', 'd'].map((code) => ({ code, name: `Đường ${code}` })),
    );
    await write('closure', [
      { code: '1', at: '2026-11-20T08:00:00+07:00', first: 'a', detours: ['b', 'x', 'c'], number: 7 },
      { code: '2', at: '2026-11-20T09:00:00+07:00', detours: [] },
      { code: '3', at: '2026-11-20T10:00:00+07:00', first: 'd', detours: ['b'] },
    ]);
    return (query: object, caller: Caller = localCaller()) => runQuery(context, { query: { from: 'test/closure', ...query }, caller });
  }

  test('come with codes and with the items of lists, as far as these stand on the page', async () => {
    const ask = await start();
    const { fields } = await ask({ select: ['first', 'detours'], sort: ['code'], limit: 2 });
    expect(fields.map(({ values }) => values)).toEqual([{ a: { vi: 'Đường a' } }, { b: { vi: 'Đường b' }, c: { vi: 'Đường c' } }]);
  });

  test('come with groups, with newest values, and with groups of a comparison alone', async () => {
    const ask = await start();
    const { fields, rows } = await ask({
      by: ['first'],
      measures: { n: { fn: 'count' }, detours: { fn: 'last', field: 'detours' } },
      time: { from: '2026-11-20T09:30+07:00', to: '2026-11-20T12:30+07:00' },
      compare: ['previous'],
    });
    expect(rows).toEqual([
      ['a', 0, 1, null, ['b', 'x', 'c']],
      ['d', 1, 0, ['b'], null],
      [null, 0, 1, null, []],
    ]);
    expect(fields.map(({ values }) => values)).toEqual([
      { a: { vi: 'Đường a' }, d: { vi: 'Đường d' } },
      undefined,
      undefined,
      { b: { vi: 'Đường b' } },
      { b: { vi: 'Đường b' }, c: { vi: 'Đường c' } },
    ]);
  });

  test('do not come with values that are no keys of what they refer to', async () => {
    const ask = await start();
    const { fields, rows } = await ask({ select: ['number', 'first'], sort: ['code'], limit: 1 });
    expect(rows).toEqual([[7, 'a']]);
    expect(fields.map(({ values }) => values)).toEqual([undefined, { a: { vi: 'Đường a' } }]);
    expect((await ask({ by: ['number'], measures: { n: { fn: 'count' } } })).rows).toEqual([
      [7, 1],
      [null, 2],
    ]);
  });

  test('are those of the records that the caller gets', async () => {
    const ask = await start();
    const caller: Caller = { ...localCaller(), rows: (dataset) => (dataset === 'test/road' ? { code: 'b' } : undefined) };
    const { fields } = await ask({ select: ['first', 'detours'] }, caller);
    expect(fields.map(({ values }) => values)).toEqual([undefined, { b: { vi: 'Đường b' } }]);
  });
});
