import type { Condition, FieldRef, Operator, Term } from './condition.ts';
import { momentUtc } from './shift.ts';

/** A row that need not be kept yet. */
export interface Told {
  /** Its table's alias in the condition. */
  readonly alias: string;
  /** What is to stand in a column. */
  cellOf(column: string): unknown;
  readonly now: number;
}

/** Whether a condition holds for a row, where that can be told without the database: texts and numbers of the row itself, moments. It says what `compileCondition` says; nothing where only the database knows. */
export function tell(condition: Condition, row: Told): boolean | undefined {
  switch (condition.kind) {
    case 'all':
      return tellOf(condition.of, row, false);
    case 'any':
      return tellOf(condition.of, row, true);
    case 'not': {
      const inner = tell(condition.of, row);
      return inner === undefined ? undefined : !inner;
    }
    case 'empty': {
      const cell = cellOf(condition.ref, row);
      return cell === undefined ? undefined : cell === null;
    }
    case 'one-of': {
      const results = condition.values.map((value) => compared(cellOf(condition.ref, row), '=', value));
      return results.includes(undefined) ? undefined : results.includes(true);
    }
    case 'compare':
      return compared(sideOf(condition.left, row), condition.operator, sideOf(condition.right, row));
    default:
      return undefined;
  }
}

/** Of several: `decisive` when one says so, whatever the others do. */
function tellOf(conditions: readonly Condition[], row: Told, decisive: boolean): boolean | undefined {
  let isKnown = true;
  for (const condition of conditions) {
    const result = tell(condition, row);
    if (result === decisive) return decisive;
    if (result === undefined) isKnown = false;
  }
  return isKnown ? !decisive : undefined;
}

function sideOf(term: Term, row: Told): unknown {
  if (term.kind === 'constant') return term.value;
  if (term.kind === 'moment' && term.as === 'instant') return momentUtc(term.moment, row.now);
  return term.kind === 'field' && term.plus === undefined ? cellOf(term.ref, row) : undefined;
}

/** `null` for what is missing, nothing for what stands elsewhere. */
function cellOf({ alias, columns }: FieldRef, row: Told): unknown {
  return alias === row.alias ? (row.cellOf(columns.column) ?? null) : undefined;
}

function compared(left: unknown, operator: Operator, right: unknown): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  // A test on a missing value is false.
  if (left === null || right === null) return false;
  // Which text comes first is for the database to say.
  if (typeof left === 'string' && typeof right === 'string') return operator === '=' ? left === right : undefined;
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  switch (operator) {
    case '=':
      return left === right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
