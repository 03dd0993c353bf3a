export { checkFormula, type FormulaIndicators, type FormulaReport } from './check.ts';
export type * from './formula.ts';
export * from './parse.ts';
export { aggregateDataset, type FormulaDatasets, fieldPath } from './paths.ts';
export type * from './problem.ts';
export { explainFormulaProblem } from './texts.ts';
export {
  checkThreshold,
  parseThreshold,
  resolveThreshold,
  type ThresholdTerm,
  type ThresholdTree,
  type Yardstick,
  yardsticks,
  yardsticksOf,
} from './threshold.ts';
export { newestWords } from './words.ts';
