import { type Formula, HaidangError, type Query } from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';
import type { IndicatorEntry } from '../../registry.ts';
import type { DataContext } from '../context.ts';
import { type AskedFigures, askAggregation, askSample, emptyValue, type Figures } from './aggregate.ts';
import { type Compiling, compileIndicator } from './formula-compile.ts';
import { formulaOf } from './formula-names.ts';
import { evaluate } from './formula-node.ts';
import type { GroupValue } from './groups.ts';
import { planLevels } from './levels.ts';
import type { Moment } from './moment.ts';
import type { FiguresPlan } from './plan.ts';
import type { Found, Reading } from './reading.ts';

/** Resolves a query for an indicator: its formula becomes aggregates and arithmetic. */
export function planIndicator(entry: IndicatorEntry, query: Query, context: DataContext, caller: Caller): FiguresPlan {
  const compiling: Compiling = {
    context,
    caller,
    query,
    parts: new Map(),
    conditions: [],
    figures: new Map(),
    touched: new Map(),
    usesPeriod: false,
  };
  const node = compileIndicator(entry, compiling, []);
  const parts = [...compiling.parts.values()];
  const named = [...compiling.figures.values()].map((make) => make());
  const isTimed = compiling.usesPeriod || named.some((figure) => figure.isTimed);
  if (isTimed && query.time === undefined)
    throw new HaidangError('bad-request', {
      path: 'time',
      indicator: entry.name,
      reason: {
        vi: 'Công thức tính theo kỳ: hãy chọn một kỳ.',
        en: 'The formula is over a period: the query has to give one.',
      },
    });
  const { unit, direction, levels, atLeast } = entry.indicator;
  const empties = parts.map(({ aggregates }) => aggregates.map(emptyValue));
  const ask = (reading: Reading, at: Moment): AskedFigures => {
    const asked = parts.map((part) => askAggregation({ ...part, keepsEmpty: false }, reading, at));
    const others = named.map((figure) => figure.ask(reading, at));
    const valuesIn = (found: Found) => {
      const figures = others.map((other) => other(found));
      return (key: readonly GroupValue[], values: readonly (readonly GroupValue[])[], n: number) => [
        atLeast !== undefined && n < atLeast ? null : evaluate(node, { key, values, figures }),
      ];
    };
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
        const valuesOf = valuesIn(found);
        return [...joined.values()].map(({ key, values, n }): Figures => ({ key, values: valuesOf(key, values, n), n }));
      },
      empty(found) {
        const valuesOf = valuesIn(found);
        return (key) => valuesOf(key, empties, 0);
      },
      keyCodes: (group) => asked.flatMap((part) => part.keyCodes(group)),
      // The value of an indicator is a number.
      valueCodes: () => [],
    };
  };
  const aggregations = parts.map((part) => ({ ...part, keepsEmpty: false }));
  const judged = planLevels({ entry, query, context, caller, isTimed, parts: aggregations, ask });
  const steps = [...named.map((figure) => figure.moves), judged?.moves];
  const moves = steps.includes('minute') ? 'minute' : steps.find((step) => step !== undefined);
  const touched = [...compiling.touched.values(), ...(judged?.touched ?? [])];
  return {
    sources: parts.map(({ source }) => source),
    groups: parts[0]?.groups ?? [],
    figures: [
      {
        field: {
          name: 'value',
          type: isWhole(formulaOf(entry)) ? 'integer' : 'number',
          label: entry.label,
          unit: wordOf(unit, entry, context, caller),
          ...(direction && { direction }),
          ...(levels && { levels }),
        },
        empty: null,
      },
    ],
    conditions: compiling.conditions,
    aggregations,
    isTimed,
    ask,
    ...(judged && { askLevels: judged.ask, looksBack: judged.looksBack }),
    ...(moves && { moves }),
    touched,
    isOfUnits: named.some((figure) => figure.isOfUnits) || judged !== undefined,
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
