import { compileCondition } from './compile-condition.ts';
import type { Condition } from './condition.ts';
import type { Moment } from './moment.ts';

/** That at least one of some conditions holds; nothing when one of them is always true. What all have in common stands apart, where an index can use it. */
export function anyOf(conditions: readonly (Condition | undefined)[], at: Moment): Condition | undefined {
  const lists: Map<string, Condition>[] = [];
  for (const condition of conditions) {
    if (!condition) return undefined;
    lists.push(new Map(parts(condition).map((part) => [JSON.stringify(compileCondition(part, at)), part])));
  }
  const [first = new Map<string, Condition>(), ...others] = lists;
  const common = [...first].filter(([name]) => others.every((list) => list.has(name)));
  const names = new Set(common.map(([name]) => name));
  const rests = lists.map(
    (list): Condition => ({ kind: 'all', of: [...list].filter(([name]) => !names.has(name)).map(([, part]) => part) }),
  );
  const isAlways = rests.some((rest) => rest.kind === 'all' && rest.of.length === 0);
  return { kind: 'all', of: [...common.map(([, part]) => part), ...(isAlways ? [] : [{ kind: 'any', of: rests } as const])] };
}

/** What stands side by side under "all". */
function parts(condition: Condition): readonly Condition[] {
  return condition.kind === 'all' ? condition.of.flatMap(parts) : [condition];
}
