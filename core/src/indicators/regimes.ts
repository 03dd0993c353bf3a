import { aggregateDataset, type Formula, HaidangError, type Indicator, type L10n, parseFormula } from '@haidang/sdk';
import type { DataContext } from '../data/context.ts';
import { formulaDatasets } from '../data/query/formula-names.ts';
import type { IndicatorEntry } from '../registry.ts';

export type Regime = NonNullable<Indicator['regime']>;

/** Laws by the words that definitions have for them. */
export const regimeWords: { readonly [regime: string]: Regime | undefined } = {
  statistical: 'statistical',
  administrative_report: 'administrative',
  operational: 'operational',
};

const names: { readonly [regime in Regime]: L10n & { readonly en: string } } = {
  statistical: { vi: 'thống kê (Luật Thống kê)', en: 'statistics (Law on Statistics)' },
  administrative: { vi: 'báo cáo hành chính (NĐ 09/2019/NĐ-CP)', en: 'administrative reports (Decree 09/2019/NĐ-CP)' },
  operational: { vi: 'số điều hành tự đếm', en: 'own operational counts' },
};

// The law of a released value is that of its definition.
const released = 'core/indicator_value';

/** Laws that the figures of a formula fall under, each with the name that brings it: a dataset, or an indicator. Rows of no law of their own are counted under that of the indicator. */
export function regimesOf({ name, plugin, indicator }: IndicatorEntry, context: DataContext): ReadonlyMap<Regime, string> {
  const found = new Map<Regime, string>();
  const note = (regime: Regime | undefined, by: string) => {
    if (regime && !found.has(regime)) found.set(regime, by);
  };
  const visit = (formula: Formula, owner: string, above: readonly string[]): void => {
    if (formula.kind === 'operation') {
      visit(formula.left, owner, above);
      visit(formula.right, owner, above);
    } else if (formula.kind === 'aggregate') {
      const datasets = formulaDatasets(owner, context.registry);
      const dataset = aggregateDataset(formula, datasets);
      if (dataset !== undefined) note(datasets[dataset]?.regime ?? (dataset === released ? undefined : indicator.regime), dataset);
    } else if (formula.kind === 'indicator') {
      const full = formula.name.includes('/') ? formula.name : `${owner}/${formula.name}`;
      const other = context.registry.indicators.get(full);
      if (!other || above.includes(full)) return;
      if (other.indicator.regime) note(other.indicator.regime, full);
      else visit(parseFormula(other.indicator.formula), other.plugin, [...above, full]);
    }
  };
  visit(parseFormula(indicator.formula), plugin, [name]);
  return found;
}

/** Refuses figures of two laws in one formula. */
export function refuseMixed(indicator: IndicatorEntry, regimes: ReadonlyMap<Regime, string>): void {
  if (regimes.size < 2) return;
  const said = (language: 'vi' | 'en') => [...regimes].map(([regime, by]) => `${names[regime][language]}: ${by}`).join('; ');
  throw new HaidangError('bad-formula', {
    indicator: indicator.name,
    formula: indicator.indicator.formula,
    regimes: [...regimes.keys()],
    reason: {
      vi: `Không tính chung số liệu của hai chế độ trong một công thức. ${said('vi')}.`,
      en: `Figures of two regimes never meet in one formula. ${said('en')}.`,
    },
  });
}
