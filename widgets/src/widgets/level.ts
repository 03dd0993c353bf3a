import type { ResultField } from '@haidang/sdk';

/** How a value stands to its levels. */
export type Level = 'green' | 'amber' | 'red';

/** Numbers that a threshold may name besides constants. */
export interface Yardsticks {
  readonly plan?: number;
  readonly same_period?: number;
}

const bound = /^(>=|<=|>|<|=)?\s*(?:(-?\d+(?:\.\d+)?)\s*\*\s*)?(?:(-?\d+(?:\.\d+)?)|(plan|same_period))$/;
const range = /^(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)$/;

/** The level of a value: green, amber and red are tried in this order; red is what remains unless it is given. No level where a threshold cannot be told from what the result holds. */
export function levelOf(value: number, levels: NonNullable<ResultField['levels']>, yardsticks: Yardsticks = {}): Level | undefined {
  for (const name of ['green', 'amber', 'red'] as const) {
    const threshold = levels[name];
    if (threshold === undefined) continue;
    const holds = meets(value, threshold, yardsticks);
    if (holds === undefined) return undefined;
    if (holds) return name;
  }
  return levels.red === undefined ? 'red' : undefined;
}

/** The number that green begins at; none for a range or a yardstick that the result does not hold. */
export function targetOf(levels: ResultField['levels'], yardsticks: Yardsticks = {}): number | undefined {
  return levels && limitOf(levels.green, yardsticks)?.at;
}

function meets(value: number, threshold: string, yardsticks: Yardsticks): boolean | undefined {
  const between = range.exec(threshold.trim());
  if (between) return value >= Number(between[1]) && value <= Number(between[2]);
  const limit = limitOf(threshold, yardsticks);
  if (!limit) return undefined;
  if (limit.test === '>=') return value >= limit.at;
  if (limit.test === '<=') return value <= limit.at;
  if (limit.test === '>') return value > limit.at;
  if (limit.test === '<') return value < limit.at;
  return value === limit.at;
}

function limitOf(threshold: string, yardsticks: Yardsticks): { readonly test: string; readonly at: number } | undefined {
  const found = bound.exec(threshold.trim());
  if (!found) return undefined;
  const [, test = '=', factor, constant, yardstick] = found;
  const base = constant === undefined ? yardsticks[yardstick as keyof Yardsticks] : Number(constant);
  return base === undefined ? undefined : { test, at: base * Number(factor ?? 1) };
}
