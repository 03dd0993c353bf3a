import type { Dataset } from '../dataset.ts';
import type { Property } from '../schema.ts';
import type { Aggregate, Formula, FormulaCondition, FormulaDuration, FormulaLiteral, FormulaName, FormulaOperand } from './formula.ts';
import { aggregateDataset, type FormulaDatasets, fieldPath } from './paths.ts';
import { instants, isPeriodWord, unsupportedConstants, unsupportedHelpers, unsupportedValues } from './words.ts';

/** Something wrong in a formula, with its place in characters from 0. */
export interface FormulaProblem {
  readonly code:
    | 'unknown-dataset'
    | 'unknown-field'
    | 'unknown-value'
    | 'unknown-word'
    | 'unknown-indicator'
    | 'wrong-type'
    | 'mixed-regimes';
  readonly name: string;
  readonly at: number;
  /** Names that would do, or what was expected. */
  readonly allowed?: readonly string[];
}

/** Answer of `checkFormula`: `unsupported` are words of the language that the core does not compute yet. */
export interface FormulaReport {
  readonly problems: readonly FormulaProblem[];
  readonly unsupported: readonly FormulaName[];
}

/** Checks a formula against the datasets (and, where given, the indicators) of its plugin: names, enum values, types. */
export function checkFormula(
  formula: Formula,
  datasets: FormulaDatasets,
  indicators?: { readonly [name: string]: unknown },
): FormulaReport {
  const checker = new Checker(datasets, indicators);
  checker.formula(formula);
  return { problems: checker.problems, unsupported: checker.unsupported };
}

type Kind = 'number' | 'boolean' | 'text' | 'date' | 'instant' | 'list' | 'other';

class Checker {
  readonly problems: FormulaProblem[] = [];
  readonly unsupported: FormulaName[] = [];
  readonly #datasets: FormulaDatasets;
  readonly #indicators: { readonly [name: string]: unknown } | undefined;
  #regime: Dataset['regime'];

  constructor(datasets: FormulaDatasets, indicators: { readonly [name: string]: unknown } | undefined) {
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
        if (this.#indicators && !Object.hasOwn(this.#indicators, formula.name))
          this.#problem('unknown-indicator', formula, Object.keys(this.#indicators));
        return;
      case 'constant':
        if (unsupportedConstants.has(formula.name)) this.unsupported.push({ name: formula.name, at: formula.at });
        else this.#problem('unknown-word', formula, [...unsupportedConstants]);
        return;
      case 'aggregate':
        this.#aggregate(formula);
    }
  }

  #aggregate(aggregate: Aggregate): void {
    const { fn, field, duration, where, at } = aggregate;
    if (fn === 'latest') this.unsupported.push({ name: fn, at });
    const name = aggregateDataset(aggregate, this.#datasets);
    const dataset = name === undefined ? undefined : this.#datasets[name];
    if (name === undefined || !dataset) {
      this.#problem(
        'unknown-dataset',
        { name: name ?? duration?.from.name ?? '', at: aggregate.dataset?.at ?? duration?.at ?? at },
        Object.keys(this.#datasets),
      );
      return;
    }
    this.#regimeOf(dataset, { name, at });
    if (field) {
      const kind = this.#field(field, name);
      const fits = kind === 'number' || fn === 'distinct' || fn === 'latest';
      if (kind && !fits) this.#problem('wrong-type', field, ['number']);
    }
    if (duration) this.#duration(duration, name);
    if (where) this.#condition(where, name);
  }

  #regimeOf({ regime }: Dataset, name: FormulaName): void {
    if (regime && this.#regime && regime !== this.#regime) this.#problem('mixed-regimes', name, [this.#regime]);
    this.#regime ??= regime;
  }

  #condition(condition: FormulaCondition, dataset: string): void {
    switch (condition.kind) {
      case 'and':
      case 'or':
        for (const part of condition.of) this.#condition(part, dataset);
        return;
      case 'helper':
        if (unsupportedHelpers.has(condition.name)) this.unsupported.push({ name: condition.name, at: condition.at });
        else this.#problem('unknown-word', condition, [...unsupportedHelpers]);
        this.#field(condition.argument, dataset);
        return;
      case 'empty':
        this.#field(condition.left, dataset);
        return;
      case 'true':
        this.#expect(condition.left, dataset, ['boolean']);
        return;
      case 'within':
        this.#expect(condition.left, dataset, ['date', 'instant']);
        if (!isPeriodWord(condition.period)) this.#problem('unknown-word', { name: condition.period, at: condition.at });
        return;
      case 'in': {
        const property = this.#property(condition.left, dataset);
        if (property) for (const value of condition.values) this.#literal(value, condition.at, property);
        return;
      }
      case 'compare':
        this.#compare(condition, dataset);
    }
  }

  #compare({ left, right, at }: Extract<FormulaCondition, { kind: 'compare' }>, dataset: string): void {
    if ('kind' in left) {
      this.#duration(left, dataset);
      if (right.kind !== 'literal' || typeof right.value !== 'number')
        this.#problem('wrong-type', { name: textOf(right), at: right.at }, ['number']);
      return;
    }
    const property = this.#property(left, dataset);
    if (right.kind === 'literal') {
      if (property) this.#literal(right.value, at, property);
      return;
    }
    const word = right.path.name;
    const kind = property && kindOf(property);
    if (unsupportedValues.has(word)) this.unsupported.push(right.path);
    else if (instants.has(word)) this.#needs(kind, ['date', 'instant'], left);
    else if (word === 'this_year') this.#needs(kind, ['number'], left);
    else if (word === 'this_unit') this.#needs(kind, ['text'], left);
    else {
      const other = this.#field(right.path, dataset);
      if (kind && other && kind !== other) this.#problem('wrong-type', right.path, [kind]);
    }
  }

  #duration({ unit, from, to, at }: FormulaDuration, dataset: string): void {
    if (unit === 'whours') this.unsupported.push({ name: unit, at });
    const kind = this.#expect(from, dataset, ['date', 'instant']);
    const other = this.#expect(to, dataset, ['date', 'instant']);
    if (kind && other && kind !== other) this.#problem('wrong-type', to, [kind]);
  }

  #literal(value: FormulaLiteral, at: number, property: Property): void {
    const name = { name: String(value), at };
    const kind = kindOf(property);
    const isTime = kind === 'date' || kind === 'instant';
    if (property.enum && !property.enum.includes(value)) this.#problem('unknown-value', name, property.enum.map(String));
    else if (typeof value === 'string' ? kind !== 'text' && !isTime : kind !== typeof value) this.#problem('wrong-type', name, [kind]);
  }

  #expect(name: FormulaName, dataset: string, kinds: readonly Kind[]): Kind | undefined {
    const kind = this.#field(name, dataset);
    this.#needs(kind, kinds, name);
    return kind;
  }

  #needs(kind: Kind | undefined, kinds: readonly Kind[], name: FormulaName): void {
    if (kind && !kinds.includes(kind)) this.#problem('wrong-type', name, kinds);
  }

  #field(name: FormulaName, dataset: string): Kind | undefined {
    const property = this.#property(name, dataset);
    return property && kindOf(property);
  }

  #property(name: FormulaName, dataset: string): Property | undefined {
    const found = fieldPath(name.name, dataset, this.#datasets);
    if (!found)
      this.#problem(
        'unknown-field',
        { name: `${dataset}.${name.name}`, at: name.at },
        Object.keys(this.#datasets[dataset]?.row.properties ?? {}),
      );
    return found?.property;
  }

  #problem(code: FormulaProblem['code'], { name, at }: FormulaName, allowed?: readonly string[]): void {
    this.problems.push({ code, name, at, ...(allowed && { allowed }) });
  }
}

function kindOf({ type, format, enum: values, items }: Property): Kind {
  if (format === 'date') return 'date';
  if (format === 'date-time') return 'instant';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'boolean';
  if (type === 'array' || items) return 'list';
  if (type === 'object') return 'other';
  return type === 'string' || values ? 'text' : 'other';
}

function textOf(operand: FormulaOperand): string {
  return operand.kind === 'literal' ? String(operand.value) : operand.path.name;
}
