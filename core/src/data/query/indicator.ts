import {
  aggregateDataset,
  type Formula,
  type Aggregate as FormulaAggregate,
  type FormulaDatasets,
  HaidangError,
  parseFormula,
  type Query,
} from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';
import type { IndicatorEntry } from '../../registry.ts';
import type { DataContext } from '../context.ts';
import { type Aggregate, askAggregation, askSample, emptyValue, type Figures } from './aggregate.ts';
import type { Condition } from './condition.ts';
import { readFilter } from './filter.ts';
import { type FormulaReading, findField, readCondition, readDuration } from './formula-condition.ts';
import { type Group, type GroupValue, readGroups } from './groups.ts';
import type { FiguresPlan } from './plan.ts';
import { Source } from './source.ts';

/** A formula whose aggregates are numbered by dataset: what is left is arithmetic. */
type Node =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'slot'; readonly part: number; readonly index: number }
  | { readonly kind: 'operation'; readonly operator: '+' | '-' | '*' | '/'; readonly left: Node; readonly right: Node };

/** All that a formula asks of one dataset: counted in one scan where it can be. */
interface Part {
  readonly source: Source;
  readonly groups: readonly Group[];
  readonly where: Condition;
  readonly aggregates: Aggregate[];
}

interface Compiling {
  readonly context: DataContext;
  readonly caller: Caller;
  readonly query: Query;
  readonly parts: Map<string, Part>;
  readonly conditions: Condition[];
  usesPeriod: boolean;
}

const deepest = 10;

/** Resolves a query for an indicator: its formula becomes aggregates and arithmetic. */
export function planIndicator(entry: IndicatorEntry, query: Query, context: DataContext, caller: Caller): FiguresPlan {
  const compiling: Compiling = { context, caller, query, parts: new Map(), conditions: [], usesPeriod: false };
  const node = compileIndicator(entry, compiling, []);
  if (compiling.parts.size === 0) throw new HaidangError('bad-formula', { indicator: entry.name, reason: 'The formula counts nothing.' });
  if (compiling.usesPeriod && query.time === undefined)
    throw new HaidangError('bad-request', {
      path: 'time',
      indicator: entry.name,
      reason: 'The formula is over a period: the query has to give one.',
    });
  const parts = [...compiling.parts.values()];
  const { unit, direction, levels, atLeast } = entry.indicator;
  const empties = parts.map(({ aggregates }) => aggregates.map(emptyValue));
  return {
    sources: parts.map(({ source }) => source),
    groups: parts[0]?.groups ?? [],
    figures: [
      {
        field: {
          name: 'value',
          type: isWhole(parseFormula(entry.indicator.formula)) ? 'integer' : 'number',
          label: entry.label,
          unit: wordOf(unit, entry, context, caller),
          ...(direction && { direction }),
          ...(levels && { levels }),
        },
        empty: atLeast ? null : evaluate(node, empties),
      },
    ],
    conditions: compiling.conditions,
    isTimed: compiling.usesPeriod,
    ask(reading, at) {
      const asked = parts.map((part) => askAggregation({ ...part, keepsEmpty: false }, reading, at));
      return {
        groups(found) {
          const joined = new Map<string, { key: readonly GroupValue[]; values: (readonly GroupValue[])[]; n: number }>();
          for (const [index, part] of asked.entries()) {
            for (const { key, values, n } of part.groups(found)) {
              const name = JSON.stringify(key);
              const group = joined.get(name) ?? { key, values: [...empties], n: 0 };
              group.values[index] = values;
              joined.set(name, { ...group, n: group.n + n });
            }
          }
          return [...joined.values()].map(
            ({ key, values, n }): Figures => ({
              key,
              values: [atLeast !== undefined && n < atLeast ? null : evaluate(node, values)],
              n,
            }),
          );
        },
        keyCodes: (group) => asked.flatMap((part) => part.keyCodes(group)),
        // The value of an indicator is a number.
        valueCodes: () => [],
      };
    },
    askSample(reading, at) {
      const asked = parts.map((part) => askSample({ ...part, keepsEmpty: false }, reading, at));
      return (found) => asked.reduce((sum, sample) => sum + sample(found), 0);
    },
  };
}

/** Whether a formula only counts, so that its figures are whole and can be added up. */
function isWhole(formula: Formula): boolean {
  if (formula.kind === 'aggregate') return formula.fn === 'count' || formula.fn === 'distinct';
  return (
    formula.kind === 'operation' &&
    (formula.operator === '+' || formula.operator === '-') &&
    isWhole(formula.left) &&
    isWhole(formula.right)
  );
}

/** A unit that is a message of the plugin in the caller's language: "reports" → "tin"; a UCUM code as it is. */
function wordOf(unit: string, { plugin }: IndicatorEntry, { registry }: DataContext, { language }: Caller): string {
  const messages = registry.plugins.get(plugin)?.messages;
  return messages?.[language]?.[unit] ?? messages?.vi?.[unit] ?? unit;
}

function compileIndicator(entry: IndicatorEntry, compiling: Compiling, above: readonly string[]): Node {
  if (above.includes(entry.name) || above.length === deepest)
    throw new HaidangError('bad-formula', {
      indicator: entry.name,
      reason: `Indicators refer to each other: ${[...above, entry.name].join(' → ')}`,
    });
  return compile(parseFormula(entry.indicator.formula), entry, compiling, [...above, entry.name]);
}

function compile(formula: Formula, entry: IndicatorEntry, compiling: Compiling, above: readonly string[]): Node {
  switch (formula.kind) {
    case 'number':
      return formula;
    case 'operation':
      return {
        kind: 'operation',
        operator: formula.operator,
        left: compile(formula.left, entry, compiling, above),
        right: compile(formula.right, entry, compiling, above),
      };
    case 'indicator': {
      const name = formula.name.includes('/') ? formula.name : `${entry.plugin}/${formula.name}`;
      const other = compiling.context.registry.indicators.get(name);
      if (!other) throw failing(entry)(formula.at, formula.name, 'is not an indicator that is known');
      return compileIndicator(other, compiling, above);
    }
    case 'constant':
      throw failing(entry)(formula.at, formula.name, 'is not computed yet');
    case 'aggregate':
      return compileAggregate(formula, entry, compiling);
  }
}

function compileAggregate(formula: FormulaAggregate, entry: IndicatorEntry, compiling: Compiling): Node {
  const fail = failing(entry);
  if (formula.fn === 'latest') throw fail(formula.at, formula.fn, 'is not computed yet');
  const datasets = datasetsOf(entry.plugin, compiling.context);
  const dataset = aggregateDataset(formula, datasets);
  if (dataset === undefined || !Object.hasOwn(datasets, dataset))
    throw new HaidangError('unknown-dataset', { dataset: dataset ?? '', indicator: entry.name, at: formula.at });
  const part = partOf(dataset.includes('/') ? dataset : `${entry.plugin}/${dataset}`, compiling);
  const reading: FormulaReading = { source: part.source, dataset, datasets, fail };
  const where = formula.where && readCondition(formula.where, reading);
  if (where) compiling.conditions.push(where);
  compiling.usesPeriod ||= where !== undefined && speaksOfPeriod(where);
  const of = formula.duration ? readDuration(formula.duration, reading) : formula.field && findField(formula.field, reading);
  if (of && 'path' in of && formula.fn !== 'distinct' && of.columns.store !== 'integer' && of.columns.store !== 'number')
    throw fail(formula.at, of.path, 'is not a number');
  if (of && 'path' in of && ['json', 'list', 'point'].includes(of.columns.store))
    throw fail(formula.at, of.path, 'has values that cannot be told apart');
  part.aggregates.push({ fn: formula.fn === 'distinct' ? 'count-distinct' : formula.fn, ...(of && { of }), ...(where && { where }) });
  return { kind: 'slot', part: [...compiling.parts.values()].indexOf(part), index: part.aggregates.length - 1 };
}

function partOf(dataset: string, { context, caller, query, parts, conditions }: Compiling): Part {
  const known = parts.get(dataset);
  if (known) return known;
  const source = new Source(context, caller, dataset);
  const where = readFilter({ filter: query.where ?? {}, context, find: source.find, place: 'where' });
  conditions.push(where);
  const part = { source, groups: readGroups(query.by, source), where, aggregates: [] };
  parts.set(dataset, part);
  return part;
}

/** No value where one is missing, and of a division by zero. */
function evaluate(node: Node, values: readonly (readonly GroupValue[])[]): number | null {
  if (node.kind === 'number') return node.value;
  if (node.kind === 'slot') {
    const value = values[node.part]?.[node.index];
    return typeof value === 'number' ? value : null;
  }
  const [left, right] = [evaluate(node.left, values), evaluate(node.right, values)];
  if (left === null || right === null) return null;
  switch (node.operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : left / right;
  }
}

function speaksOfPeriod(condition: Condition): boolean {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.some(speaksOfPeriod);
  if (condition.kind === 'not') return speaksOfPeriod(condition.of);
  return condition.kind === 'during' && condition.period === 'period';
}

/** Datasets by the names that formulas of a plugin use. */
function datasetsOf(plugin: string, { registry }: DataContext): FormulaDatasets {
  const entries = [...registry.datasets.values()];
  return Object.fromEntries(
    entries.flatMap((entry) => [[entry.name, entry.dataset], ...(entry.plugin === plugin ? [[entry.local, entry.dataset]] : [])]),
  );
}

function failing({ name: indicator, indicator: { formula } }: IndicatorEntry): FormulaReading['fail'] {
  return (at, name, reason) => new HaidangError('bad-formula', { indicator, formula, at, name, reason: `${name} ${reason}.` });
}
