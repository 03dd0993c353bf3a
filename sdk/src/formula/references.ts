import type { Dataset } from '../dataset.ts';
import type { FormulaIndicators } from './check.ts';
import type { Formula } from './formula.ts';
import { parseFormula } from './parse.ts';
import { aggregateDataset, type FormulaDatasets } from './paths.ts';

type Regime = NonNullable<Dataset['regime']>;

/** What a reference to an indicator brings into a formula. */
export interface Referred {
  readonly isCircular: boolean;
  /** Regimes of its figures: that which it declares, else those of the datasets that it counts. */
  readonly regimes: ReadonlySet<Regime>;
}

/** Follows an indicator through its formula and those that this names. What cannot be read there is its own mistake and brings nothing. */
export function referred(name: string, datasets: FormulaDatasets, indicators: FormulaIndicators): Referred {
  const regimes = new Set<Regime>();
  let isCircular = false;
  const visit = (indicator: string, above: readonly string[]): void => {
    if (above.includes(indicator)) {
      isCircular = true;
      return;
    }
    const entry = Object.hasOwn(indicators, indicator) ? indicators[indicator] : undefined;
    if (!entry) return;
    if (entry.regime) regimes.add(entry.regime);
    const formula = entry.formula === undefined ? undefined : readable(entry.formula);
    if (formula) follow(formula, indicator, entry.regime !== undefined, [...above, indicator]);
  };
  const follow = (formula: Formula, indicator: string, isDeclared: boolean, above: readonly string[]): void => {
    if (formula.kind === 'operation') {
      follow(formula.left, indicator, isDeclared, above);
      follow(formula.right, indicator, isDeclared, above);
    } else if (formula.kind === 'indicator') visit(seenFrom(indicator, formula.name, indicators), above);
    else if (formula.kind === 'aggregate' && !isDeclared) {
      const dataset = aggregateDataset(formula, datasets);
      const regime = dataset === undefined ? undefined : datasets[seenFrom(indicator, dataset, datasets)]?.regime;
      if (regime) regimes.add(regime);
    }
  };
  visit(name, []);
  return { isCircular, regimes };
}

/** A name as an indicator of another plugin uses it: short there, qualified from here. */
function seenFrom(indicator: string, name: string, known: { readonly [name: string]: unknown }): string {
  const slash = indicator.indexOf('/');
  if (slash < 0 || name.includes('/')) return name;
  const full = `${indicator.slice(0, slash)}/${name}`;
  return Object.hasOwn(known, full) ? full : name;
}

function readable(text: string): Formula | undefined {
  try {
    return parseFormula(text);
  } catch {
    return undefined;
  }
}
