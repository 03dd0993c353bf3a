import type { Json, Query } from '@haidang/sdk';
import { fieldOf, groupsOf } from '../../oracle/naive/groups.ts';
import { comparedSpan, type Span, spanOf } from '../../oracle/naive/periods.ts';
import { during } from '../../oracle/naive/selection.ts';
import type { Row } from '../../oracle/naive/world.ts';
import { slotsOf } from './delivery.ts';
import { readFormula } from './read.ts';
import { type Asking, askedRows, meets } from './tests.ts';
import { type Figure, figuresIn, type Tree } from './tree.ts';
import { valuesNamed } from './units.ts';
import { evaluate } from './value.ts';
import { ownerOf, type SpecWorld } from './world.ts';

/** An answer by plain loops over rows in memory: no SQL and none of the engine's code. */
export interface Expected {
  /** Cells of the groups, the value, and the values that it is compared with. In no order. */
  readonly rows: readonly (readonly Json[])[];
  /** Rows that count in one of the figures. */
  readonly n: number;
}

/** Formulas by qualified names. */
export type Formulas = { readonly [indicator: string]: { readonly plugin: string; readonly formula: string } };

export function treeOf(indicator: string, formulas: Formulas, world: Pick<SpecWorld, 'models'>): Tree {
  const { plugin = '', formula = '' } = formulas[indicator] ?? {};
  return readFormula(formula, plugin, (from, to) => ownerOf(plugin, from, to, world));
}

export function answer(query: Query, formulas: Formulas, world: SpecWorld): Expected {
  const span = query.time === undefined ? undefined : spanOf(query.time, world.now);
  const spans: readonly (Span | undefined)[] = [
    span,
    ...(query.compare ?? []).map((comparison) => span && comparedSpan(span, comparison, world.now)),
  ];
  const tree = treeOf(query.from, formulas, world);
  const figures = allFigures(tree, formulas, world);
  const home = new Map<Row, string>();
  const sets = spans.map((each) => {
    const asking: Asking = { world, query, span: each };
    const isMet = ({ fn, where, dataset }: Figure, row: Row) =>
      (where === undefined || meets(where, row, dataset, asking)) &&
      // The newest is looked for in the period, whether or not the formula speaks of it.
      (fn !== 'latest' || during([row], dataset, each, world).length > 0);
    const rows = [...new Set(figures.map(({ dataset }) => dataset))].flatMap((dataset) =>
      askedRows(dataset, asking).filter((row) => {
        home.set(row, dataset);
        return figures.some((figure) => figure.dataset === dataset && isMet(figure, row));
      }),
    );
    return { asking, span: each, rows, isMet };
  });
  const by = query.by ?? [];
  const unitField = world.models[figures[0]?.dataset ?? '']?.unit;
  const unitColumn = by.findIndex((group) => fieldOf(group) === unitField);
  const unitsOf = (key: readonly Json[]): readonly string[] => {
    const unit = key[unitColumn];
    if (unitColumn >= 0) return typeof unit === 'string' ? [unit] : [];
    const named = unitField === undefined ? [] : valuesNamed(query.where, unitField, world);
    return named.length > 0 ? named : [world.thisUnit];
  };
  const delivered = figures[0]?.dataset ?? '';
  const from = world.models[delivered]?.suppliers?.from;
  const suppliersOf = (key: readonly Json[]): readonly string[] | undefined => {
    if (from === undefined) return undefined;
    const column = by.findIndex((group) => fieldOf(group) === from);
    if (column >= 0) return [String(key[column])];
    const named = valuesNamed(query.where, from, world);
    return named.length > 0 ? named : undefined;
  };
  return {
    rows: groupsOf(sets, by, world).map(({ key, sets: groups }) => [
      ...key,
      ...sets.map(({ asking, isMet }, index) =>
        evaluate(tree, {
          asking,
          rowsOf: (figure) => (groups[index] ?? []).filter((row) => home.get(row) === figure.dataset && isMet(figure, row)),
          units: unitsOf(key),
          treeOf: (indicator) => treeOf(indicator, formulas, world),
          slots: () => slotsOf(delivered, asking, suppliersOf(key)),
        }),
      ),
    ]),
    n: sets[0]?.rows.length ?? 0,
  };
}

function allFigures(tree: Tree, formulas: Formulas, world: SpecWorld): readonly Figure[] {
  if (tree.kind === 'other') return allFigures(treeOf(tree.indicator, formulas, world), formulas, world);
  if (tree.kind === 'sum') return [...allFigures(tree.left, formulas, world), ...allFigures(tree.right, formulas, world)];
  return figuresIn(tree);
}
