import type { Json, Measure, Query } from '@haidang/sdk';
import { cell, holds, visible } from './conditions.ts';
import { figureOf } from './figures.ts';
import { evaluate, meets } from './formula-value.ts';
import { type FormulaFigure, figuresOf, type Indicator } from './formulas.ts';
import { groupsOf, sortGroups } from './groups.ts';
import { type NameOf, namesOf } from './names.ts';
import { boundsOf, comparedSpan, type Span, spanOf } from './periods.ts';
import { asOf, compareRows, during } from './selection.ts';
import type { Row, World } from './world.ts';

/** An answer by plain loops over rows in memory: no SQL and none of the engine's code. Instants are milliseconds. */
export interface Expected {
  /** All pages of it. */
  readonly rows: readonly (readonly Json[])[];
  /** Rows used for figures, and how many of these are illustrative; of rows themselves `undefined`: it is counted by page. */
  readonly used: { readonly n: number; readonly sample: number } | undefined;
  /** Which of the rows are illustrative, where they are rows themselves. */
  readonly samples: readonly boolean[];
  readonly asOf: number;
  readonly period: readonly [from: number, to: number] | undefined;
  /** Names of codes by column, as far as columns are fields. */
  readonly names: readonly NameOf[];
}

/** What is asked. */
export interface Question {
  readonly query: Query;
  /** What the words of `time` mean, where it has some. */
  readonly said?: Span;
}

export function answer(question: Question, indicators: { readonly [name: string]: Indicator }, world: World): Expected {
  const name = question.query.from.replace('test/', '');
  const indicator = indicators[name];
  if (indicator) return answerIndicator(question, indicator, indicators, world);
  return question.query.measures ? answerMeasures(question, name, world) : answerRows(question, name, world);
}

function answerRows({ query, said }: Question, dataset: string, world: World): Expected {
  const span = query.time === undefined ? undefined : spanOf(query.time, world.now, said);
  const chosen = during(
    visible(dataset, world).filter((row) => holds(query.where ?? {}, row, dataset, world)),
    dataset,
    span,
    world,
  );
  const key = world.models[dataset]?.key ?? [];
  const sorted = [...chosen].sort((a, b) => compareRows(a, b, [...(query.sort ?? []), ...key], dataset, world));
  const paths = query.select ?? Object.keys(world.models[dataset]?.fields ?? {});
  return {
    rows: sorted.map((row) => paths.map((path) => cell(path, row, world))),
    used: undefined,
    samples: sorted.map((row) => world.samples.has(row)),
    names: paths.map((path) => namesOf(path, dataset, world)),
    asOf: asOf([dataset], span, world),
    period: span && boundsOf(span),
  };
}

/** Periods side by side: the one asked for, and each that it is compared with. */
function spansOf({ query, said }: Question, world: World): readonly (Span | undefined)[] {
  const span = query.time === undefined ? undefined : spanOf(query.time, world.now, said);
  return [span, ...(query.compare ?? []).map((comparison) => span && comparedSpan(span, comparison, world.now))];
}

function answerMeasures(question: Question, dataset: string, world: World): Expected {
  const { query } = question;
  const measures = Object.entries(query.measures ?? {});
  const by = query.by ?? [];
  const all = visible(dataset, world).filter((row) => holds(query.where ?? {}, row, dataset, world));
  const spans = spansOf(question, world);
  const sets = spans.map((span) => ({ rows: during(all, dataset, span, world), span }));
  const rows = groupsOf(sets, by, world).map(({ key, sets: groups }) => [
    ...key,
    ...measures.flatMap(([, measure]) => groups.map((group) => figure(measure, group, dataset, world))),
  ]);
  const used = (sets[0]?.rows ?? []).filter((row) => measures.some(([, { where }]) => holds(where ?? {}, row, dataset, world)));
  return {
    rows: sortGroups(
      rows,
      query,
      dataset,
      measures.map(([name]) => name),
      world,
    ),
    used: { n: used.length, sample: used.filter((row) => world.samples.has(row)).length },
    samples: [],
    names: by.map((group) => namesOf(group, dataset, world)),
    asOf: asOf([dataset], spans[0], world),
    period: spans[0] && boundsOf(spans[0]),
  };
}

function figure(measure: Measure, group: readonly Row[], dataset: string, world: World): Json {
  const rows = group.filter((row) => holds(measure.where ?? {}, row, dataset, world));
  if (measure.fn === 'count') return rows.length;
  const { fn, field } = measure;
  const known = rows.filter((row) => cell(field, row, world) !== null);
  if (fn !== 'last')
    return figureOf(
      fn,
      known.map((row) => cell(field, row, world)),
    );
  const { time = '', key = [] } = world.models[dataset] ?? {};
  const [last] = [...known].sort((a, b) => compareRows(a, b, [`-${time}`, ...key.map((name) => `-${name}`)], dataset, world));
  return last ? cell(field, last, world) : null;
}

function answerIndicator(
  question: Question,
  { formula, atLeast = 0 }: Indicator,
  indicators: { readonly [name: string]: Indicator },
  world: World,
): Expected {
  const { query } = question;
  const figures = figuresOf(formula, indicators);
  const datasets = [...new Set(figures.map(({ dataset }) => dataset))];
  const spans = spansOf(question, world);
  const isMet = ({ where, dataset }: FormulaFigure, row: Row, span: Span | undefined) => !where || meets(where, row, dataset, world, span);
  // A row is used when it counts in one of the figures; a row is of one dataset only.
  const home = new Map<Row, string>();
  const sets = spans.map((span) => ({
    span,
    rows: datasets.flatMap((dataset) =>
      visible(dataset, world).filter((row) => {
        home.set(row, dataset);
        return holds(query.where ?? {}, row, dataset, world) && figures.some((each) => each.dataset === dataset && isMet(each, row, span));
      }),
    ),
  }));
  const value = (group: readonly Row[], span: Span | undefined) => {
    const rowsOf = (each: FormulaFigure) => group.filter((row) => home.get(row) === each.dataset && isMet(each, row, span));
    return group.length < atLeast ? null : evaluate(formula, indicators, rowsOf, world);
  };
  const rows = groupsOf(sets, query.by ?? [], world).map(({ key, sets: groups }) => [
    ...key,
    ...groups.map((group, set) => value(group, spans[set])),
  ]);
  const used = sets[0]?.rows ?? [];
  const isTimed = figures.some(({ where }) => where !== undefined && JSON.stringify(where).includes('"period":"period"'));
  const span = isTimed ? spans[0] : undefined;
  return {
    rows: sortGroups(rows, query, datasets[0] ?? '', ['value'], world),
    used: { n: used.length, sample: used.filter((row) => world.samples.has(row)).length },
    samples: [],
    names: (query.by ?? []).map((group) => namesOf(group, datasets[0] ?? '', world)),
    asOf: asOf(datasets, span, world),
    period: span && boundsOf(span),
  };
}
