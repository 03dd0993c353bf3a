import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineDataset, geoPoint, schema } from '@haidang/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import type { Database } from '../data/database.ts';
import { testContext } from '../data/testing.ts';
import { writeRecords } from '../data/write.ts';
import { generateSample } from './generate.ts';
import { readSample } from './load.ts';
import type { Row } from './plan.ts';
import { fillSample } from './sample.ts';
import { lamps } from './testing.ts';

const now = Date.parse('2026-03-10T08:00:00+07:00');
const text = { type: 'string' } as const;
const instant = { type: 'string', format: 'date-time' } as const;
const lamp = defineDataset({
  row: schema({
    required: ['code', 'at'],
    properties: {
      code: text,
      at: instant,
      title: text,
      ward: { type: 'string', format: 'unit' },
      point: geoPoint,
      address: text,
      channel: text,
      severity: text,
      first_due: instant,
      due: instant,
      status: text,
      kind: text,
      done: instant,
      held_by: text,
      is_public: { type: 'boolean' },
    },
  }),
  key: ['code'],
  time: 'at',
});
const units = ['22915@2025-03-01', '22918@2025-07-01', '22933@2025-07-01'].map((key) => {
  const [code = '', version = ''] = key.split('@');
  return { key, code, version, level: 'ward' as const, title: { vi: key }, validFrom: version };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-fill-'));
  mkdirSync(join(folder, 'sample', 'test'), { recursive: true });
  writeFileSync(join(folder, 'sample', 'test', 'lamp.json'), JSON.stringify(lamps));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describeDatabases('a centre', (open) => {
  const start = (database: Database) => testContext(database, { datasets: { lamp }, units, clock: { now: () => now } });
  const fill = async (context: DataContext) => fillSample(context, await readSample(folder), () => {});
  const write = (context: DataContext, rows: readonly Row[], sample: boolean) =>
    writeRecords(context, {
      dataset: 'test/lamp',
      rows: rows.map((row, index) => ({ line: index + 1, row })),
      caller: localCaller(),
      sample,
    });
  const count = async ({ database }: DataContext) => {
    const [row] = await database.read('d_test__lamp').count({ n: '*' });
    return Number(row?.n);
  };
  const whole = [...generateSample({ stream: lamps, to: now })];

  test('that is empty is filled, once', async () => {
    const context = await start(await open());
    await fill(context);
    expect(await count(context)).toBe(whole.length);
    await context.database.write('d_test__lamp').delete();
    await fill(context);
    expect(await count(context)).toBe(0);
  });

  test('whose filling was broken off is filled to the end', async () => {
    const context = await start(await open());
    await write(context, whole.slice(0, 100), true);
    await fill(context);
    expect(await count(context)).toBe(whole.length);
  });

  test('that has records of its own is left alone', async () => {
    const context = await start(await open());
    await write(context, [{ code: 'real', at: '2026-03-01T08:00:00+07:00' }], false);
    await fill(context);
    expect(await count(context)).toBe(1);
  });

  test('that two processes start at once is filled once', async () => {
    const context = await start(await open());
    await Promise.all([fill(context), fill(context)]);
    expect(await count(context)).toBe(whole.length);
  });
});
