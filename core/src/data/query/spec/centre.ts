import type { Result } from '@haidang/sdk';
import { localCaller } from '../../../access/caller.ts';
import type { Database } from '../../database.ts';
import { tendRollups } from '../../rollup/job.ts';
import { testContext } from '../../testing.ts';
import { writeRecords } from '../../write.ts';
import type { Row } from '../oracle/naive/world.ts';
import { runQuery } from '../query.ts';
import { datasets, indicators } from './datasets.ts';
import { emptyWorld, links, thisUnit, units } from './places.ts';
import type { Ask } from './random/asks.ts';

export interface SpecCentre {
  readonly kind: 'sqlite' | 'postgres';
  ask(ask: Ask): Promise<Result>;
  write(rows: { readonly [dataset: string]: readonly Row[] }): Promise<void>;
  /** Makes the roll-ups: every other question is answered with them from then on. */
  build(): Promise<void>;
}

/** A centre on an empty database that knows the datasets and indicators of the specification, and some more of them. */
export async function openCentre(database: Database, more: { readonly [indicator: string]: string } = {}): Promise<SpecCentre> {
  let now = Date.parse('2026-11-21T07:32:07Z');
  const added = Object.entries(more).map(([name, formula]) => [name, { formula, unit: '1', frequency: 'live' }]);
  const context = await testContext(database, {
    datasets,
    indicators: { ...indicators, ...Object.fromEntries(added) },
    units,
    links,
    ioc: { unit: thisUnit },
    clock: { now: () => now },
  });
  // A centre of its own as far as roll-ups are concerned: it has none that may be read.
  const plain = { ...context, tables: new Map(context.tables) };
  let asks = 0;
  const writer = { id: 'test', language: 'vi', can: () => true } as const;
  return {
    kind: database.dialect.kind,
    ask({ query, now: at, scopes }) {
      now = at;
      return runQuery(asks++ % 2 === 0 ? context : plain, {
        query,
        caller: { ...localCaller(), rows: (dataset: string) => scopes[dataset] },
      });
    },
    async write(rows) {
      for (const [dataset, all] of Object.entries(rows)) {
        const lines = all.map((row, index) => ({ line: index + 1, row: toWrite(row, dataset) }));
        const { refused } = await writeRecords(context, { dataset, rows: lines, caller: writer });
        if (refused.length > 0) throw new Error(`${dataset}: ${JSON.stringify(refused.slice(0, 3))}`);
      }
    },
    async build() {
      while (await tendRollups(context));
    },
  };
}

/** As it comes in: instants as text. */
function toWrite(row: Row, dataset: string): Row {
  const { fields = {} } = emptyWorld.models[dataset] ?? {};
  const written = Object.entries(row).map(([field, value]) => [
    field,
    fields[field] === 'instant' && typeof value === 'number' ? new Date(value).toISOString() : value,
  ]);
  return Object.fromEntries(written);
}
