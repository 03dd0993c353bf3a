import { type Comparison, HaidangError, type Json, type Query, type ResultField } from '@haidang/sdk';
import type { PlanTargets } from '../../indicators/plan-targets.ts';
import { alignKey } from './align.ts';
import { cellOf } from './cells.ts';
import { comparisonColumn, groupColumn } from './fields.ts';
import { type GroupValue, groupCell, isTimeGrain } from './groups.ts';
import type { Moment } from './moment.ts';
import type { CodePlace, NamedColumn } from './names.ts';
import { type GroupOrder, type GroupRow, pageOf, planOrder } from './order.ts';
import { comparedPeriod, type LocalPeriod } from './period.ts';
import { comparedName, type FiguresPlan } from './plan.ts';
import type { Found, Reading } from './reading.ts';
import { orderedStore } from './sort.ts';

/** Columns of an answer of figures, and the order of its groups. */
export interface FiguresAnswer {
  readonly plan: FiguresPlan;
  readonly compare: readonly Comparison[];
  readonly fields: readonly ResultField[];
  readonly order: GroupOrder;
  /** Targets of the plan, where they are compared with. */
  readonly targets?: PlanTargets | undefined;
}

/** Lays out the columns: groups, then each figure with what it is compared with. */
export function planAnswer(plan: FiguresPlan, query: Query, targets?: PlanTargets): FiguresAnswer {
  const compare = query.compare ?? [];
  const fields = [
    ...plan.groups.map(groupColumn),
    ...plan.figures.flatMap(({ field }) => [
      field,
      ...compare.map((comparison) => comparisonColumn(field, comparedName(field.name, comparison), comparison)),
    ]),
  ];
  const names = fields.map(({ name }) => name);
  const long = plan.groups.findIndex(({ grain }) => isTimeGrain(grain) && grain !== 'hour' && grain !== 'day');
  if (compare.includes('tet-aligned') && long >= 0)
    throw new HaidangError('bad-request', {
      path: `by.${long}`,
      reason: {
        vi: 'So sánh theo Tết đếm từng ngày: hãy nhóm theo ngày hoặc giờ.',
        en: 'Counted from Tết, days are compared: group by day or hour.',
      },
    });
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new HaidangError('bad-request', { path: `measures.${twice}`, reason: 'Another column of the answer has this name.' });
  for (const [place, word] of (query.sort ?? []).entries()) {
    const figure = plan.figures[Math.floor((names.indexOf(word.replace(/^-/, '')) - plan.groups.length) / (compare.length + 1))];
    if (figure?.columns) orderedStore({ path: figure.field.name, columns: figure.columns }, `sort.${place}`);
  }
  return { plan, compare, fields, order: planOrder(query, names, plan.groups), targets };
}

/** Rows of an answer; `n` were used for the figures of the period itself. */
export interface FiguresPage {
  readonly rows: readonly (readonly Json[])[];
  readonly n: number;
  readonly sample: number;
  readonly next?: string;
  /** The columns with the levels of this moment, where these are no plain numbers. */
  readonly fields?: readonly ResultField[];
}

/** An answer of figures that was asked for. */
export interface AskedAnswer {
  page(found: Found): FiguresPage;
  /** Where the codes of a column of the answer stand. */
  codes(index: number): readonly CodePlace[];
}

/** Asks for the figures of the period and of each comparison, and sets them side by side. A group that only a comparison has stands there without rows. */
export function askAnswer(
  { plan, compare, fields, order, targets }: FiguresAnswer,
  reading: Reading,
  at: Moment & { readonly period?: LocalPeriod },
): AskedAnswer {
  const { groups, figures } = plan;
  const { period } = at;
  const current = plan.ask(reading, at);
  const sample = plan.askSample(reading, at);
  const levels = plan.askLevels?.(reading, at);
  const planned = period && targets?.ask(reading, at, period);
  const counted = compare.filter((comparison) => comparison !== 'plan');
  const compared = (period ? counted : []).map((comparison) => {
    const other = comparedPeriod(period ?? { from: 0, to: 0 }, comparison, at.now);
    return { period: other, asked: plan.ask(reading, { ...at, period: other }) };
  });
  const asked = [current, ...compared.map((each) => each.asked)];
  const width = compare.length + 1;
  const empty = figures.map((figure) => figure.empty);
  return {
    page(found) {
      const emptyOf = asked.map((each) => each.empty?.(found) ?? (() => empty));
      const table = new Map<string, { readonly key: readonly GroupValue[]; readonly sets: (readonly GroupValue[])[] }>();
      const put = (set: number, key: readonly GroupValue[], values: readonly GroupValue[]) => {
        const name = JSON.stringify(key);
        const row = table.get(name) ?? { key, sets: emptyOf.map((of) => of(key)) };
        row.sets[set] = values;
        table.set(name, row);
      };
      const own = current.groups(found);
      for (const { key, values } of own) put(0, key, values);
      for (const [index, each] of compared.entries()) {
        for (const { key, values } of each.asked.groups(found)) {
          const aligned = period && alignKey(key, groups, each.period, period);
          if (aligned) put(index + 1, aligned, values);
        }
      }
      const target = planned?.(found);
      const rows = [...table.values()].map(
        ({ key, sets }): GroupRow => [
          ...key,
          ...figures.flatMap((_, figure) => [
            sets[0]?.[figure] ?? null,
            ...compare.map((comparison) =>
              comparison === 'plan' ? (target?.(key) ?? null) : (sets[counted.indexOf(comparison) + 1]?.[figure] ?? null),
            ),
          ]),
        ],
      );
      const page = pageOf(rows, order);
      return {
        // Parts of rows add up to whole ones.
        n: Math.round(own.reduce((sum, { n }) => sum + n, 0)),
        sample: sample(found),
        rows: page.rows.map((row) => toCells(row, plan, width)),
        ...(page.next !== undefined && { next: page.next }),
        ...(levels && { fields: judgedBy(levels(found), fields) }),
      };
    },
    codes: (index) =>
      asked.flatMap((each) =>
        index < groups.length ? each.keyCodes(index) : each.valueCodes(Math.floor((index - groups.length) / width)),
      ),
  };
}

/** The columns with these levels, or without any. */
function judgedBy(levels: ResultField['levels'], fields: readonly ResultField[]): readonly ResultField[] {
  return fields.map(({ levels: own, ...field }) => (own && levels ? { ...field, levels } : field));
}

/** Columns that hold codes with names. */
export function namedColumns({ plan: { groups, figures }, compare }: FiguresAnswer): readonly NamedColumn[] {
  const named = groups.flatMap(({ ref, grain }, index) =>
    grain === undefined || ref.field.type === 'unit' ? [{ index, columns: ref.columns }] : [],
  );
  const width = compare.length + 1;
  const values = figures.flatMap(({ columns }, figure) =>
    columns ? Array.from({ length: width }, (_, set) => ({ index: groups.length + figure * width + set, columns })) : [],
  );
  return [...named, ...values];
}

function toCells(row: GroupRow, { groups, figures }: FiguresPlan, width: number): readonly Json[] {
  return row.map((value, index) => {
    const group = groups[index];
    if (group) return groupCell(group, value);
    const columns = figures[Math.floor((index - groups.length) / width)]?.columns;
    return columns?.store === 'instant' ? cellOf(columns, value) : value;
  });
}
