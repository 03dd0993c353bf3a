import { HaidangError, type Query, type Result } from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';
import type { DataContext } from '../context.ts';
import { formatInstant } from '../zone.ts';
import { authorise, scopeKey } from './authorise.ts';
import { nextMinute } from './calendar.ts';
import { canonical, fingerprint } from './canonical.ts';
import { movedAt, nextMidnight } from './clock.ts';
import { addNames, namingDataset } from './names.ts';
import { type LocalPeriod, resolveTime, toInstants } from './period.ts';
import { checkShape } from './shape.ts';
import { trustOf } from './trust.ts';
import { planWork, type Work } from './work.ts';

/** An answer, and the instant at which the clock alone may change it. */
export interface Answer {
  readonly result: Result;
  readonly wakeAt?: number;
}

/** A query that is resolved and allowed; it may run many times, each time at the clock of the context. */
export interface Prepared {
  /** Equal for two callers who may share one answer. */
  readonly key: string;
  /** Datasets (and `unit`) whose change can move the answer. */
  readonly datasets: readonly string[];
  run(): Promise<Answer>;
}

/** What is asked, by whom. The query may come from outside: its shape is checked. */
export interface Asking {
  readonly query: Query;
  readonly caller: Caller;
}

/** Name under which changes of units are logged. */
const unitChanges = 'unit';

/** Resolves and authorises a query. Throws `bad-request`, `unknown-dataset`, `unknown-field`, `unknown-unit`, `unit-version-missing`, `bad-formula` or `forbidden`. */
export function prepareQuery(context: DataContext, { query: asked, caller }: Asking): Prepared {
  const query = checkShape(asked);
  refuseUncomputed(query);
  // Says what is wrong with the period now; it is resolved again for each run.
  if (query.time !== undefined) resolveTime(query.time, context.clock.now());
  const work = planWork(query, context, caller);
  for (const source of work.sources) authorise(source, caller);
  const naming = work.named.flatMap(({ field }) => namingDataset(field, context, caller) ?? []);
  const mentioned = work.sources.flatMap(({ mentions }) => mentions);
  const isOfUnits =
    [...mentioned, ...work.named].some(({ field }) => field.type === 'unit') || work.sources.some(({ scope }) => scope !== undefined);
  const scope = [
    caller.language,
    work.sources.map((source) => scopeKey(source, caller)),
    naming.map((name) => [name, caller.rows?.(name)]),
  ];
  return {
    key: `${canonical(query)}#${fingerprint(scope)}`,
    datasets: [...new Set([...work.sources.flatMap((source) => source.datasets()), ...naming, ...(isOfUnits ? [unitChanges] : [])])],
    run: () => run(work, query, context, caller),
  };
}

/** Resolves, authorises and runs a query once. */
export async function runQuery(context: DataContext, asking: Asking): Promise<Result> {
  return (await prepareQuery(context, asking).run()).result;
}

async function run(work: Work, query: Query, context: DataContext, caller: Caller): Promise<Answer> {
  const { dialect, read } = context.database;
  const now = context.clock.now();
  const period = query.time === undefined ? undefined : resolveTime(query.time, now);
  const clock = { dialect, now, units: context.units };
  const at = { ...clock, ...(period && { period }) };
  return dialect.snapshot(read, async (connection) => {
    const { rows, fields, next, n, sample } = await work.run(connection, at);
    const named = await addNames(fields, rows, work.named, { context, caller, connection, at });
    const grounds = { sources: work.sources, n, sample, ...(work.indicator && { indicator: work.indicator }) };
    const { trust, changesAt } = await trustOf(grounds, connection, work.isTimed ? at : clock);
    const bounds = period && work.isTimed ? toInstants(period) : undefined;
    const wakeAt = earliest([
      changesAt,
      movedAt([...work.conditions, ...work.sources.map(({ scope }) => scope)], now),
      work.isTimed ? periodMovesAt(period, query, now) : undefined,
    ]);
    return {
      result: {
        fields: named,
        rows,
        trust,
        ...(bounds && { period: { from: formatInstant(bounds.from), to: formatInstant(bounds.to) } }),
        ...(next !== undefined && { next }),
      },
      ...(wakeAt !== undefined && { wakeAt }),
    };
  });
}

/** When the period, or what it is compared with, becomes another one. */
function periodMovesAt(period: LocalPeriod | undefined, query: Query, now: number): number | undefined {
  if (!period) return undefined;
  const { from, to } = toInstants(period);
  if (query.compare?.length && period.step !== undefined && from <= now && now < to) return nextMinute(now);
  return period.moves && Math.min(nextMidnight(now), to > now ? to : Number.POSITIVE_INFINITY);
}

function refuseUncomputed({ compare = [], boundaries, asAt }: Query): void {
  for (const comparison of compare)
    if (comparison === 'plan' || comparison === 'tet-aligned') throw refuse('compare', `"${comparison}" is not computed yet.`);
  if (boundaries === 'current') throw refuse('boundaries', 'Figures are not converted to today’s units yet.');
  if (asAt !== undefined) throw refuse('asAt', 'Earlier states are not kept yet.');
}

function refuse(path: string, reason: string): HaidangError {
  return new HaidangError('bad-request', { path, reason });
}

function earliest(instants: readonly (number | undefined)[]): number | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
