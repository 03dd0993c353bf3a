import type { FigureOf } from './formula-figures.ts';
import type { GroupValue } from './groups.ts';

/** A formula whose aggregates are numbered by dataset, and its other figures by themselves: what is left is arithmetic. */
export type FormulaNode =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'slot'; readonly part: number; readonly index: number }
  | { readonly kind: 'figure'; readonly index: number }
  | { readonly kind: 'operation'; readonly operator: '+' | '-' | '*' | '/'; readonly left: FormulaNode; readonly right: FormulaNode };

/** What is known of a group: values of the aggregates of each dataset, and how to tell the other figures. */
export interface GroupFigures {
  readonly key: readonly GroupValue[];
  readonly values: readonly (readonly GroupValue[])[];
  readonly figures: readonly FigureOf[];
}

/** No value where one is missing, and of a division by zero. */
export function evaluate(node: FormulaNode, group: GroupFigures): number | null {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'slot': {
      const value = group.values[node.part]?.[node.index];
      return typeof value === 'number' ? value : null;
    }
    case 'figure':
      return group.figures[node.index]?.(group.key) ?? null;
  }
  const [left, right] = [evaluate(node.left, group), evaluate(node.right, group)];
  if (left === null || right === null) return null;
  switch (node.operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : left / right;
  }
}
