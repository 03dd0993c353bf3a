import { defineDataset, schema } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import { tendRollups } from '../rollup/job.ts';
import { wrongPairs } from '../rollup/testing.ts';
import { testContext } from '../testing.ts';
import { writeRecords } from '../write.ts';
import { tendPartitions } from './partitions.ts';
import { removeExpired } from './remove-expired.ts';

const properties = { station: { type: 'string', format: 'code' }, level: { type: 'integer' } } as const;
const required = ['station', 'at'] as const;
const series = { key: ['station', 'at'], time: 'at' } as const;
const at = { type: 'string', format: 'date-time' } as const;
const date = { type: 'string', format: 'date' } as const;
const reading = defineDataset({ row: schema({ required, properties: { ...properties, at } }), ...series, keep: 'P2M' });
const daily = defineDataset({ row: schema({ required, properties: { ...properties, at: date } }), ...series, keep: 'P2M' });
const lasting = defineDataset({ row: schema({ required, properties: { ...properties, at } }), ...series });
const indicators = { level: { formula: 'sum(reading.level where at in period)', unit: '1', frequency: 'day', by: [] } } as const;
const caller = localCaller();

describeDatabases('time series that do not stay for ever', (open) => {
  test('stand in parts by month where the database can, and go part by part', async () => {
    const database = await open();
    let now = Date.parse('2026-09-10T08:00:00+07:00');
    const datasets = { reading, daily, lasting };
    const context = await testContext(database, { datasets, indicators, clock: { now: () => now } });
    const parts = async (table: string) => (await database.dialect.partitions?.partsOf(database.read, table)) ?? [];
    const write = (dataset: string, ...rows: readonly { station: string; at: string; level: number }[]) =>
      writeRecords(context, { dataset: `test/${dataset}`, rows: rows.map((row, index) => ({ line: index + 1, row })), caller });
    const count = async (table: string) => Number((await database.read(table).count({ n: '*' }).first())?.n);
    await tendPartitions(context);
    const isCut = database.kind === 'postgres';
    const months = (table: string, ...names: readonly string[]) =>
      isCut ? [...names.map((name) => `${table}__m${name}`), `${table}__rest`] : [];
    expect(await parts('d_test__reading')).toEqual(months('d_test__reading', '202609', '202610', '202611'));
    expect(await parts('d_test__daily')).toEqual(months('d_test__daily', '202609', '202610', '202611'));
    expect(await parts('d_test__lasting')).toEqual([]);

    const first = [1, 2, 3].map((day) => ({ station: 's', at: `2026-09-0${day}T00:00:00+07:00`, level: day }));
    const before = { station: 's', at: '2026-08-31T23:59:59+07:00', level: 7 };
    expect(await write('reading', ...first, before)).toMatchObject({ added: 4, refused: [] });
    expect(await write('reading', { station: 's', at: '2026-09-02T00:00:00+07:00', level: 20 })).toMatchObject({ changed: 1 });
    expect(await write('daily', { station: 's', at: '2026-09-30', level: 1 }, { station: 's', at: '2026-10-01', level: 2 })).toMatchObject({
      added: 2,
    });
    if (isCut) {
      expect(await count('d_test__reading__m202609')).toBe(3);
      expect(await count('d_test__reading__rest')).toBe(1);
      expect(await count('d_test__daily__m202610')).toBe(1);
    }
    while (await tendRollups(context));
    now = Date.parse('2026-12-05T08:00:00+07:00');
    await removeExpired(context);
    await tendPartitions(context);
    expect(await count('d_test__reading')).toBe(0);
    expect(await count('d_test__daily')).toBe(0);
    expect(await parts('d_test__reading')).toEqual(months('d_test__reading', '202610', '202611', '202612', '202701', '202702'));
    while (await tendRollups(context));
    expect(await wrongPairs(context, 'test/reading')).toEqual([]);
    const kept = await database.read('d_test__reading__roll_at').where({ _kept: 1 }).sum({ n: '_n' }).first();
    expect(Number(kept?.n)).toBe(4);
  });

  // The longest name that a table can have is that of the dataset and eight letters.
  test.each([46, 47, 50, 55])('have names of their own where that of the dataset has %i letters', async (length) => {
    const database = await open();
    const datasets = { ['a'.repeat(length)]: reading };
    const context = await testContext(database, { datasets, clock: { now: () => Date.parse('2026-09-10T08:00:00+07:00') } });
    await tendPartitions(context);
    await tendPartitions(context);
    const parts = (await database.dialect.partitions?.partsOf(database.read, `d_test__${'a'.repeat(length)}`)) ?? [];
    const ends = ['__m202609', '__m202610', '__m202611', '__rest'];
    expect(parts.map((name) => /__\w*$/.exec(name.slice(-9))?.[0])).toEqual(database.dialect.partitions ? ends : []);
  });
});
