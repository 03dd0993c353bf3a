import type { Query, Result } from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';
import { restsOn } from '../../quality/assessed.ts';
import { planCoverage } from '../../quality/coverage.ts';
import type { DataContext } from '../context.ts';
import { checkHistory, readAsAt } from '../history/as-at.ts';
import { scopeKey } from './authorise.ts';
import { canonical, fingerprint } from './canonical.ts';
import { type Answer, Inquiry } from './inquiry.ts';
import { planNames } from './names.ts';
import { resolveTime } from './period.ts';
import { Plans } from './plans.ts';
import { checkShape } from './shape.ts';
import { planWork, type Work } from './work.ts';

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
  return plans.find({ query, caller, make: (witness, answers) => plan(context, { query, caller: witness }, answers) });
}

function plan(
  context: DataContext,
  { query, caller }: Asking,
  answers: () => unknown,
  more: (work: Work) => Work = (work) => work,
): Prepared {
  const asAt = readAsAt(query, context);
  // Says what is wrong with the period now; it is resolved again for each run.
  if (query.time !== undefined) resolveTime(query.time, context.clock.now());
  const work = more(planWork(query, context, caller));
  const names = planNames(work.named, context, caller);
  const touched = work.touched ?? [];
  const sources = [...work.sources, ...touched, ...(work.also ?? []), ...names.flatMap(({ records }) => records ?? [])];
  const scopes = sources.flatMap((source) => source.scopes());
  const fields = [...work.sources.flatMap(({ mentions }) => mentions), ...work.named.map(({ columns }) => columns)];
  const isOfUnits =
    query.boundaries !== undefined || work.isOfUnits === true || fields.some(({ field }) => field.type === 'unit') || scopes.length > 0;
  if (asAt !== undefined) checkHistory([...work.sources, ...touched], asAt);
  const coverage = planCoverage(query, work.sources, caller);
  const inquiry = new Inquiry({
    context,
    query,
    work,
    names,
    conditions: [...work.conditions, ...scopes],
    ...(asAt !== undefined && { asAt }),
    ...(coverage && { coverage }),
  });
  const datasets = [
    ...new Set([
      ...sources.flatMap((source) => source.datasets()),
      ...work.sources.flatMap(restsOn),
      ...(coverage?.datasets ?? []),
      ...(isOfUnits ? [unitChanges] : []),
    ]),
  ];
  return {
    key: `${canonical(query)}#${fingerprint([caller.language, sources.map(scopeKey), answers()])}`,
    // Nothing that comes later changes what was known.
    datasets: asAt === undefined ? datasets : [],
    run: () => inquiry.run(),
  };
}

/** Runs a query once together with more that is asked of the same state of the database. */
export async function runWith(
  context: DataContext,
  { query: asked, caller }: Asking,
  more: (work: Work, query: Query) => Work,
): Promise<Result> {
  const query = checkShape(asked);
  return (
    await plan(
      context,
      { query, caller },
      () => undefined,
      (work) => more(work, query),
    ).run()
  ).result;
}

/** Resolves, authorises and runs a query once. */
export async function runQuery(context: DataContext, asking: Asking): Promise<Result> {
  return (await prepareQuery(context, asking).run()).result;
}
