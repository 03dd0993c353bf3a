import { checkFormula, checkThreshold, explainFormulaProblem, parseFormula, parseThreshold, yardsticksOf } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { datasets } from './datasets.ts';
import { noted, spec, writtenAt } from './fixture.ts';
import { datasetMends, formulaMends, mends, thresholdMends } from './mends.ts';
import { namedFor } from './named.ts';

test('the copy has all of the specification', () => {
  const plugins = Object.values(noted);
  const count = (list: 'datasets' | 'indicators') => plugins.reduce((sum, plugin) => sum + Object.keys(plugin[list]).length, 0);
  expect([plugins.length, count('datasets'), count('indicators')]).toEqual([20, 109, 192]);
  expect(Object.keys(spec.indicators)).toHaveLength(192);
});

test('each mend is of what stands there, changes it and says why', () => {
  for (const mend of mends) {
    expect(writtenAt(mend), mend.at.join(' ')).toBe(mend.was);
    expect(mend.is).not.toBe(mend.was);
    expect(mend.reason).not.toBe('');
  }
  expect(new Set(mends.map(({ at }) => at.join(' '))).size).toBe(mends.length);
  expect([formulaMends.length, thresholdMends.length, datasetMends.length]).toEqual([9, 1, 8]);
});

test('the records of the core are as the evaluator knows them', () => {
  for (const [name, { plugin, fields, key, time, unit }] of Object.entries(spec.datasets)) {
    if (plugin !== 'core') continue;
    const real = datasets[name];
    expect(real?.key, name).toEqual(key);
    expect(Object.keys(real?.row.properties ?? {}), name).toEqual(expect.arrayContaining(Object.keys(fields)));
    if (name !== 'core/agency') expect([real?.time, real?.unit], name).toEqual([time, unit]);
  }
});

test('all 192 formulas parse and pass the check', () => {
  const faults = Object.entries(spec.indicators).flatMap(([name, { plugin, formula }]) => {
    const known = namedFor(plugin);
    const { problems } = checkFormula(parseFormula(formula), known.datasets, known.indicators);
    return problems.map((problem) => `${name}: ${explainFormulaProblem(problem, 'vi')}`);
  });
  expect(faults).toEqual([]);
});

test('all their thresholds parse and pass the check, and only what is for information has none', () => {
  const faults: string[] = [];
  const yardsticks = new Set<string>();
  let levels = 0;
  for (const [name, indicator] of Object.entries(spec.indicators)) {
    expect(indicator.levels.length, name).toBe(indicator.direction === 'info' ? 0 : 3);
    for (const level of indicator.levels) {
      const threshold = parseThreshold(level);
      for (const problem of checkThreshold(threshold)) faults.push(`${name}: ${explainFormulaProblem(problem, 'vi')}`);
      for (const yardstick of yardsticksOf(threshold)) yardsticks.add(yardstick);
      levels++;
    }
  }
  expect(faults).toEqual([]);
  expect(levels).toBe(3 * Object.values(spec.indicators).filter(({ direction }) => direction !== 'info').length);
  expect([...yardsticks].sort()).toEqual(['elapsed', 'mean_5y', 'p50_5y', 'path', 'plan', 'same_period', 'sd']);
});
