import type { Dataset, Query, Result } from '@haidang/sdk';
import { type Caller, localCaller, systemCaller } from '../access/caller.ts';
import type { Row } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import type { Database } from '../data/database.ts';
import { runQuery } from '../data/query/query.ts';
import { testContext } from '../data/testing.ts';
import type { Unit } from '../data/units.ts';
import { writeRecords } from '../data/write.ts';
import { parseInstant } from '../data/zone.ts';
import { records } from '../records/records.ts';
import { assessedOf } from './assessed.ts';
import { assessOnce } from './job.ts';

export interface TestQuality {
  readonly context: DataContext;
  /** Moves the clock: local time, "2026-11-21T14:32". */
  setNow(text: string): void;
  /** Moves it to milliseconds since 1970. */
  setInstant(to: number): void;
  write(dataset: string, rows: readonly Row[], sample?: boolean): Promise<void>;
  assess(dataset: string): Promise<void>;
  query(query: Query, caller?: Caller): Promise<Result>;
}

/** A unit in force since a day. */
export function unit(code: string, level: Unit['level'], parent?: string, validTo?: string, version = '2025-07-01'): Unit {
  return {
    key: `${code}@${version}`,
    code,
    version,
    level,
    title: { vi: `Phường ${code}`, en: `Ward ${code}` },
    validFrom: version,
    ...(parent !== undefined && { parent }),
    ...(validTo !== undefined && { validTo }),
  };
}

/** Datasets of the plugin `test` beside the records of the core, on an empty database. */
export async function testQuality(
  database: Database,
  datasets: { readonly [name: string]: Dataset },
  { start, units = [] }: { readonly start: string; readonly units?: readonly Unit[] },
): Promise<TestQuality> {
  let now = instant(start);
  const own = Object.fromEntries(Object.entries(records.datasets ?? {}).map(([name, dataset]) => [`core/${name}`, dataset]));
  const context = await testContext(database, { datasets: { ...own, ...datasets }, units, clock: { now: () => now } });
  return {
    context,
    setNow: (text) => {
      now = instant(text);
    },
    setInstant: (to) => {
      now = to;
    },
    async write(dataset, rows, sample = false) {
      const lines = rows.map((row, index) => ({ line: index + 1, row }));
      const { refused } = await writeRecords(context, { dataset, rows: lines, caller: systemCaller, sample });
      if (refused.length > 0) throw new Error(JSON.stringify(refused));
    },
    async assess(dataset) {
      const entry = context.registry.datasets.get(dataset);
      if (!entry) throw new Error(dataset);
      await assessOnce(context, assessedOf(context, entry));
    },
    query: (query, caller = localCaller()) => runQuery(context, { query, caller }),
  };
}

export function instant(local: string): number {
  return parseInstant(`${local}+07:00`) ?? Number.NaN;
}
