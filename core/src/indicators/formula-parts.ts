import { aggregateDataset, type Formula, parseFormula } from '@haidang/sdk';
import { formulaDatasets } from '../data/query/formula-names.ts';
import type { IndicatorEntry, Registry } from '../registry.ts';

/** A part of a formula that has a value of its own. */
export interface FormulaPart {
  readonly text: string;
  /** The indicator in whose formula it stands. */
  readonly owner: IndicatorEntry;
  /** Qualified dataset of an aggregate. */
  readonly dataset?: string;
  /** A formula with the same value. */
  readonly formula: string;
}

/** Aggregates and named figures of an indicator and of those that it refers to, each once, in the order of the formula. */
export function partsOf(indicator: IndicatorEntry, registry: Registry): readonly FormulaPart[] {
  const parts = new Map<string, FormulaPart>();
  const visit = (formula: Formula, owner: IndicatorEntry, above: readonly IndicatorEntry[]): void => {
    const text = owner.indicator.formula;
    const put = (part: Omit<FormulaPart, 'owner'>) => {
      const key = `${owner.plugin} ${part.text}`;
      if (!parts.has(key)) parts.set(key, { ...part, owner });
    };
    switch (formula.kind) {
      case 'operation':
        visit(formula.left, owner, above);
        visit(formula.right, owner, above);
        return;
      case 'indicator': {
        const other = registry.indicators.get(qualified(formula.name, owner));
        if (other && !above.includes(other)) visit(parseFormula(other.indicator.formula), other, [...above, other]);
        return;
      }
      case 'aggregate': {
        const own = textAt(text, formula.at);
        const dataset = aggregateDataset(formula, formulaDatasets(owner.plugin, registry));
        put({ text: own, formula: own, ...(dataset !== undefined && { dataset: qualified(dataset, owner) }) });
        return;
      }
      case 'constant': {
        const own = formula.argument === undefined ? formula.name : textAt(text, formula.at);
        const [first] = aggregatesIn(parseFormula(text));
        // A figure alone is no formula: it is counted beside a dataset of the same formula, and for this one.
        if (first) put({ text: own, formula: `0*count(${first.dataset?.name ?? ''})+${own}` });
      }
    }
  };
  visit(parseFormula(indicator.indicator.formula), indicator, [indicator]);
  return [...parts.values()];
}

type Aggregate = Extract<Formula, { readonly kind: 'aggregate' }>;

function aggregatesIn(formula: Formula): readonly Aggregate[] {
  if (formula.kind === 'operation') return [...aggregatesIn(formula.left), ...aggregatesIn(formula.right)];
  return formula.kind === 'aggregate' && formula.dataset ? [formula] : [];
}

function qualified(name: string, { plugin }: IndicatorEntry): string {
  return name.includes('/') ? name : `${plugin}/${name}`;
}

/** A call as it stands in the text: to the parenthesis that closes it. */
function textAt(text: string, at: number): string {
  let depth = 0;
  let isQuoted = false;
  for (let end = at; end < text.length; end++) {
    const letter = text[end];
    if (letter === "'") isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (letter === '(') depth++;
    if (letter === ')' && --depth === 0) return text.slice(at, end + 1);
  }
  return text.slice(at);
}
