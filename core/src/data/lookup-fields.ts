import {
  type Aggregate,
  aggregateDataset,
  type Formula,
  type FormulaCondition,
  type FormulaDatasets,
  fieldPath,
  parseFormula,
} from '@haidang/sdk';
import type { Registry } from '../registry.ts';

/** Fields by which the indicators look rows up, by qualified dataset: those that a formula puts into a period or into a list of values. They are worth an index. */
export function lookupFields({ plugins, indicators }: Registry): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { plugin, indicator } of indicators.values()) {
    const datasets: FormulaDatasets = plugins.get(plugin)?.manifest.datasets ?? {};
    for (const aggregate of aggregatesOf(parsed(indicator.formula))) {
      const dataset = aggregateDataset(aggregate, datasets);
      if (dataset === undefined || !aggregate.where) continue;
      const name = dataset.includes('/') ? dataset : `${plugin}/${dataset}`;
      const fields = found.get(name) ?? new Set();
      found.set(name, fields);
      for (const field of tested(aggregate.where)) {
        const path = fieldPath(field, dataset, datasets)?.path;
        if (path !== undefined && !path.includes('.')) fields.add(path);
      }
    }
  }
  return found;
}

/** A formula that does not parse says so when it is asked for. */
function parsed(formula: string): Formula | undefined {
  try {
    return parseFormula(formula);
  } catch {
    return undefined;
  }
}

function aggregatesOf(formula: Formula | undefined): readonly Aggregate[] {
  if (formula?.kind === 'aggregate') return [formula];
  return formula?.kind === 'operation' ? [...aggregatesOf(formula.left), ...aggregatesOf(formula.right)] : [];
}

function tested(condition: FormulaCondition): readonly string[] {
  if (condition.kind === 'and') return condition.of.flatMap(tested);
  return (condition.kind === 'within' || condition.kind === 'in') && !condition.negated ? [condition.left.name] : [];
}
