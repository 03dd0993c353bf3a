import { formatLocalDay } from '../query/calendar.ts';
import type { Condition, FieldRef, Operator, Term } from '../query/condition.ts';
import { boundsOf, type Moment, periodOf } from '../query/moment.ts';
import { momentLocal, momentUtc } from '../query/shift.ts';
import type { FieldColumns } from '../table.ts';

// The time that cells are of as a line, cut at the bounds of periods and at moments: between two cuts every test of that time comes out the same.

/** A time as it is stored. */
export type Instant = number | string;

/** A test of a time alone. */
export type TimeTest =
  | Extract<Condition, { kind: 'during' | 'empty' }>
  | { readonly kind: 'compare'; readonly operator: Operator; readonly right: Extract<Term, { kind: 'moment' | 'constant' }> };

/** The condition as a test of the time that cells are of; nothing when it is another one. */
export function timeTest(condition: Condition, bucket: FieldColumns, alias: string): TimeTest | undefined {
  const isTime = (ref: FieldRef) => ref.columns === bucket && ref.alias === alias;
  if (condition.kind === 'during' || condition.kind === 'empty') return isTime(condition.ref) ? condition : undefined;
  if (condition.kind !== 'compare') return undefined;
  const { kind, left, operator, right } = condition;
  if (left.kind !== 'field' || left.plus !== undefined || !isTime(left.ref)) return undefined;
  return right.kind === 'moment' || right.kind === 'constant' ? { kind, operator, right } : undefined;
}

/** A condition in which tests of the time are told. */
export type Settled = Condition | boolean;

/** Puts what is known in the place of the tests that `tell` knows. */
export function settle(condition: Condition, tell: (test: Condition) => boolean | undefined): Settled {
  if (condition.kind === 'not') {
    const of = settle(condition.of, tell);
    return typeof of === 'boolean' ? !of : { kind: 'not', of };
  }
  if (condition.kind !== 'all' && condition.kind !== 'any') return tell(condition) ?? condition;
  const decides = condition.kind === 'any';
  const of: Condition[] = [];
  for (const part of condition.of) {
    const settled = settle(part, tell);
    if (settled === decides) return decides;
    if (typeof settled !== 'boolean') of.push(settled);
  }
  const [only] = of;
  if (!only) return !decides;
  return of.length === 1 ? only : { kind: condition.kind, of };
}

/** Times at which a test begins to come out otherwise. */
export function cutsOf(test: TimeTest, at: Moment): readonly Instant[] {
  if (test.kind === 'empty') return [];
  if (test.kind === 'during') return boundsOf(periodOf(test.period, at), storeOf(test.ref));
  const value = timeOf(test.right, at);
  // Of texts nothing that is a date stands between.
  const after = typeof value === 'number' ? Math.floor(value) + 1 : `${value}!`;
  if (test.operator === '=') return [value, after];
  return [test.operator === '<' || test.operator === '>=' ? value : after];
}

/** How a test comes out at a time, or of rows without it. */
export function tellAt(test: TimeTest, time: Instant | undefined, at: Moment): boolean {
  if (test.kind === 'empty') return time === undefined;
  if (time === undefined) return false;
  if (test.kind === 'during') {
    const [from, to] = boundsOf(periodOf(test.period, at), storeOf(test.ref));
    return time >= from && time < to;
  }
  const value = timeOf(test.right, at);
  switch (test.operator) {
    case '=':
      return time === value;
    case '<':
      return time < value;
    case '<=':
      return time <= value;
    case '>':
      return time > value;
    case '>=':
      return time >= value;
  }
}

function storeOf({ columns }: FieldRef): 'instant' | 'date' {
  return columns.store === 'date' ? 'date' : 'instant';
}

function timeOf(term: Extract<Term, { kind: 'moment' | 'constant' }>, { now }: Moment): Instant {
  if (term.kind === 'moment') return term.as === 'instant' ? momentUtc(term.moment, now) : formatLocalDay(momentLocal(term.moment, now));
  return typeof term.value === 'boolean' ? Number(term.value) : term.value;
}
