import type { Json } from '@haidang/sdk';
import type { Fn } from './figures.ts';

/** A formula of an indicator as a tree; `formulaText` writes it down. */
export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'operation'; readonly operator: '+' | '-' | '*' | '/'; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'indicator'; readonly name: string }
  | FormulaFigure;

export interface FormulaFigure {
  readonly kind: 'figure';
  readonly fn: 'count' | Fn;
  readonly dataset: string;
  readonly of?: string | Duration;
  readonly where?: Condition;
}

export interface Duration {
  readonly unit: 'seconds' | 'minutes' | 'hours' | 'days';
  readonly from: string;
  readonly to: string;
}

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Shift {
  readonly by: number;
  readonly unit?: string;
}

/** What a field is compared with: a literal, another field, or a word, with so much more. */
export type Operand =
  | { readonly value: string | number | boolean }
  | { readonly field: string; readonly shift?: Shift }
  | { readonly word: 'now' | 'today' | 'this_year' | 'this_unit'; readonly shift?: Shift };

export type Condition =
  | { readonly kind: 'and'; readonly of: readonly Condition[] }
  | { readonly kind: 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'compare'; readonly left: string | Duration; readonly operator: Operator; readonly right: Operand }
  | { readonly kind: 'in'; readonly left: string; readonly negated: boolean; readonly values: readonly (string | number)[] }
  | { readonly kind: 'within'; readonly left: string; readonly negated: boolean; readonly period: string }
  | { readonly kind: 'empty'; readonly left: string; readonly negated: boolean }
  | { readonly kind: 'true'; readonly left: string };

export interface Indicator {
  readonly formula: Formula;
  readonly atLeast?: number;
}

/** Datasets that a formula counts. */
export function datasetsOf(formula: Formula, indicators: { readonly [name: string]: Indicator }): Set<string> {
  return new Set(figuresOf(formula, indicators).map(({ dataset }) => dataset));
}

/** Whether the figure is that of the period asked for. */
export function speaksOfPeriod(formula: Formula, indicators: { readonly [name: string]: Indicator }): boolean {
  const speaks = (condition: Condition): boolean =>
    condition.kind === 'and' || condition.kind === 'or'
      ? condition.of.some(speaks)
      : condition.kind === 'within' && condition.period === 'period';
  return figuresOf(formula, indicators).some(({ where }) => where !== undefined && speaks(where));
}

/** All that a formula counts, itself and by the indicators that it names. */
export function figuresOf(formula: Formula, indicators: { readonly [name: string]: Indicator }): readonly FormulaFigure[] {
  if (formula.kind === 'figure') return [formula];
  if (formula.kind === 'operation') return [...figuresOf(formula.left, indicators), ...figuresOf(formula.right, indicators)];
  const other = formula.kind === 'indicator' ? indicators[formula.name] : undefined;
  return other ? figuresOf(other.formula, indicators) : [];
}

export function formulaText(formula: Formula): string {
  switch (formula.kind) {
    case 'number':
      return String(formula.value);
    case 'indicator':
      return `indicator(${formula.name})`;
    case 'operation':
      return `(${formulaText(formula.left)}${formula.operator}${formulaText(formula.right)})`;
    case 'figure': {
      const { fn, dataset, of, where } = formula;
      const what =
        typeof of === 'object' ? `${of.unit}(${dataset}.${of.from},${dataset}.${of.to})` : of === undefined ? dataset : `${dataset}.${of}`;
      return `${fn === 'count-distinct' ? 'distinct' : fn}(${what}${where ? ` where ${conditionText(where)}` : ''})`;
    }
  }
}

function conditionText(condition: Condition): string {
  const not = 'negated' in condition && condition.negated ? 'not ' : '';
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${condition.of.map(conditionText).join(` ${condition.kind} `)})`;
    case 'true':
      return condition.left;
    case 'empty':
      return `${condition.left} ${not}empty`;
    case 'within':
      return `${condition.left} ${not}in ${condition.period}`;
    case 'in':
      return `${condition.left} ${not}in [${condition.values.map(literal).join(',')}]`;
    case 'compare': {
      const { left, operator, right } = condition;
      const from = typeof left === 'string' ? left : `${left.unit}(${left.from},${left.to})`;
      if ('value' in right) return `${from}${operator}${literal(right.value)}`;
      const { shift } = right;
      return `${from}${operator}${'word' in right ? right.word : right.field}${shift ? `${shift.by < 0 ? '' : '+'}${shift.by}${shift.unit ?? ''}` : ''}`;
    }
  }
}

function literal(value: Json): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
