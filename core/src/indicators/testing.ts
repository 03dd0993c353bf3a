import type { Indicator, Json } from '@haidang/sdk';
import { type Caller, localCaller, systemCaller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import type { Database } from '../data/database.ts';
import { testContext } from '../data/testing.ts';
import type { Unit } from '../data/units.ts';
import { writeRecords } from '../data/write.ts';
import { parseInstant } from '../data/zone.ts';
import { records } from '../records/records.ts';

export const place: Unit = {
  key: '68@2025-07-01',
  code: '68',
  version: '2025-07-01',
  level: 'province',
  title: { vi: 'Tỉnh Lâm Đồng' },
  validFrom: '2025-07-01',
};

export interface TestRecords {
  readonly context: DataContext;
  setNow(text: string): void;
  write(dataset: string, rows: readonly { readonly [field: string]: Json }[], caller?: Caller): Promise<void>;
}

/** The records of the core with the datasets and indicators of a test, empty, at 2026-11-21T14:32:07 in the jurisdiction. */
export async function testRecords(
  database: Database,
  more: Pick<Parameters<typeof testContext>[1], 'datasets'> & { readonly indicators?: { readonly [name: string]: Indicator } } = {
    datasets: {},
  },
): Promise<TestRecords> {
  let now = parseInstant('2026-11-21T14:32:07+07:00') ?? 0;
  const own = Object.entries(records.datasets ?? {}).map(([name, dataset]) => [`core/${name}`, dataset] as const);
  const context = await testContext(database, {
    ...more,
    datasets: { ...Object.fromEntries(own), ...more.datasets },
    units: [place],
    clock: { now: () => now },
  });
  return {
    context,
    setNow(text) {
      now = parseInstant(`${text}+07:00`) ?? Number.NaN;
    },
    async write(dataset, rows, caller = systemCaller) {
      const lines = rows.map((row, index) => ({ line: index + 1, row }));
      const { refused } = await writeRecords(context, { dataset, rows: lines, caller });
      if (refused.length > 0) throw new Error(JSON.stringify(refused));
    },
  };
}

/** Somebody with every permission but a name of their own. */
export function person(id: string): Caller {
  return { ...localCaller(), id };
}
