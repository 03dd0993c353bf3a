/** A parsed formula of an indicator. Every `at` is the place in the text, counted in characters from 0. */
export type Formula = FormulaNumber | FormulaConstant | FormulaOperation | FormulaIndicator | Aggregate;

/** A number that stands in the formula. */
export interface FormulaNumber {
  readonly kind: 'number';
  readonly value: number;
}

/** A figure that the core supplies by name: people (`pop`) and wards (`communes_total`) of the units asked about, what was due in the query's period (`expected_records(period)`, `expected_releases(period)`), or the newest value that the province keeps under the name (`legacy_users`). */
export interface FormulaConstant {
  readonly kind: 'constant';
  readonly name: string;
  readonly argument?: string;
  readonly at: number;
}

/** Arithmetic. Division by zero gives no value. */
export interface FormulaOperation {
  readonly kind: 'operation';
  readonly operator: '+' | '-' | '*' | '/';
  readonly left: Formula;
  readonly right: Formula;
}

/** The value of another indicator: `indicator(received)`. */
export interface FormulaIndicator {
  readonly kind: 'indicator';
  readonly name: string;
  readonly at: number;
}

/** One figure over the rows of a dataset that meet the condition. */
export interface Aggregate {
  readonly kind: 'aggregate';
  readonly fn: 'count' | 'distinct' | 'sum' | 'avg' | 'min' | 'max' | 'median' | 'p90' | 'latest';
  /** Absent with a duration, whose fields name it. */
  readonly dataset?: FormulaName;
  readonly field?: FormulaName;
  readonly duration?: FormulaDuration;
  readonly where?: FormulaCondition;
  readonly at: number;
}

/** A name as written: a dataset, a field, or a field of a record referred to ("station.status"). */
export interface FormulaName {
  readonly name: string;
  readonly at: number;
}

/** Time from one field to another, negative when the other comes first; `whours` counts hours of the working calendar (Labour Code 45/2019/QH14, Art. 105, 112), between instants only. */
export interface FormulaDuration {
  readonly kind: 'duration';
  readonly unit: 'seconds' | 'minutes' | 'hours' | 'days' | 'whours';
  readonly from: FormulaName;
  readonly to: FormulaName;
  readonly at: number;
}

/** A condition on a row. A test on a missing value is false, except `empty`; so are `!=` and `not in`. */
export type FormulaCondition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly FormulaCondition[] }
  | {
      readonly kind: 'compare';
      readonly left: FormulaName | FormulaDuration;
      readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>=';
      readonly right: FormulaOperand;
      readonly at: number;
    }
  | {
      readonly kind: 'in';
      readonly left: FormulaName;
      readonly negated: boolean;
      readonly values: readonly FormulaLiteral[];
      /** Where each of the values stands. */
      readonly places: readonly number[];
      readonly at: number;
    }
  | { readonly kind: 'within'; readonly left: FormulaName; readonly negated: boolean; readonly period: string; readonly at: number }
  | { readonly kind: 'empty'; readonly left: FormulaName; readonly negated: boolean; readonly at: number }
  | { readonly kind: 'true'; readonly left: FormulaName; readonly at: number }
  | { readonly kind: 'helper'; readonly name: string; readonly argument: FormulaName; readonly at: number };

/** A value that stands in the formula. */
export type FormulaLiteral = string | number | boolean;

/** What is compared with: a literal; or a field or word (`now`, `today`, `this_year`), with so much more or less: `now-3h`, `due_at+2d`. */
export type FormulaOperand =
  | { readonly kind: 'literal'; readonly value: FormulaLiteral; readonly at: number }
  | { readonly kind: 'name'; readonly path: FormulaName; readonly shift?: FormulaShift; readonly at: number };

/** So many units more (less when negative); a plain number without a unit. */
export interface FormulaShift {
  readonly by: number;
  readonly unit?: 's' | 'min' | 'h' | 'd' | 'w' | 'mo' | 'y';
}
