import { HaidangError, type Measure, type Query } from '@haidang/sdk';
import { type Aggregate, askAggregation, askSample, emptyValue } from './aggregate.ts';
import type { Condition, FieldRef } from './condition.ts';
import { measureColumn } from './fields.ts';
import { readFilter } from './filter.ts';
import { readGroups } from './groups.ts';
import type { Figure, FiguresPlan } from './plan.ts';
import type { Source } from './source.ts';

/** Resolves a query for measures of a dataset. `where` holds its filter and period. */
export function planMeasures(query: Query, source: Source, where: Condition): FiguresPlan {
  const groups = readGroups(query.by, source, query.from);
  const measures = Object.entries(query.measures ?? {});
  const aggregates = measures.map(([name, measure]) => readMeasure(measure, `measures.${name}`, source));
  const figures = measures.map(([name, { fn }], index): Figure => {
    const aggregate = aggregates[index];
    const ref = aggregate?.of && 'path' in aggregate.of ? aggregate.of : undefined;
    const isValue = fn === 'min' || fn === 'max' || fn === 'last';
    return {
      field: measureColumn(name, fn, ref, source.table.entry),
      ...(ref && isValue && { columns: ref.columns }),
      empty: aggregate ? emptyValue(aggregate) : null,
    };
  });
  const aggregation = { source, groups, aggregates, where, keepsEmpty: true };
  return {
    sources: [source],
    groups,
    figures,
    conditions: [where, ...aggregates.flatMap((aggregate) => aggregate.where ?? [])],
    aggregations: [aggregation],
    isTimed: query.time !== undefined,
    ask: (reading, at) => askAggregation(aggregation, reading, at),
    askSample: (reading, at) => askSample(aggregation, reading, at),
  };
}

function readMeasure(measure: Measure, place: string, source: Source): Aggregate {
  const where = measure.where && readFilter({ filter: measure.where, context: source.context, find: source.find, place: `${place}.where` });
  if (measure.fn === 'count') {
    if ('field' in measure) throw refuse(`${place}.field`, 'Rows are counted, not a field; count those where it is not `empty`.');
    return { fn: 'count', ...(where && { where }) };
  }
  if (measure.field === undefined) throw refuse(`${place}.field`, `${measure.fn} is of a field.`);
  const ref = source.find(measure.field, `${place}.field`);
  checkFits(measure.fn, ref, `${place}.field`, source);
  return { fn: measure.fn, of: ref, ...(where && { where }) };
}

/** Whether a figure of this kind can be made of a field. */
function checkFits(fn: Exclude<Measure['fn'], 'count'>, { columns: { store }, path }: FieldRef, place: string, source: Source): void {
  const isNumber = store === 'integer' || store === 'number';
  if (fn === 'last') {
    const { time } = source.table.entry.dataset;
    if (time === undefined) throw refuse(place, 'The dataset has no business time, so no value is the last.');
    source.find(time, place);
    if (store === 'point') throw refuse(place, 'A position has no last value.');
  } else if (fn === 'count-distinct') {
    if (store === 'json' || store === 'list' || store === 'point') throw refuse(place, `Values of ${path} cannot be told apart.`);
  } else if (!isNumber && !((fn === 'min' || fn === 'max') && (store === 'instant' || store === 'date')))
    throw refuse(place, `${fn} is of numbers; ${path} holds none.`);
}

function refuse(path: string, reason: string): HaidangError {
  return new HaidangError('bad-request', { path, reason });
}
