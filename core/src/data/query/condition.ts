import type { Field } from '../../registry.ts';
import type { Sql } from '../dialect/dialect.ts';
import type { FieldColumns, Table } from '../table.ts';
import type { Moment } from './moment.ts';
import type { MovingMoment } from './shift.ts';

// What filters and the conditions of formulas become once their names are resolved. Nothing in it depends on the moment: it is compiled anew for each run.

/** A field that was found: its table's alias in the statement, and its columns. */
export interface FieldRef {
  /** As the query names it: "status", "category_code.domain". */
  readonly path: string;
  readonly alias: string;
  readonly table: Table;
  readonly columns: FieldColumns;
  readonly field: Field;
}

export type Constant = string | number | boolean;

/** Time from one field to another, in units of so many milliseconds. */
export interface Duration {
  readonly from: FieldRef;
  readonly to: FieldRef;
  readonly unitMs: number;
  /** Only working time counts. */
  readonly isWorking?: true;
}

/** What can stand on a side of a comparison. Both sides are of one kind. */
export type Term =
  | { readonly kind: 'field'; readonly ref: FieldRef; readonly plus?: number }
  | { readonly kind: 'constant'; readonly value: Constant }
  | { readonly kind: 'moment'; readonly moment: MovingMoment; readonly as: 'instant' | 'date' }
  | { readonly kind: 'year'; readonly plus: number }
  | { readonly kind: 'duration'; readonly duration: Duration };

export type Operator = '=' | '<' | '<=' | '>' | '>=';

/** A period that a formula names; `period` is that of the query. */
export type PeriodWord = 'period' | 'today' | 'this_week' | 'last_week' | 'this_year' | 'year_to_date' | { readonly nextDays: number };

/** A condition on a row. A test on a missing value is false, except `empty`; `not` is the full complement. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly left: Term; readonly operator: Operator; readonly right: Term }
  | { readonly kind: 'one-of'; readonly ref: FieldRef; readonly values: readonly Constant[] }
  /** `withEarlier`: also the units of before that went wholly into it. */
  | { readonly kind: 'below'; readonly ref: FieldRef; readonly unit: string; readonly withEarlier?: true }
  | { readonly kind: 'empty'; readonly ref: FieldRef }
  | { readonly kind: 'words'; readonly column: string; readonly ref: FieldRef; readonly words: readonly string[] }
  | { readonly kind: 'item'; readonly ref: FieldRef; readonly value: Constant }
  | { readonly kind: 'box'; readonly ref: FieldRef; readonly box: readonly [west: number, south: number, east: number, north: number] }
  | {
      readonly kind: 'near';
      readonly ref: FieldRef;
      readonly point: readonly [longitude: number, latitude: number];
      readonly metres: number;
    }
  | { readonly kind: 'during'; readonly ref: FieldRef; readonly period: PeriodWord }
  /** A test that asks other rows; `of` are the conditions that it puts to them. */
  | { readonly kind: 'asking'; readonly of: readonly Condition[]; compile(at: Moment): Sql };

/** Whether what a row says, of itself, is all that a condition rests on: neither other rows, nor units, nor the moment. */
export function isOfRowAlone(condition: Condition, alias: string): boolean {
  const isOwn = (ref: FieldRef) => ref.alias === alias;
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.every((each) => isOfRowAlone(each, alias));
    case 'not':
      return isOfRowAlone(condition.of, alias);
    case 'compare':
      return [condition.left, condition.right].every((term) => term.kind === 'constant' || (term.kind === 'field' && isOwn(term.ref)));
    case 'one-of':
    case 'empty':
    case 'words':
    case 'item':
    case 'box':
    case 'near':
      return isOwn(condition.ref);
    default:
      return false;
  }
}

/** Both hold. */
export function both(...conditions: readonly (Condition | undefined)[]): Condition {
  const of = conditions.filter((condition) => condition !== undefined);
  return of.length === 1 && of[0] ? of[0] : { kind: 'all', of };
}
