import { setTimeout as sleep } from 'node:timers/promises';
import { defineDataset, type Filter, type Position, type Query, type Result, schema } from '@haidang/sdk';
import { type Caller, localCaller } from '../access/caller.ts';
import { headPosition } from '../data/changes.ts';
import type { DataContext } from '../data/context.ts';
import type { Database } from '../data/database.ts';
import type { Dialect } from '../data/dialect/dialect.ts';
import { validUntil } from '../data/position.ts';
import { prepareQuery } from '../data/query/query.ts';
import { testContext } from '../data/testing.ts';
import { writeRecords } from '../data/write.ts';
import { Hub } from './hub.ts';
import type { WatchNews } from './watch.ts';

const light = defineDataset({
  row: schema({
    required: ['code', 'ward', 'at'],
    properties: {
      code: { type: 'string', format: 'code' },
      ward: { type: 'string', format: 'unit' },
      at: { type: 'string', format: 'date-time' },
      owner: { type: 'string', 'x-personal': 'basic' },
      street: { type: 'string', 'x-ref': 'street' },
    },
  }),
  key: ['code'],
  time: 'at',
  unit: 'ward',
  expects: { every: 'PT1H', grace: 'PT10M' },
});

const street = defineDataset({
  row: schema({
    required: ['code', 'name_vi'],
    properties: {
      code: { type: 'string', format: 'code' },
      name_vi: { type: 'string' },
      open_at: { type: 'string', format: 'date-time' },
    },
  }),
  key: ['code'],
});

const ward = (code: string) => ({
  key: `${code}@2025-07-01`,
  code,
  version: '2025-07-01',
  level: 'ward' as const,
  title: { vi: code },
  validFrom: '2025-07-01',
});

export const count: Query = { from: 'test/light', measures: { n: { fn: 'count' } } };

/** A caller who gets the lights of one ward only. */
export function callerOf(unit: string, more: Partial<Caller> = {}): Caller {
  const grant: Filter = { ward: `${unit}@2025-07-01` };
  return { ...localCaller(), id: `${unit}-${Math.random()}`, rows: (dataset) => (dataset === 'test/light' ? grant : undefined), ...more };
}

/** What a viewer was told. */
export class TestViewer {
  readonly news: WatchNews[] = [];

  tell(news: WatchNews): void {
    this.news.push(news);
  }

  /** Results in the order in which they came. */
  get results(): Result[] {
    return this.news.flatMap((news) => (news.type === 'result' ? [JSON.parse(news.json) as Result] : []));
  }

  /** First cell of each result. */
  get counts(): unknown[] {
    return this.results.map(({ rows }) => rows[0]?.[0]);
  }

  get count(): unknown {
    return this.counts.at(-1);
  }
}

export interface LiveBench {
  readonly context: DataContext;
  readonly hub: Hub;
  readonly errors: unknown[];
  /** Moves the clock of the centre, ms. */
  pass(ms: number): void;
  /** A light of ward 1 when its number is odd, else of ward 2. `quietly`: as another process would, which wakes nobody here. */
  add(code: string | number, more?: { readonly [field: string]: unknown; readonly quietly?: boolean }): Promise<unknown>;
  street(code: string, openAt: string): Promise<unknown>;
  /** The answer to a query with its position, as `POST /api/query` gives it. */
  ask(query: Query, caller?: Caller): Promise<{ readonly result: Result; readonly at: Position }>;
  /** The same, once the position lies after all that has been written: on PostgreSQL it stays behind as long as any older transaction on the server is open, be it another test's. */
  askSettled(query: Query): Promise<{ readonly result: Result; readonly at: Position }>;
  watch(query: Query, more?: { readonly caller?: Caller; readonly at?: Position }): TestViewer & { stop(): void };
}

/** What a hub stands on, with something put around each of its reads. */
export function aroundReads(around: <T>(read: () => Promise<T>) => Promise<T>): (context: DataContext) => DataContext {
  return (context) => {
    const { dialect } = context.database;
    const reader: Dialect['reader'] = (selections) => {
      const read = dialect.reader(selections);
      return (pool) => around(() => read(pool));
    };
    return { ...context, database: { ...context.database, dialect: { ...dialect, reader } } };
  };
}

/** A hub on an empty database at 2026-11-20T10:00:00+07:00. `change` may put something between the hub and its data. */
export async function liveBench(
  database: Database,
  {
    change = (context) => context,
    now = '2026-11-20T10:00:00+07:00',
  }: { change?: (context: DataContext) => DataContext; now?: string } = {},
): Promise<LiveBench> {
  let shift = 0;
  let started: Hub | undefined;
  const errors: unknown[] = [];
  const clock = { now: () => Date.parse(now) + shift };
  const context = await testContext(database, {
    datasets: { light, street },
    units: [ward('1'), ward('2')],
    clock,
    changed: () => started?.wake(),
  });
  const elsewhere = { ...context, changed: () => {} };
  const hub = new Hub(change(context), (error) => errors.push(error));
  started = hub;
  await hub.start();
  const bench: LiveBench = {
    context,
    hub,
    errors,
    pass: (ms) => {
      shift += ms;
    },
    add: (code, { quietly = false, ...more } = {}) =>
      writeRecords(quietly ? elsewhere : context, {
        dataset: 'test/light',
        rows: [
          {
            line: 1,
            row: {
              code: String(code),
              ward: `${Number(code) % 2 === 0 ? 2 : 1}@2025-07-01`,
              at: new Date(clock.now() - 600_000).toISOString(),
              ...more,
            },
          },
        ],
        caller: localCaller(),
      }),
    street: (code, openAt) =>
      writeRecords(context, {
        dataset: 'test/street',
        rows: [{ line: 1, row: { code, name_vi: code, open_at: openAt } }],
        caller: localCaller(),
      }),
    async ask(query, caller = localCaller()) {
      const at = await headPosition(database);
      const { result, wakeAt } = await prepareQuery(context, { query, caller }).run();
      return { result, at: validUntil(at, wakeAt) };
    },
    async askSettled(query) {
      for (;;) {
        const answer = await bench.ask(query);
        const probe = bench.watch(query, { at: answer.at });
        while (probe.news.length === 0) await sleep(5);
        probe.stop();
        if (probe.news[0]?.type === 'current') return answer;
      }
    },
    watch(query, { caller = localCaller(), at } = {}) {
      const viewer = new TestViewer();
      const stop = hub.watch({ query, caller, viewer, ...(at !== undefined && { at }) });
      return Object.assign(viewer, { stop });
    },
  };
  return bench;
}
