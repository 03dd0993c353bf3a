import type { Trust } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { IndicatorEntry } from '../../registry.ts';
import { system } from '../table.ts';
import { formatInstant, parseInstant, zone } from '../zone.ts';
import { columnOf } from './compile-condition.ts';
import { fromWhere } from './compile-source.ts';
import type { FieldRef } from './condition.ts';
import { type Freshness, freshnessOf } from './freshness.ts';
import type { Moment } from './moment.ts';
import type { Source } from './source.ts';
import { identifier, select, sql } from './sql.ts';

/** What an answer rests on. */
export interface Grounds {
  readonly sources: readonly Source[];
  readonly indicator?: IndicatorEntry;
  readonly n: number;
  readonly sample: number;
}

interface State extends Freshness {
  /** Newest business time, of the period when there is any in it; else newest receipt. */
  readonly asOf?: number;
  readonly received?: number;
}

/** Trust of an answer, and the instant at which the clock alone will change it. Of several datasets with a business time the worst counts. */
export async function trustOf(
  { sources, indicator, n, sample }: Grounds,
  connection: Knex,
  at: Moment,
): Promise<{ readonly trust: Trust; readonly changesAt?: number }> {
  const timed = sources.filter(({ table }) => table.entry.dataset.time !== undefined);
  const states: State[] = [];
  for (const source of timed.length > 0 ? timed : sources) states.push(await stateOf(source, connection, at));
  const worst = states.reduce((a, b) => (rank(b) > rank(a) ? b : a), states[0] ?? { freshness: 'unknown' as const });
  const asOf = least(states.map((state) => state.asOf));
  const receivedAt = least(states.map((state) => state.received));
  const changesAt = least(states.map((state) => state.changesAt));
  const unknown = { grade: 'unknown' } as const;
  const regime = indicator?.indicator.regime ?? sources[0]?.table.entry.dataset.regime;
  return {
    trust: {
      ...(asOf !== undefined && { asOf: formatInstant(asOf) }),
      ...(receivedAt !== undefined && { receivedAt: formatInstant(receivedAt) }),
      ...(worst.dueAt !== undefined && { dueAt: formatInstant(worst.dueAt) }),
      freshness: worst.freshness,
      // Only the statistics authority can call a figure official.
      status: regime === 'statistical' ? 'preliminary' : 'operational',
      quality: { correct: unknown, complete: unknown, clean: unknown, live: unknown },
      source: originOf(sources, indicator),
      n,
      ...(sample > 0 && { sample }),
    },
    ...(changesAt !== undefined && { changesAt }),
  };
}

function originOf([source]: readonly Source[], indicator: IndicatorEntry | undefined): Trust['source'] {
  if (!source) return { owner: '', system: '' };
  const { context, caller, table } = source;
  const { title } = context.ioc;
  const plugin = indicator?.plugin ?? table.entry.plugin;
  const pluginTitle = context.registry.plugins.get(plugin)?.manifest.title;
  return {
    owner: title[caller.language] ?? title.vi,
    system: pluginTitle?.[caller.language] ?? pluginTitle?.vi ?? plugin,
    ...(indicator && { indicator: indicator.name, method: indicator.indicator.formula }),
    ...(indicator?.indicator.legal !== undefined && { legal: indicator.indicator.legal }),
  };
}

// Subqueries, so that each newest value comes from an index.
async function stateOf(source: Source, connection: Knex, at: Moment): Promise<State> {
  const { time, expects } = source.table.entry.dataset;
  const ref = time === undefined ? undefined : source.resolve(time, 'time');
  const received = identifier(source.alias, system.received);
  const newest = ref && columnOf(ref);
  const inPeriod =
    newest && at.period ? sql`(SELECT max(${newest}) ${fromWhere(source, { kind: 'during', ref, period: 'period' }, at)})` : sql`NULL`;
  const overall = newest ? sql`(SELECT max(${newest}) ${fromWhere(source, undefined, at)})` : sql`NULL`;
  const receipt = sql`(SELECT max(${received}) ${fromWhere(source, undefined, at)})`;
  const [row = {}] = await select(
    connection,
    sql`SELECT ${inPeriod} AS ${identifier('inside')}, ${overall} AS ${identifier('newest')}, ${receipt} AS ${identifier('received')}`,
  );
  const business = instantOf(ref, row.newest);
  const asOf = instantOf(ref, row.inside) ?? business ?? instantOf(undefined, row.received);
  const lastReceived = instantOf(undefined, row.received);
  return {
    ...freshnessOf(expects, business, at.now),
    ...(asOf !== undefined && { asOf }),
    ...(lastReceived !== undefined && { received: lastReceived }),
  };
}

function instantOf(ref: FieldRef | undefined, stored: unknown): number | undefined {
  if (stored === null || stored === undefined) return undefined;
  return ref?.columns.store === 'date' ? parseInstant(`${stored}T00:00`, zone) : Number(stored);
}

const ranks: readonly Trust['freshness'][] = ['live', 'on-time', 'unknown', 'due', 'late', 'frozen'];

function rank({ freshness }: State): number {
  return ranks.indexOf(freshness);
}

function least(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
