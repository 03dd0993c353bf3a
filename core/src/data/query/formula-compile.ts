import {
  aggregateDataset,
  type Formula,
  type Aggregate as FormulaAggregate,
  type FormulaConstant,
  type FormulaDatasets,
  HaidangError,
  type Query,
} from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';
import type { IndicatorEntry } from '../../registry.ts';
import { calendarDataset } from '../../time/read-calendar.ts';
import type { DataContext } from '../context.ts';
import type { Aggregate } from './aggregate.ts';
import { both, type Condition } from './condition.ts';
import { expectedRecords } from './expected-records.ts';
import { readFilter } from './filter.ts';
import { type FormulaReading, findField, readCondition, readDuration } from './formula-condition.ts';
import { kept, type NamedFigure, people, releases, wards } from './formula-figures.ts';
import { checkIndicator, formulaDatasets, formulaOf } from './formula-names.ts';
import type { FormulaNode } from './formula-node.ts';
import { unitsAsked } from './formula-units.ts';
import { type Group, readGroups } from './groups.ts';
import { Source } from './source.ts';

/** All that a formula asks of one dataset: counted in one scan where it can be. */
export interface Part {
  readonly source: Source;
  readonly groups: readonly Group[];
  readonly where: Condition;
  readonly aggregates: Aggregate[];
}

/** Formulas while they are compiled, and all that they ask. */
export interface Compiling {
  readonly context: DataContext;
  readonly caller: Caller;
  readonly query: Query;
  readonly parts: Map<string, Part>;
  readonly conditions: Condition[];
  /** Figures that are not of rows, by what they are; made when all that is counted is known. */
  readonly figures: Map<string, () => NamedFigure>;
  /** Datasets that are asked besides. */
  readonly touched: Map<string, Source>;
  usesPeriod: boolean;
}

const deepest = 10;

/** The formula of an indicator as arithmetic over what is counted; notes in `compiling` what that is. Throws `bad-formula` with the place of what is wrong. */
export function compileIndicator(entry: IndicatorEntry, compiling: Compiling, above: readonly string[]): FormulaNode {
  if (above.includes(entry.name) || above.length === deepest)
    throw new HaidangError('bad-formula', {
      indicator: entry.name,
      reason: {
        vi: `Các chỉ tiêu dẫn vòng: ${[...above, entry.name].join(' → ')}`,
        en: `Indicators refer to each other: ${[...above, entry.name].join(' → ')}`,
      },
    });
  const formula = formulaOf(entry);
  const datasets = formulaDatasets(entry.plugin, compiling.context.registry);
  // Before names are looked at: what is wrong with one would tell the fields of a dataset.
  const counted = aggregatesOf(formula).flatMap((aggregate) => {
    const dataset = aggregateDataset(aggregate, datasets);
    return dataset !== undefined && Object.hasOwn(datasets, dataset) ? [partOf(qualified(dataset, entry), compiling)] : [];
  });
  checkIndicator(entry, formula, compiling.context.registry);
  return compile(formula, { entry, compiling, datasets, counted }, [...above, entry.name]);
}

/** The formula of an indicator while it is compiled. */
interface Place {
  readonly entry: IndicatorEntry;
  readonly compiling: Compiling;
  readonly datasets: FormulaDatasets;
  readonly counted: readonly Part[];
}

function compile(formula: Formula, place: Place, above: readonly string[]): FormulaNode {
  switch (formula.kind) {
    case 'number':
      return formula;
    case 'operation':
      return {
        kind: 'operation',
        operator: formula.operator,
        left: compile(formula.left, place, above),
        right: compile(formula.right, place, above),
      };
    case 'indicator': {
      const { entry, compiling } = place;
      const other = compiling.context.registry.indicators.get(qualified(formula.name, entry));
      if (!other) throw failing(entry)(formula.at, formula.name, 'is not an indicator that is known');
      return compileIndicator(other, compiling, above);
    }
    case 'constant':
      return compileFigure(formula, place);
    case 'aggregate':
      return compileAggregate(formula, place);
  }
}

function compileFigure({ name, at }: FormulaConstant, { entry, compiling, counted }: Place): FormulaNode {
  const { figures, parts, context } = compiling;
  const needed = (dataset: string): Source => {
    const source = open(dataset, compiling);
    if (!source) throw failing(entry)(at, name, `needs the dataset ${dataset}`);
    return source;
  };
  const unitsOf = () => unitsAsked([...parts.values()], context.ioc.unit);
  const figure = (): { readonly key: string; readonly make: () => NamedFigure } => {
    switch (name) {
      case 'pop':
        return { key: name, make: () => people(unitsOf()) };
      case 'communes_total':
        return { key: name, make: () => wards(unitsOf()) };
      case 'expected_releases':
        return { key: name, make: () => releases(needed('core/release_calendar')) };
      case 'expected_records': {
        const [part] = counted;
        if (!part) throw failing(entry)(at, name, 'needs a dataset that is counted');
        const { name: dataset, dataset: declared } = part.source.table.entry;
        const figure = expectedRecords(part, needed);
        if (declared.expects?.workdays) open(calendarDataset, compiling);
        return { key: `${name} ${dataset}`, make: () => figure };
      }
      default:
        return { key: name, make: () => kept(needed('core/indicator_value'), name) };
    }
  };
  const { key, make } = figure();
  if (!figures.has(key)) figures.set(key, make);
  return { kind: 'figure', index: [...figures.keys()].indexOf(key) };
}

function compileAggregate(formula: FormulaAggregate, { entry, compiling, datasets }: Place): FormulaNode {
  const fail = failing(entry);
  const dataset = aggregateDataset(formula, datasets);
  if (dataset === undefined || !Object.hasOwn(datasets, dataset))
    throw new HaidangError('unknown-dataset', { dataset: dataset ?? '', indicator: entry.name, at: formula.at });
  const part = partOf(qualified(dataset, entry), compiling);
  const hasPeriod = compiling.query.time !== undefined;
  const reading: FormulaReading = {
    source: part.source,
    dataset,
    datasets,
    where: part.where,
    hasPeriod,
    open: (name) => open(name, compiling),
    fail,
  };
  const isLatest = formula.fn === 'latest';
  const test = formula.where && readCondition(formula.where, reading);
  const where = isLatest ? both(test, inPeriod(part.source, hasPeriod, formula.at)) : test;
  if (where) compiling.conditions.push(where);
  compiling.usesPeriod ||= where !== undefined && speaksOfPeriod(where);
  const of = formula.duration ? readDuration(formula.duration, reading) : formula.field && findField(formula.field, reading);
  if (of && 'path' in of && formula.fn !== 'distinct' && of.columns.store !== 'integer' && of.columns.store !== 'number')
    throw fail(formula.at, of.path, 'is not a number');
  if (of && 'path' in of && ['json', 'list', 'point'].includes(of.columns.store))
    throw fail(formula.at, of.path, 'has values that cannot be told apart');
  const fn = formula.fn === 'distinct' ? 'count-distinct' : formula.fn === 'latest' ? 'last' : formula.fn;
  part.aggregates.push({ fn, ...(of && { of }), ...(where && { where }) });
  return { kind: 'slot', part: [...compiling.parts.values()].indexOf(part), index: part.aggregates.length - 1 };
}

/** The newest value is sought in the query's period, where it has one. */
function inPeriod(source: Source, hasPeriod: boolean, at: number): Condition | undefined {
  const { time } = source.table.entry.dataset;
  const ref = source.find(time ?? '', `formula:${at}`);
  return hasPeriod ? { kind: 'during', ref, period: 'period' } : undefined;
}

/** A dataset that a formula asks besides those that it counts; nothing where it is not installed. */
function open(dataset: string, { context, caller, touched }: Compiling): Source | undefined {
  const known = touched.get(dataset);
  if (known || !context.tables.has(dataset)) return known;
  const source = new Source(context, caller, dataset);
  touched.set(dataset, source);
  return source;
}

function qualified(name: string, { plugin }: IndicatorEntry): string {
  return name.includes('/') ? name : `${plugin}/${name}`;
}

function aggregatesOf(formula: Formula): readonly FormulaAggregate[] {
  if (formula.kind === 'operation') return [...aggregatesOf(formula.left), ...aggregatesOf(formula.right)];
  return formula.kind === 'aggregate' ? [formula] : [];
}

function partOf(dataset: string, { context, caller, query, parts, conditions }: Compiling): Part {
  const known = parts.get(dataset);
  if (known) return known;
  const source = new Source(context, caller, dataset);
  const where = readFilter({ filter: query.where ?? {}, context, find: source.find, place: 'where' });
  conditions.push(where);
  const part = { source, groups: readGroups(query.by, source, query.from), where, aggregates: [] };
  parts.set(dataset, part);
  return part;
}

function speaksOfPeriod(condition: Condition): boolean {
  if (condition.kind === 'all' || condition.kind === 'any' || condition.kind === 'asking') return condition.of.some(speaksOfPeriod);
  if (condition.kind === 'not') return speaksOfPeriod(condition.of);
  return condition.kind === 'during' && condition.period === 'period';
}

function failing({ name: indicator, indicator: { formula } }: IndicatorEntry): FormulaReading['fail'] {
  return (at, name, reason) => new HaidangError('bad-formula', { indicator, formula, at, name, reason: `${name} ${reason}.` });
}
