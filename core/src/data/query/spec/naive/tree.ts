/** A formula as the evaluator reads it, with names as they are written. */
export type Tree =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'word'; readonly name: string }
  | { readonly kind: 'other'; readonly indicator: string }
  | { readonly kind: 'sum'; readonly sign: '+' | '-' | '*' | '/'; readonly left: Tree; readonly right: Tree }
  | Figure;

/** A figure of the rows of a dataset. */
export interface Figure {
  readonly kind: 'figure';
  readonly fn: string;
  /** Qualified. */
  readonly dataset: string;
  /** A field, or the time between two. */
  readonly of?: string | Length;
  readonly where?: Test;
}

export interface Length {
  readonly unit: string;
  readonly from: string;
  readonly to: string;
}

export type Test =
  | { readonly kind: 'and'; readonly of: readonly Test[] }
  | { readonly kind: 'or'; readonly of: readonly Test[] }
  | { readonly kind: 'compare'; readonly left: string | Length; readonly sign: string; readonly right: Right }
  | { readonly kind: 'in'; readonly left: string; readonly not: boolean; readonly values: readonly (string | number)[] }
  | { readonly kind: 'during'; readonly left: string; readonly not: boolean; readonly period: string }
  | { readonly kind: 'empty'; readonly left: string; readonly not: boolean }
  | { readonly kind: 'true'; readonly left: string }
  | { readonly kind: 'helper'; readonly name: string; readonly argument: string };

/** What a field is compared with. */
export interface Right {
  readonly value?: string | number | boolean;
  readonly name?: string;
  readonly plus?: { readonly by: number; readonly unit: string };
}

/** Figures of a formula, without those of the indicators that it names. */
export function figuresIn(tree: Tree): readonly Figure[] {
  if (tree.kind === 'figure') return [tree];
  return tree.kind === 'sum' ? [...figuresIn(tree.left), ...figuresIn(tree.right)] : [];
}

/** Words of a formula that stand for a figure. */
export function wordsIn(tree: Tree): readonly string[] {
  if (tree.kind === 'word') return [tree.name];
  return tree.kind === 'sum' ? [...wordsIn(tree.left), ...wordsIn(tree.right)] : [];
}

/** Single tests of a condition. */
export function testsIn(test: Test | undefined): readonly Exclude<Test, { readonly of: readonly Test[] }>[] {
  if (!test) return [];
  return 'of' in test ? test.of.flatMap(testsIn) : [test];
}
