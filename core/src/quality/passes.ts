import type { Condition, FieldRef, Term } from '../data/query/condition.ts';

/** Whether a row passes what a rule demands: a test on a missing value holds, except `empty`. */
export function passes(demand: Condition): Condition {
  return soften(demand, false);
}

function soften(demand: Condition, isDenied: boolean): Condition {
  switch (demand.kind) {
    case 'all':
    case 'any':
      return { kind: (demand.kind === 'all') === isDenied ? 'any' : 'all', of: demand.of.map((each) => soften(each, isDenied)) };
    case 'not':
      return soften(demand.of, !isDenied);
    case 'empty':
      return isDenied ? { kind: 'not', of: demand } : demand;
    default: {
      const missing = fieldsOf(demand).map((ref): Condition => ({ kind: 'empty', ref }));
      return { kind: 'any', of: [...missing, isDenied ? { kind: 'not', of: demand } : demand] };
    }
  }
}

/** Fields that a condition speaks of. */
export function fieldsOf(condition: Condition): readonly FieldRef[] {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.flatMap(fieldsOf);
  if (condition.kind === 'not') return fieldsOf(condition.of);
  if (condition.kind === 'compare') return [...termFields(condition.left), ...termFields(condition.right)];
  return 'ref' in condition ? [condition.ref] : [];
}

function termFields(term: Term): readonly FieldRef[] {
  if (term.kind === 'field') return [term.ref];
  return term.kind === 'duration' ? [term.duration.from, term.duration.to] : [];
}

/** The same condition on another column: a supplier's key where the rows name the supplier. */
export function movedTo(condition: Condition, move: (ref: FieldRef) => FieldRef): Condition {
  if (condition.kind === 'all' || condition.kind === 'any') return { ...condition, of: condition.of.map((each) => movedTo(each, move)) };
  if (condition.kind === 'not') return { ...condition, of: movedTo(condition.of, move) };
  if (condition.kind === 'compare') return { ...condition, left: movedTerm(condition.left, move), right: movedTerm(condition.right, move) };
  return 'ref' in condition ? { ...condition, ref: move(condition.ref) } : condition;
}

function movedTerm(term: Term, move: (ref: FieldRef) => FieldRef): Term {
  return term.kind === 'field' ? { ...term, ref: move(term.ref) } : term;
}
