import { HaidangError, type Query, type Result } from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';
import type { DataContext } from '../context.ts';
import { authorise, scopeKey } from './authorise.ts';
import { canonical, fingerprint } from './canonical.ts';
import { type Answer, Inquiry } from './inquiry.ts';
import { planNames } from './names.ts';
import { resolveTime } from './period.ts';
import { Plans } from './plans.ts';
import { checkShape } from './shape.ts';
import { planWork } from './work.ts';

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

const plansOf = new WeakMap<DataContext, Plans<Prepared>>();

/** Resolves and authorises a query, or finds the plan of an equal one. Throws `bad-request`, `unknown-dataset`, `unknown-field`, `unknown-unit`, `unit-version-missing`, `bad-formula` or `forbidden`. */
export function prepareQuery(context: DataContext, { query: asked, caller }: Asking): Prepared {
  const query = checkShape(asked);
  const plans = plansOf.get(context) ?? new Plans();
  plansOf.set(context, plans);
  return plans.find({ query, caller, make: (witness) => plan(context, { query, caller: witness }) });
}

function plan(context: DataContext, { query, caller }: Asking): Prepared {
  refuseUncomputed(query);
  // Says what is wrong with the period now; it is resolved again for each run.
  if (query.time !== undefined) resolveTime(query.time, context.clock.now());
  const work = planWork(query, context, caller);
  for (const source of work.sources) authorise(source, caller);
  const names = planNames(work.named, context, caller);
  const sources = [...work.sources, ...names.flatMap(({ records }) => records ?? [])];
  const scopes = sources.flatMap((source) => source.scopes());
  const fields = [...work.sources.flatMap(({ mentions }) => mentions), ...work.named.map(({ columns }) => columns)];
  const isOfUnits = fields.some(({ field }) => field.type === 'unit') || scopes.length > 0;
  const inquiry = new Inquiry({ context, query, work, names, conditions: [...work.conditions, ...scopes] });
  return {
    key: `${canonical(query)}#${fingerprint([caller.language, sources.map((source) => scopeKey(source, caller))])}`,
    datasets: [...new Set([...sources.flatMap((source) => source.datasets()), ...(isOfUnits ? [unitChanges] : [])])],
    run: () => inquiry.run(),
  };
}

/** Resolves, authorises and runs a query once. */
export async function runQuery(context: DataContext, asking: Asking): Promise<Result> {
  return (await prepareQuery(context, asking).run()).result;
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
