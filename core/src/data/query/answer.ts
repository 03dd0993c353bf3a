import { type Comparison, HaidangError, type Json, type Query, type ResultField } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Figures } from './aggregate.ts';
import { alignKey } from './align.ts';
import { cellOf } from './cells.ts';
import { comparisonColumn, groupColumn } from './fields.ts';
import { type GroupValue, groupCell } from './groups.ts';
import type { Moment } from './moment.ts';
import type { NamedColumn } from './names.ts';
import { type GroupOrder, type GroupRow, pageOf, planOrder } from './order.ts';
import { comparedPeriod, type LocalPeriod } from './period.ts';
import { comparedName, type FiguresPlan } from './plan.ts';

/** Columns of an answer of figures, and the order of its groups. */
export interface FiguresAnswer {
  readonly plan: FiguresPlan;
  readonly compare: readonly Comparison[];
  readonly fields: readonly ResultField[];
  readonly order: GroupOrder;
}

/** Lays out the columns: groups, then each figure with what it is compared with. */
export function planAnswer(plan: FiguresPlan, query: Query): FiguresAnswer {
  const compare = query.compare ?? [];
  const fields = [
    ...plan.groups.map(groupColumn),
    ...plan.figures.flatMap(({ field }) => [
      field,
      ...compare.map((comparison) => comparisonColumn(field, comparedName(field.name, comparison), comparison)),
    ]),
  ];
  const names = fields.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new HaidangError('bad-request', { path: `measures.${twice}`, reason: 'Another column of the answer has this name.' });
  return { plan, compare, fields, order: planOrder(query, names, plan.groups) };
}

/** Rows of an answer; `n` were used for the figures of the period itself. */
export interface FiguresPage {
  readonly rows: readonly (readonly Json[])[];
  readonly n: number;
  readonly sample: number;
  readonly next?: string;
}

/** Runs the figures of the period and of each comparison, and sets them side by side. A group that only a comparison has stands there without rows. */
export async function runAnswer(
  { plan, compare, order }: FiguresAnswer,
  connection: Knex,
  at: Moment & { readonly period?: LocalPeriod },
): Promise<FiguresPage> {
  const { groups, figures } = plan;
  const current = await plan.run(connection, at);
  const empty = figures.map((figure) => figure.empty);
  const table = new Map<string, { readonly key: readonly GroupValue[]; readonly sets: (readonly GroupValue[])[] }>();
  const put = (set: number, key: readonly GroupValue[], values: readonly GroupValue[]) => {
    const name = JSON.stringify(key);
    const row = table.get(name) ?? { key, sets: Array.from({ length: compare.length + 1 }, () => empty) };
    row.sets[set] = values;
    table.set(name, row);
  };
  for (const { key, values } of current) put(0, key, values);
  for (const [index, comparison] of compare.entries()) {
    if (!at.period) continue;
    const period = comparedPeriod(at.period, comparison, at.now);
    for (const { key, values } of await plan.run(connection, { ...at, period })) {
      const aligned = alignKey(key, groups, period, at.period);
      if (aligned) put(index + 1, aligned, values);
    }
  }
  const rows = [...table.values()].map(
    ({ key, sets }): GroupRow => [...key, ...figures.flatMap((_, figure) => sets.map((set) => set[figure] ?? null))],
  );
  const page = pageOf(rows, order);
  return {
    ...total(current),
    rows: page.rows.map((row) => toCells(row, plan, compare.length + 1, at)),
    ...(page.next !== undefined && { next: page.next }),
  };
}

/** Columns that hold codes with names. */
export function namedColumns({ plan: { groups, figures }, compare }: FiguresAnswer): readonly NamedColumn[] {
  const named = groups.flatMap(({ ref, grain }, index) =>
    grain === undefined || ref.field.type === 'unit' ? [{ index, field: ref.field }] : [],
  );
  const width = compare.length + 1;
  const values = figures.flatMap(({ columns }, figure) =>
    columns ? Array.from({ length: width }, (_, set) => ({ index: groups.length + figure * width + set, field: columns.field })) : [],
  );
  return [...named, ...values];
}

function toCells(row: GroupRow, { groups, figures }: FiguresPlan, width: number, { dialect }: Moment): readonly Json[] {
  return row.map((value, index) => {
    const group = groups[index];
    if (group) return groupCell(group, value);
    const columns = figures[Math.floor((index - groups.length) / width)]?.columns;
    return columns?.store === 'instant' ? cellOf(columns, dialect, value) : value;
  });
}

function total(figures: readonly Figures[]): { readonly n: number; readonly sample: number } {
  return { n: figures.reduce((sum, { n }) => sum + n, 0), sample: figures.reduce((sum, { sample }) => sum + sample, 0) };
}
