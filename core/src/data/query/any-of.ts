import { compileCondition } from './compile-condition.ts';
import { both, type Condition } from './condition.ts';
import type { Moment } from './moment.ts';

/** Conditions of which at least one has to hold. */
export interface AnyOf {
  /** That one holds. What all have in common stands apart, where an index can use it. */
  readonly condition: Condition;
  /** What is left to ask of each where `condition` holds; nothing when that says it all. */
  readonly rests: readonly (Condition | undefined)[];
}

/** Puts the conditions of several figures into one; nothing when one of them takes every row. */
export function anyOf(conditions: readonly (Condition | undefined)[], at: Moment): AnyOf | undefined {
  const lists: Map<string, Condition>[] = [];
  for (const condition of conditions) {
    if (!condition) return undefined;
    lists.push(new Map(parts(condition).map((part) => [JSON.stringify(compileCondition(part, at)), part])));
  }
  const [first = new Map<string, Condition>(), ...others] = lists;
  const common = [...first].filter(([name]) => others.every((list) => list.has(name)));
  const names = new Set(common.map(([name]) => name));
  const rests = lists.map((list) => {
    const rest = [...list].filter(([name]) => !names.has(name)).map(([, part]) => part);
    return rest.length > 0 ? both(...rest) : undefined;
  });
  const known = rests.filter((rest) => rest !== undefined);
  const isAlways = known.length < rests.length;
  return { condition: both(...common.map(([, part]) => part), isAlways ? undefined : { kind: 'any', of: known }), rests };
}

/** What stands side by side under "all". */
function parts(condition: Condition): readonly Condition[] {
  return condition.kind === 'all' ? condition.of.flatMap(parts) : [condition];
}
