import { type ExplainedPart, type Explanation, HaidangError, type Query, type ResultField } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { mayReadDataset } from '../data/query/authorise.ts';
import { planIndicator } from '../data/query/indicator.ts';
import type { Moment } from '../data/query/moment.ts';
import { runWith } from '../data/query/query.ts';
import type { Found, Reading } from '../data/query/reading.ts';
import { askTrust } from '../data/query/trust.ts';
import type { Work } from '../data/query/work.ts';
import { type DefinitionCard, planCard } from './definition-card.ts';
import { type FormulaPart, partsOf } from './formula-parts.ts';
import { type Regime, regimeWords } from './regimes.ts';

/** What is to be explained: an indicator over a period and the rows that a condition leaves. */
export interface Asked {
  readonly query: Pick<Query, 'from' | 'time' | 'where' | 'boundaries' | 'asAt'>;
  readonly caller: Caller;
}

/** Answers "vì sao con số này?": the figure with all that it is made of, in one statement and within what the caller may read. Throws what a query throws. */
export async function explain(context: DataContext, { query, caller }: Asked): Promise<Explanation> {
  const entry = context.registry.indicators.get(query.from);
  if (!entry) throw new HaidangError('unknown-dataset', { indicator: query.from });
  const told: { parts: readonly ExplainedPart[]; card?: DefinitionCard | undefined } = { parts: [] };
  const targets = context.registry.datasets.get('core/plan_target');
  const hasPlan = query.time !== undefined && targets !== undefined && mayReadDataset(targets, caller);
  const whole: Query = { ...query, ...(hasPlan && { compare: ['plan'] }) };
  const result = await runWith(context, { query: whole, caller }, (work, { compare: _, ...checked }) => {
    const parts = partsOf(entry, context.registry).map((part) => planPart(part, checked, context, caller));
    const card = planCard(context, caller, entry);
    return withMore(work, (reading, at) => {
      const asked = parts.map((part) => part(reading, at));
      const askedCard = card?.(reading, { dialect: at.dialect, now: at.now, units: at.units });
      return (found) => {
        told.parts = asked.map((part) => part(found));
        told.card = askedCard?.(found);
      };
    });
  });
  const [[value = null, plan = null] = []] = result.rows;
  const [field] = result.fields;
  const { definition, regime } = told.card ?? {};
  const law: Regime | undefined = entry.indicator.regime ?? (regime === undefined ? undefined : regimeWords[regime]);
  const legal = definition?.legal ?? entry.indicator.legal;
  return {
    indicator: entry.name,
    label: entry.label,
    formula: entry.indicator.formula,
    field: field as ResultField,
    value: typeof value === 'number' ? value : null,
    n: result.trust.n ?? 0,
    parts: told.parts,
    ...(definition && { definition }),
    ...(law && { regime: law }),
    ...(legal !== undefined && { legal }),
    ...(typeof plan === 'number' && { plan }),
    ...(result.period && { period: result.period }),
    trust: result.trust,
  };
}

/** Work that asks more of the same state of the database, and hands it over when the answer is made. */
function withMore(work: Work, more: (reading: Reading, at: Moment) => (found: Found) => void): Work {
  return {
    ...work,
    ask(reading, at) {
      const asked = work.ask(reading, at);
      const tell = more(reading, at);
      return {
        ...asked,
        page(found) {
          tell(found);
          return asked.page(found);
        },
      };
    },
  };
}

function withoutPeriod({ period: _, ...at }: Moment): Moment {
  return at;
}

type AskPart = (reading: Reading, at: Moment) => (found: Found) => ExplainedPart;

function planPart({ text, owner, dataset, formula }: FormulaPart, query: Query, context: DataContext, caller: Caller): AskPart {
  const { unit, frequency } = owner.indicator;
  const alone = { ...owner, indicator: { formula, unit, frequency } };
  const figures = planIndicator(alone, query, context, caller);
  const label = dataset === undefined ? undefined : context.registry.datasets.get(dataset)?.label;
  return (reading, at) => {
    const asked = figures.ask(reading, at);
    const trusted = dataset === undefined ? undefined : askTrust(figures.sources, reading, figures.isTimed ? at : withoutPeriod(at));
    return (found) => {
      const [group] = asked.groups(found);
      const value = group?.values[0] ?? asked.empty?.(found)([])[0];
      const n = group?.n ?? 0;
      const asOf = trusted?.(found, at.now, { sources: figures.sources, n, sample: 0 }).trust.asOf;
      return {
        text,
        ...(owner.name !== query.from && { indicator: owner.name }),
        ...(dataset !== undefined && { dataset, n }),
        ...(label && { label }),
        value: typeof value === 'number' ? value : null,
        ...(asOf !== undefined && { asOf }),
      };
    };
  };
}
