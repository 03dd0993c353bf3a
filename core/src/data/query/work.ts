import { HaidangError, type Query, type Result, type ResultField, type Trust } from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';
import { type Governed, planGovernance } from '../../indicators/governance.ts';
import { type PlanTargets, planTargets } from '../../indicators/plan-targets.ts';
import type { DataContext } from '../context.ts';
import type { Aggregation } from './aggregate.ts';
import { askAnswer, namedColumns, planAnswer } from './answer.ts';
import { askBoundaries, planConversion, withFractions } from './boundaries.ts';
import { both, type Condition } from './condition.ts';
import { fieldColumn } from './fields.ts';
import { readFilter } from './filter.ts';
import { planIndicator } from './indicator.ts';
import { planMeasures } from './measures.ts';
import type { Moment } from './moment.ts';
import type { CodePlace, NamedColumn } from './names.ts';
import type { LocalPeriod } from './period.ts';
import type { Besides, FiguresPlan } from './plan.ts';
import type { Found, Reading } from './reading.ts';
import { askRows, planRows } from './rows.ts';
import { Source } from './source.ts';
import type { Grounds } from './trust.ts';

/** A resolved query of either kind. */
export interface Work extends Besides {
  readonly sources: readonly Source[];
  readonly conditions: readonly Condition[];
  readonly fields: readonly ResultField[];
  readonly named: readonly NamedColumn[];
  readonly indicator?: Grounds['indicator'];
  /** The answer is of the query's period. */
  readonly isTimed: boolean;
  /** Other records whose change moves the answer. */
  readonly also?: readonly Source[];
  ask(reading: Reading, at: Moment & { readonly period?: LocalPeriod }): AskedWork;
}

/** What was asked for, once all is read. */
export interface AskedWork {
  page(found: Found): Pick<Result, 'rows' | 'next'> & {
    readonly n: number;
    readonly sample: number;
    /** Columns, where these are told by what was found. */
    readonly fields?: readonly ResultField[];
  };
  /** Where the codes of a column of the answer stand. */
  codes(index: number): readonly CodePlace[];
  /** By which boundaries it is told, where the query says which it wants. */
  boundaries?(found: Found, now: number): Trust['boundaries'];
  /** What governance says of the figures. */
  governed?(found: Found): Governed;
}

/** Resolves a query: for rows or measures of a dataset, or for an indicator. */
export function planWork(query: Query, context: DataContext, caller: Caller): Work {
  const indicator = context.registry.indicators.get(query.from);
  if (indicator && !context.registry.datasets.has(query.from)) {
    for (const name of ['select', 'measures'] as const)
      if (query[name])
        throw refuse(name, {
          vi: 'Chỉ tiêu có một giá trị, không nhận `select` hay `measures`.',
          en: 'An indicator has one value; it takes neither `select` nor `measures`.',
        });
    const figures = planIndicator(indicator, query, context, caller);
    const targets = query.compare?.includes('plan') ? planTargets(context, caller, indicator, figures) : undefined;
    if (query.compare?.some((comparison) => comparison !== 'plan') && !figures.isTimed)
      throw refuse('compare', {
        vi: 'Công thức không tính theo kỳ nên không có kỳ khác để so.',
        en: 'The formula is not over a period, so there is no other to compare with.',
      });
    const work = governed({ ...figuresWork(figures, query, targets), indicator }, figures.aggregations, context, caller);
    return targets ? { ...work, also: [...(work.also ?? []), targets.source] } : work;
  }
  if (!context.registry.datasets.has(query.from)) throw new HaidangError('unknown-dataset', { dataset: query.from });
  const source = new Source(context, caller, query.from);
  const filter = readFilter({ filter: query.where ?? {}, context, find: source.find, place: 'where' });
  const where = both(filter, periodOf(query, source));
  if (query.measures) {
    if (query.select)
      throw refuse('select', { vi: 'Truy vấn chỉ có `select` hoặc `measures`.', en: 'A query has either `select` or `measures`.' });
    if (Object.keys(query.measures).length === 0)
      throw refuse('measures', { vi: 'Cần ít nhất một số đo.', en: 'At least one measure is expected.' });
    if (query.compare?.includes('plan'))
      throw refuse('compare', { vi: 'Chỉ chỉ tiêu mới có kế hoạch để so.', en: 'Only indicators have a plan.' });
    const figures = planMeasures(query, source, where);
    return governed(figuresWork(figures, query), figures.aggregations, context, caller);
  }
  if (query.by?.length) throw refuse('by', { vi: 'Chia nhóm thì cần `measures`.', en: 'Groups need `measures`.' });
  if (query.compare?.length)
    throw refuse('compare', { vi: 'Chỉ so sánh được số đo và chỉ tiêu.', en: 'Only measures and indicators are compared.' });
  const rows: Aggregation = { source, groups: [], aggregates: [{ fn: 'count' }], where, keepsEmpty: false };
  return governed(rowsWork(query, source, where), [rows], context, caller);
}

/** Work with what governance says of it, where it has anything to say. */
function governed(work: Work, aggregations: readonly Aggregation[], context: DataContext, caller: Caller): Work {
  const { indicator } = work;
  const governance = planGovernance(context, caller, { aggregations, ...(indicator && { indicator }) });
  if (!governance) return work;
  return {
    ...work,
    also: governance.sources,
    ask(reading, at) {
      const asked = work.ask(reading, at);
      return { ...asked, governed: governance.ask(reading, at) };
    },
  };
}

function figuresWork(figures: FiguresPlan, query: Query, targets?: PlanTargets): Work {
  if (query.compare?.length && query.time === undefined)
    throw refuse('compare', { vi: 'So sánh thì cần kỳ (`time`).', en: 'A comparison needs `time`.' });
  const conversion = planConversion(query, figures.aggregations);
  const answer = planAnswer(conversion?.sources.size ? withFractions(figures) : figures, query, targets);
  return {
    sources: figures.sources,
    conditions: figures.conditions,
    named: namedColumns(answer),
    isTimed: figures.isTimed,
    ...besidesOf(figures),
    fields: answer.fields,
    ask(reading, at) {
      const moment = conversion ? { ...at, conversion } : at;
      const asked = askAnswer(answer, reading, moment);
      return query.boundaries ? { ...asked, boundaries: askBoundaries(figures.aggregations, reading, moment) } : asked;
    },
  };
}

function besidesOf({ touched, moves, isOfUnits, looksBack }: Besides): Besides {
  return { ...(touched && { touched }), ...(moves && { moves }), ...(isOfUnits && { isOfUnits }), ...(looksBack && { looksBack }) };
}

function rowsWork(query: Query, source: Source, where: Condition): Work {
  const rows = planRows(query, source, where);
  return {
    sources: [source],
    conditions: [where],
    named: rows.select.map(({ columns }, index) => ({ index, columns })),
    isTimed: query.time !== undefined,
    fields: rows.select.map((ref) => fieldColumn(ref)),
    ask(reading, at) {
      const asked = askRows(rows, reading, at);
      const all: Aggregation = { source, groups: [], aggregates: [{ fn: 'count' }], where, keepsEmpty: false };
      return query.boundaries ? { ...asked, boundaries: askBoundaries([all], reading, at) } : asked;
    },
  };
}

function periodOf({ time }: Query, source: Source): Condition | undefined {
  if (time === undefined) return undefined;
  const { entry } = source.table;
  if (entry.dataset.time === undefined)
    throw refuse('time', { vi: `Tập dữ liệu ${entry.name} không có thời gian nghiệp vụ.`, en: `${entry.name} has no business time.` });
  return { kind: 'during', ref: source.find(entry.dataset.time, 'time'), period: 'period' };
}

function refuse(path: string, reason: { readonly vi: string; readonly en: string }): HaidangError {
  return new HaidangError('bad-request', { path, reason });
}
