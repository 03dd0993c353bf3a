import { HaidangError, type Query, type Result, type ResultField } from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';
import type { DataContext } from '../context.ts';
import { askAnswer, namedColumns, planAnswer } from './answer.ts';
import { both, type Condition } from './condition.ts';
import { fieldColumn } from './fields.ts';
import { readFilter } from './filter.ts';
import { planIndicator } from './indicator.ts';
import { planMeasures } from './measures.ts';
import type { Moment } from './moment.ts';
import type { CodePlace, NamedColumn } from './names.ts';
import type { LocalPeriod } from './period.ts';
import type { FiguresPlan } from './plan.ts';
import type { Found, Reading } from './reading.ts';
import { askRows, planRows } from './rows.ts';
import { Source } from './source.ts';
import type { Grounds } from './trust.ts';

/** A resolved query of either kind. */
export interface Work {
  readonly sources: readonly Source[];
  readonly conditions: readonly Condition[];
  readonly fields: readonly ResultField[];
  readonly named: readonly NamedColumn[];
  readonly indicator?: Grounds['indicator'];
  /** The answer is of the query's period. */
  readonly isTimed: boolean;
  ask(reading: Reading, at: Moment & { readonly period?: LocalPeriod }): AskedWork;
}

/** What was asked for, once all is read. */
export interface AskedWork {
  page(found: Found): Pick<Result, 'rows' | 'next'> & { readonly n: number; readonly sample: number };
  /** Where the codes of a column of the answer stand. */
  codes(index: number): readonly CodePlace[];
}

/** Resolves a query: for rows or measures of a dataset, or for an indicator. */
export function planWork(query: Query, context: DataContext, caller: Caller): Work {
  const indicator = context.registry.indicators.get(query.from);
  if (indicator && !context.registry.datasets.has(query.from)) {
    for (const name of ['select', 'measures'] as const)
      if (query[name]) throw refuse(name, 'An indicator has one value; it takes neither `select` nor `measures`.');
    const figures = planIndicator(indicator, query, context, caller);
    if (query.compare?.length && !figures.isTimed)
      throw refuse('compare', 'The formula is not over a period, so there is no other to compare with.');
    return { ...figuresWork(figures, query), indicator };
  }
  if (!context.registry.datasets.has(query.from)) throw new HaidangError('unknown-dataset', { dataset: query.from });
  const source = new Source(context, caller, query.from);
  const filter = readFilter({ filter: query.where ?? {}, context, find: source.find, place: 'where' });
  const where = both(filter, periodOf(query, source));
  if (query.measures) {
    if (query.select) throw refuse('select', 'A query has either `select` or `measures`.');
    if (Object.keys(query.measures).length === 0) throw refuse('measures', 'At least one measure is expected.');
    return figuresWork(planMeasures(query, source, where), query);
  }
  if (query.by?.length) throw refuse('by', 'Groups need `measures`.');
  if (query.compare?.length) throw refuse('compare', 'Only measures and indicators are compared.');
  return rowsWork(query, source, where);
}

function figuresWork(figures: FiguresPlan, query: Query): Work {
  if (query.compare?.length && query.time === undefined) throw refuse('compare', 'A comparison needs `time`.');
  const answer = planAnswer(figures, query);
  return {
    sources: figures.sources,
    conditions: figures.conditions,
    named: namedColumns(answer),
    isTimed: figures.isTimed,
    fields: answer.fields,
    ask: (reading, at) => askAnswer(answer, reading, at),
  };
}

function rowsWork(query: Query, source: Source, where: Condition): Work {
  const rows = planRows(query, source, where);
  return {
    sources: [source],
    conditions: [where],
    named: rows.select.map(({ columns }, index) => ({ index, columns })),
    isTimed: query.time !== undefined,
    fields: rows.select.map((ref) => fieldColumn(ref)),
    ask: (reading, at) => askRows(rows, reading, at),
  };
}

function periodOf({ time }: Query, source: Source): Condition | undefined {
  if (time === undefined) return undefined;
  const { entry } = source.table;
  if (entry.dataset.time === undefined) throw refuse('time', `${entry.name} has no business time.`);
  return { kind: 'during', ref: source.resolve(entry.dataset.time, 'time'), period: 'period' };
}

function refuse(path: string, reason: string): HaidangError {
  return new HaidangError('bad-request', { path, reason });
}
