import type { Condition } from '../query/condition.ts';
import type { FieldColumns } from '../table.ts';
import { timeTest } from './axis.ts';

/** Tests of a time in conditions, as texts; of periods and the clock alone when `moving`. */
export function testsIn(conditions: readonly Condition[], bucket: FieldColumns, alias: string, moving = false): ReadonlySet<string> {
  const texts = conditions.flatMap((condition): readonly string[] => {
    if (condition.kind === 'all' || condition.kind === 'any') return [...testsIn(condition.of, bucket, alias, moving)];
    if (condition.kind === 'not') return [...testsIn([condition.of], bucket, alias, moving)];
    const test = timeTest(condition, bucket, alias);
    const moves = test?.kind === 'during' || (test?.kind === 'compare' && test.right.kind === 'moment');
    return test && test.kind !== 'empty' && (moves || !moving) ? [textOf(condition, bucket, alias)] : [];
  });
  return new Set(texts);
}

const isMissing = 'empty';

/** What tells tests of a time from each other. */
export function textOf(condition: Condition, bucket: FieldColumns, alias: string): string {
  const test = timeTest(condition, bucket, alias);
  if (!test) return '';
  if (test.kind === 'empty') return isMissing;
  return JSON.stringify(test.kind === 'during' ? test.period : [test.operator, test.right]);
}

/** All ways in which tests can come out of rows that have the time. */
export function outcomes([first, ...others]: readonly string[]): readonly ReadonlyMap<string, boolean>[] {
  if (first === undefined) return [new Map([[isMissing, false]])];
  return outcomes(others).flatMap((rest) => [true, false].map((is) => new Map([...rest, [first, is]])));
}
