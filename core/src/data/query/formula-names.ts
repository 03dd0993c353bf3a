import {
  checkFormula,
  explainFormulaProblem,
  type Formula,
  type FormulaDatasets,
  type FormulaIndicators,
  HaidangError,
  parseFormula,
} from '@haidang/sdk';
import type { IndicatorEntry, Registry } from '../../registry.ts';

/** Datasets by the names that formulas of a plugin use. */
export function formulaDatasets(plugin: string, { datasets }: Pick<Registry, 'datasets'>): FormulaDatasets {
  return Object.fromEntries(
    [...datasets.values()].flatMap((entry) => [
      [entry.name, entry.dataset],
      ...(entry.plugin === plugin ? [[entry.local, entry.dataset]] : []),
    ]),
  );
}

/** Indicators by the names that formulas of a plugin use. */
export function formulaIndicators(plugin: string, { indicators }: Pick<Registry, 'indicators'>): FormulaIndicators {
  return Object.fromEntries(
    [...indicators.values()].flatMap((entry) => [
      [entry.name, entry.indicator],
      ...(entry.plugin === plugin ? [[entry.local, entry.indicator]] : []),
    ]),
  );
}

/** The formula of an indicator as a tree. Throws `bad-formula` with the place when it cannot be read. */
export function formulaOf({ name: indicator, indicator: { formula } }: IndicatorEntry): Formula {
  try {
    return parseFormula(formula);
  } catch (error) {
    throw error instanceof HaidangError ? new HaidangError(error.code, { indicator, ...error.details, ...told(error) }) : error;
  }
}

/** Throws `bad-formula` with the place of the first mistake in the formula of an indicator, and what was expected there in every language. */
export function checkIndicator(
  { name: indicator, plugin, indicator: { formula } }: IndicatorEntry,
  tree: Formula,
  registry: Registry,
): void {
  const [problem] = checkFormula(tree, formulaDatasets(plugin, registry), formulaIndicators(plugin, registry)).problems;
  if (!problem) return;
  const { code: problemCode, ...details } = problem;
  throw new HaidangError('bad-formula', { indicator, formula, problem: problemCode, ...details, ...told(problem) });
}

function told(problem: Parameters<typeof explainFormulaProblem>[0]) {
  return { reason: { vi: explainFormulaProblem(problem, 'vi'), en: explainFormulaProblem(problem, 'en') } };
}
