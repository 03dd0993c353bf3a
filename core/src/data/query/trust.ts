import type { Trust } from '@haidang/sdk';
import { askGrading, type Grading, worstOf } from '../../quality/grades.ts';
import type { IndicatorEntry } from '../../registry.ts';
import { askCalendar } from '../../time/ask-calendar.ts';
import type { Sql } from '../dialect/dialect.ts';
import { partitionTime } from '../retention/partitions.ts';
import { system } from '../table.ts';
import { formatInstant, parseInstant, zone } from '../zone.ts';
import { day } from './calendar.ts';
import { columnOf } from './compile-condition.ts';
import { fromWhere } from './compile-source.ts';
import type { Condition, FieldRef } from './condition.ts';
import { type Freshness, freshnessOf } from './freshness.ts';
import type { Moment } from './moment.ts';
import type { Found, Reading } from './reading.ts';
import type { Source } from './source.ts';
import { identifier, join, sql } from './sql.ts';

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
  readonly grading: Grading;
}

/** Trust of an answer, and the instant at which the clock alone will change it. */
export interface Verdict {
  readonly trust: Trust;
  readonly changesAt?: number;
}

/** Asks for what trust is told by. Of several datasets with a business time the worst counts. */
export function askTrust(
  sources: readonly Source[],
  reading: Reading,
  at: Moment,
): (found: Found, now: number, grounds: Grounds) => Verdict {
  const timed = sources.filter(({ time }) => time !== undefined);
  const asked = (timed.length > 0 ? timed : sources).map((source) => askState(source, reading, at));
  return (found, now, grounds) =>
    verdict(
      asked.map((state) => state(found, now)),
      grounds,
    );
}

function verdict(states: readonly State[], { sources, indicator, n, sample }: Grounds): Verdict {
  const worst: Freshness = states.reduce<Freshness | undefined>((a, b) => (a && rank(a) >= rank(b) ? a : b), undefined) ?? {
    freshness: 'unknown',
  };
  const asOf = least(states.map((state) => state.asOf));
  const receivedAt = least(states.map((state) => state.received));
  const changesAt = least(states.map((state) => state.changesAt));
  const regime = indicator?.indicator.regime ?? sources[0]?.table.entry.dataset.regime;
  return {
    trust: {
      ...(asOf !== undefined && { asOf: formatInstant(asOf) }),
      ...(receivedAt !== undefined && { receivedAt: formatInstant(receivedAt) }),
      ...(worst.dueAt !== undefined && { dueAt: formatInstant(worst.dueAt) }),
      freshness: worst.freshness,
      // Only the statistics authority can call a figure official.
      status: regime === 'statistical' ? 'preliminary' : 'operational',
      quality: worstOf(states.map(({ grading }) => grading)).quality,
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

function askState(source: Source, reading: Reading, at: Moment): (found: Found, now: number) => State {
  const { expects } = source.table.entry.dataset;
  const ref = source.time;
  const store = ref?.columns.store === 'date' ? 'date' : 'instant';
  const business = ref && columnOf(ref);
  const greatest = (column: Sql | undefined, where?: Condition) => (column ? newest(source, column, where, at) : sql`NULL`);
  const parts = [
    at.period && ref ? greatest(business, { kind: 'during', ref, period: 'period' }) : sql`NULL`,
    greatest(business),
    lastReceived(source, at),
  ];
  const names = ['inside', 'newest', 'received'];
  const selected = reading.select({
    columns: names.map((name) => ({ name, store: name === 'received' ? 'instant' : store })),
    statement: sql`SELECT ${join(
      parts.map((part, index) => sql`${part} AS ${identifier(names[index] ?? '')}`),
      ', ',
    )}`,
  });
  const grading = askGrading(source, reading, at);
  const calendar = expects?.workdays ? askCalendar(source.context, reading) : undefined;
  return (found, now) => {
    const graded = grading(found);
    const [inside, overall, received] = selected.rows(found)[0] ?? [];
    const latest = instantOf(ref, overall);
    const lastReceived = instantOf(undefined, received);
    const asOf = instantOf(ref, inside) ?? latest ?? lastReceived;
    return {
      grading: graded,
      ...stirred(freshnessOf(expects, latest, now, calendar?.(found)), graded),
      ...(asOf !== undefined && { asOf }),
      ...(lastReceived !== undefined && { received: lastReceived }),
    };
  };
}

/** Readings that do not change though rows come are those of a stuck sensor; where none come they are late. */
function stirred(freshness: Freshness, { frozenSince }: Grading): Freshness {
  return frozenSince === undefined || freshness.freshness === 'late' ? freshness : { ...freshness, freshness: 'frozen' };
}

/** When the newest row came. Where months are tables of their own, its index tells which blocks have such rows, not their order: those of the last day and month are asked first. */
function lastReceived(source: Source, at: Moment): Sql {
  const column = identifier(source.alias, system.received);
  const all = newest(source, column, undefined, at);
  if (at.asAt !== undefined || !partitionTime(source.table, at.dialect)) return all;
  const since = (days: number) => newest(source, column, undefined, at, sql` AND ${column} >= ${at.now - days * day}`);
  return sql`COALESCE(${since(1)}, ${since(31)}, ${all})`;
}

/** The greatest value of a column, from an index: planning `max` takes the databases longer. */
function newest(source: Source, column: Sql, where: Condition | undefined, at: Moment, more: Sql = sql``): Sql {
  return sql`(SELECT ${column} ${fromWhere(source, where, at)}${more} AND ${column} IS NOT NULL ORDER BY ${column} DESC LIMIT 1)`;
}

function instantOf(ref: FieldRef | undefined, stored: unknown): number | undefined {
  if (stored === null || stored === undefined) return undefined;
  return ref?.columns.store === 'date' ? parseInstant(`${stored}T00:00`, zone) : Number(stored);
}

const ranks: readonly Trust['freshness'][] = ['live', 'on-time', 'unknown', 'due', 'late', 'frozen'];

function rank({ freshness }: Freshness): number {
  return ranks.indexOf(freshness);
}

function least(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
