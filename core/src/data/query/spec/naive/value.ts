import type { Json } from '@haidang/sdk';
import { visible } from '../../oracle/naive/conditions.ts';
import { type Fn, figureOf } from '../../oracle/naive/figures.ts';
import { boundsOf } from '../../oracle/naive/periods.ts';
import { compareRows } from '../../oracle/naive/selection.ts';
import type { Row } from '../../oracle/naive/world.ts';
import { newestValue } from './releases.ts';
import { type Asking, lengthOf, timeOf } from './tests.ts';
import type { Figure, Tree } from './tree.ts';
import { communesBelow, peopleOf } from './units.ts';
import { cellOf, type SpecWorld } from './world.ts';

/** What a formula is evaluated over. */
export interface Group {
  readonly asking: Asking;
  rowsOf(figure: Figure): readonly Row[];
  /** Units that are asked about; none where the group has none. */
  readonly units: readonly string[];
  treeOf(indicator: string): Tree;
  /** Slots of the delivery of the formula's dataset. */
  slots(): number;
}

/** The value of a formula over a group; nothing where a part of it has none. */
export function evaluate(tree: Tree, group: Group): number | null {
  switch (tree.kind) {
    case 'number':
      return tree.value;
    case 'other':
      return evaluate(group.treeOf(tree.indicator), group);
    case 'word':
      return wordOf(tree.name, group);
    case 'figure':
      return figure(tree, group.rowsOf(tree), group.asking.world);
    case 'sum': {
      const [left, right] = [evaluate(tree.left, group), evaluate(tree.right, group)];
      if (left === null || right === null) return null;
      if (tree.sign === '/') return right === 0 ? null : left / right;
      return tree.sign === '+' ? left + right : tree.sign === '-' ? left - right : left * right;
    }
  }
}

function figure({ fn, of, dataset }: Figure, rows: readonly Row[], world: SpecWorld): number | null {
  if (of === undefined) return rows.length;
  const cell = (row: Row): Json => (typeof of === 'string' ? cellOf(of, row, dataset, world) : lengthOf(of, row, dataset, world));
  if (fn === 'latest') {
    const { key = [], time = '' } = world.models[dataset] ?? {};
    const [newest] = rows
      .filter((row) => cell(row) !== null && timeOf(row, dataset, world) !== undefined)
      .sort((a, b) => compareRows(a, b, [`-${time}`, ...key.map((field) => `-${field}`)], dataset, world));
    return newest ? Number(cell(newest)) : null;
  }
  const values = rows.map(cell).filter((value) => value !== null);
  const value = figureOf(fn === 'distinct' ? 'count-distinct' : (fn as Fn), values);
  return value === null ? null : Number(value);
}

function wordOf(name: string, { asking, units, slots }: Group): number | null {
  const { world, span } = asking;
  switch (name) {
    case 'pop':
      return units.length === 0 ? null : peopleOf(units, world);
    case 'communes_total':
      return units.length === 0 ? null : communesBelow(units, world);
    case 'expected_records':
      return slots();
    case 'expected_releases': {
      const [from, to] = span ? boundsOf(span) : [Number.NaN, Number.NaN];
      return visible('core/release_calendar', world).filter(({ due_at }) => Number(due_at) >= from && Number(due_at) < to).length;
    }
  }
  const newest = newestValue(name, world);
  return newest ? Number(newest.value) : null;
}
