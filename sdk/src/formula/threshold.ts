import { HaidangError } from '../errors.ts';
import type { FormulaProblem } from './problem.ts';
import { syntaxError } from './syntax.ts';
import { refusals } from './texts.ts';
import { SyntaxError as GrammarError, parse } from './threshold.generated.ts';

/** Numbers that a threshold may measure against: the target of the year, the planned path to date, the same period of last year, the share of the year that is gone (%), and mean, standard deviation and median of the same period in the five years before. */
export const yardsticks = ['plan', 'path', 'same_period', 'elapsed', 'mean_5y', 'sd', 'p50_5y'] as const;

export type Yardstick = (typeof yardsticks)[number];

/** A threshold as a tree. `limit`: compared with the sum of one or two terms. `range`: both ends are in it. */
export type ThresholdTree =
  | { readonly kind: 'limit'; readonly operator: '<' | '<=' | '=' | '>=' | '>'; readonly limit: readonly ThresholdTerm[] }
  | { readonly kind: 'range'; readonly from: number; readonly to: number; readonly at: number };

/** So many times a yardstick, or a number. */
export interface ThresholdTerm {
  readonly factor: number;
  readonly yardstick?: string;
  readonly at: number;
}

const longest = 80;

/** Reads the text of a threshold: `>=95`, `70-95`, `>=0.9*plan`, `>plan-2`, `>mean_5y+2sd`. Throws `bad-formula` as `parseFormula` does. */
export function parseThreshold(text: string): ThresholdTree {
  if (text.length > longest) throw new HaidangError('bad-formula', { at: longest, reason: refusals['long-threshold'] });
  try {
    // What the grammar beside it makes.
    return parse(text, {}) as ThresholdTree;
  } catch (error) {
    if (error instanceof GrammarError) throw syntaxError(text, error);
    throw error;
  }
}

/** What is wrong with a threshold that reads as one: yardsticks that there are not, a range with nothing in it. */
export function checkThreshold(threshold: ThresholdTree): readonly FormulaProblem[] {
  if (threshold.kind === 'range') {
    const { from, to, at } = threshold;
    return from > to ? [{ code: 'empty-range', name: `${from}-${to}`, at }] : [];
  }
  return threshold.limit.flatMap(({ yardstick, at }): readonly FormulaProblem[] =>
    yardstick === undefined || isYardstick(yardstick) ? [] : [{ code: 'unknown-word', name: yardstick, at, allowed: yardsticks }],
  );
}

/** The yardsticks that a threshold measures against. */
export function yardsticksOf(threshold: ThresholdTree): readonly Yardstick[] {
  if (threshold.kind === 'range') return [];
  return threshold.limit.flatMap(({ yardstick }) => (yardstick !== undefined && isYardstick(yardstick) ? [yardstick] : []));
}

/** The threshold with numbers in the place of yardsticks (">=92.5"); nothing where one of them is not known. */
export function resolveThreshold(threshold: ThresholdTree, known: { readonly [yardstick in Yardstick]?: number }): string | undefined {
  if (threshold.kind === 'range') return `${decimal(threshold.from)}-${decimal(threshold.to)}`;
  let sum = 0;
  for (const { factor, yardstick } of threshold.limit) {
    const value = yardstick === undefined ? 1 : isYardstick(yardstick) ? known[yardstick] : undefined;
    if (value === undefined) return undefined;
    sum += factor * value;
  }
  return Number.isFinite(sum) ? `${threshold.operator}${decimal(sum)}` : undefined;
}

function isYardstick(word: string): word is Yardstick {
  return (yardsticks as readonly string[]).includes(word);
}

/** A number without an exponent. */
function decimal(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(Math.abs(value) < 1 ? 20 : 0) : text;
}
