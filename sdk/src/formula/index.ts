export * from './check.ts';
export type * from './formula.ts';
export * from './parse.ts';
export { aggregateDataset, type FormulaDatasets, fieldPath } from './paths.ts';
