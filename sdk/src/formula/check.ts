import type { Dataset } from '../dataset.ts';
import type { Indicator } from '../indicator.ts';
import type { Property } from '../schema.ts';
import { checkCondition, checkDuration } from './check-condition.ts';
import type { Aggregate, Formula, FormulaConstant, FormulaName } from './formula.ts';
import { type Kind, kindOf } from './kinds.ts';
import { aggregateDataset, type FormulaDatasets, fieldPath } from './paths.ts';
import type { FormulaProblem, FormulaProblemCode } from './problem.ts';
import { referred } from './references.ts';
import { figures, keptFigures, periodFigures, unitFigures } from './words.ts';

/** Indicators by the names that formulas use; the formula and the regime, where they are given, tell what a reference brings along. */
export interface FormulaIndicators {
  readonly [name: string]: Partial<Pick<Indicator, 'formula' | 'regime'>>;
}

/** Answer of `checkFormula`: all that is wrong, nothing when the formula can be computed. */
export interface FormulaReport {
  readonly problems: readonly FormulaProblem[];
}

/** Checks a formula against the datasets (and, where given, the indicators) of its plugin: names, enum values, kinds of values, what a word needs, legal regimes. */
export function checkFormula(formula: Formula, datasets: FormulaDatasets, indicators?: FormulaIndicators): FormulaReport {
  const checker = new Checker(datasets, indicators);
  checker.formula(formula);
  checker.whole(formula);
  return { problems: checker.problems };
}

/** A check under way: finds names and notes what is wrong. */
export class Checker {
  readonly problems: FormulaProblem[] = [];
  readonly #datasets: FormulaDatasets;
  readonly #indicators: FormulaIndicators | undefined;
  #regime: Dataset['regime'];

  constructor(datasets: FormulaDatasets, indicators: FormulaIndicators | undefined) {
    this.#datasets = datasets;
    this.#indicators = indicators;
  }

  formula(formula: Formula): void {
    switch (formula.kind) {
      case 'number':
        return;
      case 'operation':
        this.formula(formula.left);
        this.formula(formula.right);
        return;
      case 'indicator':
        this.#reference(formula);
        return;
      case 'constant':
        this.#constant(formula);
        return;
      case 'aggregate':
        this.#aggregate(formula);
    }
  }

  /** What can only be told of the whole formula. */
  whole(formula: Formula): void {
    const parts = partsOf(formula);
    if (!parts.some(({ kind }) => kind === 'aggregate' || kind === 'indicator')) this.problem('counts-nothing', { name: '', at: 0 });
    const expected = parts.find((part): part is FormulaConstant => part.kind === 'constant' && part.name === 'expected_records');
    if (!expected) return;
    const names = new Set(parts.flatMap((part) => (part.kind === 'aggregate' ? (aggregateDataset(part, this.#datasets) ?? []) : [])));
    const [name] = names;
    if (name === undefined || names.size > 1) this.problem('several-datasets', expected);
    else if (this.dataset(name) && !this.dataset(name)?.expects) this.problem('no-expectation', { name, at: expected.at });
  }

  dataset(name: string): Dataset | undefined {
    return Object.hasOwn(this.#datasets, name) ? this.#datasets[name] : undefined;
  }

  /** A field of one of these kinds, seen from a dataset. */
  expect(name: FormulaName, dataset: string, kinds: readonly Kind[]): Kind | undefined {
    const kind = this.kind(name, dataset);
    if (kind && !kinds.includes(kind)) this.problem('wrong-type', name, kinds);
    return kind;
  }

  kind(name: FormulaName, dataset: string): Kind | undefined {
    const property = this.property(name, dataset);
    return property && kindOf(property);
  }

  property(name: FormulaName, dataset: string): Property | undefined {
    const found = fieldPath(name.name, dataset, this.#datasets);
    if (!found) {
      const own = Object.keys(this.dataset(dataset)?.row.properties ?? {});
      this.problem('unknown-field', { name: `${dataset}.${name.name}`, at: name.at }, own);
    }
    return found?.property;
  }

  /** Whether a field is the row's own, and not one of a record that it refers to. */
  isOwn(name: FormulaName, dataset: string): boolean {
    const found = fieldPath(name.name, dataset, this.#datasets);
    return found !== undefined && !found.path.includes('.');
  }

  problem(code: FormulaProblemCode, { name, at }: FormulaName, allowed?: readonly string[]): void {
    this.problems.push({ code, name, at, ...(allowed && { allowed }) });
  }

  #constant(constant: FormulaConstant): void {
    const { name, argument } = constant;
    if (periodFigures.has(name)) {
      if (argument !== 'period') this.problem('wrong-argument', constant, [`${name}(period)`]);
    } else if (!unitFigures.has(name) && !keptFigures.has(name)) this.problem('unknown-word', constant, figures);
    else if (argument !== undefined) this.problem('wrong-argument', constant, [name]);
  }

  #reference({ name, at }: FormulaName): void {
    if (!this.#indicators) return;
    if (!Object.hasOwn(this.#indicators, name)) {
      this.problem('unknown-indicator', { name, at }, Object.keys(this.#indicators));
      return;
    }
    const { isCircular, regimes } = referred(name, this.#datasets, this.#indicators);
    if (isCircular) this.problem('circular-indicator', { name, at });
    for (const regime of regimes) this.#regimeOf(regime, { name, at });
  }

  #aggregate(aggregate: Aggregate): void {
    const { fn, field, duration, where, at } = aggregate;
    const name = aggregateDataset(aggregate, this.#datasets);
    const dataset = name === undefined ? undefined : this.dataset(name);
    if (name === undefined || !dataset) {
      const place = aggregate.dataset?.at ?? duration?.from.at ?? at;
      this.problem('unknown-dataset', { name: name ?? duration?.from.name ?? '', at: place }, Object.keys(this.#datasets));
      return;
    }
    this.#regimeOf(dataset.regime, { name, at });
    if (fn === 'latest' && dataset.time === undefined) this.problem('no-time', { name, at });
    if (field) this.expect(field, name, fn === 'distinct' ? ['number', 'text', 'unit', 'date', 'instant', 'boolean'] : ['number']);
    if (duration) checkDuration(duration, name, this);
    if (where) checkCondition(where, name, this);
  }

  #regimeOf(regime: Dataset['regime'], name: FormulaName): void {
    if (regime && this.#regime && regime !== this.#regime)
      this.problems.push({ code: 'mixed-regimes', name: name.name, at: name.at, regimes: [this.#regime, regime] });
    this.#regime ??= regime;
  }
}

/** What a formula is put together of, arithmetic aside. */
function partsOf(formula: Formula): readonly Exclude<Formula, { readonly kind: 'operation' }>[] {
  return formula.kind === 'operation' ? [...partsOf(formula.left), ...partsOf(formula.right)] : [formula];
}
