import { defineDataset, schema } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { localCaller } from '../../../core/src/access/caller.ts';
import { openDatabase } from '../../../core/src/data/open.ts';
import { testContext } from '../../../core/src/data/testing.ts';
import type { Unit } from '../../../core/src/data/units.ts';
import { writeRecords } from '../../../core/src/data/write.ts';
import { newSchema } from '../../support/databases.ts';

const note = defineDataset({
  row: schema({
    required: ['code', 'ward'],
    properties: {
      code: { type: 'string' },
      ward: { type: 'string', format: 'unit' },
      text: { type: 'string' },
      at: { type: 'string', format: 'date-time' },
    },
  }),
  key: ['code'],
  time: 'at',
  unit: 'ward',
});
const datasets = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`note${index}`, note]));
const units = Array.from({ length: 50 }, (_, index): Unit => {
  const code = String(20_000 + index);
  return { key: `${code}@2025-07-01`, code, version: '2025-07-01', level: 'ward', title: { vi: code }, validFrom: '2025-07-01' };
});

test('processes that start at the same moment on an empty database make one centre', async () => {
  for (let round = 0; round < 2; round++) {
    const place = await newSchema();
    const databases = await Promise.all([1, 2, 3].map(() => openDatabase(place.at)));
    try {
      const contexts = await Promise.all(databases.map((database) => testContext(database, { datasets, units })));
      const reports = await Promise.all(
        contexts.map((context, index) =>
          writeRecords(context, {
            dataset: `test/note${index}`,
            rows: [{ line: 1, row: { code: 'a', ward: '20001@2025-07-01' } }],
            caller: localCaller(),
          }),
        ),
      );
      expect(reports.map(({ added }) => added)).toEqual([1, 1, 1]);
      const told = await databases[0]?.read('change').where({ dataset: 'unit' }).count({ n: '*' }).first();
      expect(told).toEqual({ n: units.length });
    } finally {
      for (const database of databases) await database.close();
      await place.remove();
    }
  }
});
