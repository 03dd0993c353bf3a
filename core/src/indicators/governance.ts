import type { Trust, ValueStatus } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import type { Aggregation } from '../data/query/aggregate.ts';
import type { Moment } from '../data/query/moment.ts';
import type { Found, Reading } from '../data/query/reading.ts';
import type { Source } from '../data/query/source.ts';
import type { IndicatorEntry } from '../registry.ts';
import { type DefinitionInForce, planDefinition } from './definition-in-force.ts';
import { askNextDue, releases } from './overdue.ts';
import { refuseMixed, regimesOf } from './regimes.ts';
import { planReleased } from './released.ts';
import { planStatus } from './value-status.ts';

/** What governance says of an answer. */
export interface Governed {
  readonly status?: ValueStatus;
  readonly definition?: DefinitionInForce;
  /** When the clock alone changes the answer. */
  readonly changesAt?: number;
}

/** What is asked with a query so that governance can speak; `sources` are records whose change moves it. */
export interface Governance {
  readonly sources: readonly Source[];
  ask(reading: Reading, at: Moment): (found: Found) => Governed;
}

/** Trust with what governance says. */
export function withGovernance(trust: Trust, { status, definition }: Governed = {}): Trust {
  if (!status && !definition) return trust;
  return { ...trust, ...(status && { status }), source: { ...trust.source, ...definition } };
}

/** Plans what governance says of figures: the definition in force, how firm the released values are; and refuses figures of two laws in one formula. Nothing where there is nothing to ask. */
export function planGovernance(
  context: DataContext,
  caller: Caller,
  { indicator, aggregations }: { readonly indicator?: IndicatorEntry; readonly aggregations: readonly Aggregation[] },
): Governance | undefined {
  const laws = indicator && regimesOf(indicator, context);
  const definition = indicator && planDefinition(context, caller, indicator);
  const status = planStatus(aggregations);
  const released = indicator && planReleased(context, caller, aggregations);
  const calendar = aggregations.map(({ source }) => source).find(({ table }) => table.entry.name === releases);
  if (!definition && !status && !calendar) return undefined;
  return {
    sources: [definition, released].flatMap((plan) => plan?.source ?? []),
    ask(reading, { dialect, now, units, period, asAt }) {
      // Definitions are those of today, as the formula is.
      const today = { dialect, now, units };
      const defined = definition?.ask(reading, today);
      const firm = status?.ask(reading, { ...today, ...(period && { period }), ...(asAt !== undefined && { asAt }) });
      const lawful = released?.ask(reading, today);
      const due = calendar && askNextDue(calendar, reading, today);
      return (found) => {
        if (indicator && lawful) refuseMixed(indicator, new Map([...lawful(found), ...(laws ?? [])]));
        const known = { status: firm?.(found), definition: defined?.(found) };
        const changesAt = due?.(found);
        return {
          ...(known.status && { status: known.status }),
          ...(known.definition && { definition: known.definition }),
          ...(changesAt !== undefined && { changesAt }),
        };
      };
    },
  };
}
