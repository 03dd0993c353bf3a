import {
  checkFormula,
  checkThreshold,
  explainFormulaProblem,
  type FormulaDatasets,
  type FormulaIndicators,
  type FormulaProblem,
  HaidangError,
  type Indicator,
  type Ioc,
  type Problem,
  parseFormula,
  parseThreshold,
} from '@haidang/sdk';
import { formulaDatasets, formulaIndicators } from '../data/query/formula-names.ts';
import type { Registry } from '../registry.ts';

/** Mistakes in formulas and levels, as they stand once every plugin is there and the locality has laid its own over them. Such an indicator has no value or no level; everything else runs. */
export function formulaProblems(
  registry: Pick<Registry, 'datasets' | 'indicators'>,
  { ioc, since }: { readonly ioc: Ioc; readonly since: string },
): readonly Problem[] {
  const known = new Map<string, Names>();
  const namesOf = (plugin: string): Names => {
    const names = known.get(plugin) ?? { datasets: formulaDatasets(plugin, registry), indicators: formulaIndicators(plugin, registry) };
    known.set(plugin, names);
    return names;
  };
  return [...registry.indicators.values()].flatMap(({ name, plugin, indicator }) => {
    const isOwn = ioc.indicators?.[name]?.levels !== undefined;
    const problem = (place: string, text: string, faults: readonly Fault[], fix: string) =>
      faults.map(
        (fault): Problem => ({ of: `indicator:${name}`, code: 'bad-formula', message: `${place} "${text}": ${told(fault)}`, since, fix }),
      );
    return [
      ...problem(
        'formula',
        indicator.formula,
        formulaFaults(indicator.formula, namesOf(plugin)),
        `Mend the formula in the plugin ${plugin}`,
      ),
      ...Object.entries(indicator.levels ?? {}).flatMap(([level, text]) =>
        problem(
          `levels.${level}`,
          text,
          levelFaults(text),
          isOwn ? 'Mend the level in ioc.json' : `Mend the level in the plugin ${plugin}`,
        ),
      ),
    ];
  });
}

type Fault = FormulaProblem | HaidangError;

/** What formulas of a plugin can name. */
interface Names {
  readonly datasets: FormulaDatasets;
  readonly indicators: FormulaIndicators;
}

function formulaFaults(formula: string, { datasets, indicators }: Names): readonly Fault[] {
  return faultsOf(() => checkFormula(parseFormula(formula), datasets, indicators).problems);
}

function levelFaults(text: NonNullable<Indicator['levels']>['green']): readonly Fault[] {
  return faultsOf(() => checkThreshold(parseThreshold(text)));
}

function faultsOf(check: () => readonly FormulaProblem[]): readonly Fault[] {
  try {
    return check();
  } catch (error) {
    if (error instanceof HaidangError) return [error];
    // A plugin.json that is JSON but not what it should be.
    return [new HaidangError('bad-formula', { at: 0, reason: String(error) })];
  }
}

function told(fault: Fault): string {
  return `${explainFormulaProblem(fault, 'vi')} / ${explainFormulaProblem(fault, 'en')}`;
}
