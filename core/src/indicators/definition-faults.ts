import {
  checkFormula,
  checkThreshold,
  explainFormulaProblem,
  type FormulaProblem,
  HaidangError,
  parseFormula,
  parseThreshold,
} from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import type { Fault } from '../data/faults.ts';
import { formulaDatasets, formulaIndicators } from '../data/query/formula-names.ts';
import { type Change, isEqual } from '../records/guard.ts';

/** What speaks against a definition as it would become. Past the draft it stays as it was decided: what differs is another revision. */
export function definitionFaults({ before, row, given }: Change, context: DataContext, caller: Caller): readonly Fault[] {
  const faults: Fault[] = [];
  const changed = Object.keys(given).filter((field) => !isEqual(before?.[field], row[field]));
  const state = before?.state ?? 'draft';
  if (!caller.isSystem && state !== 'draft')
    for (const field of changed) if (field !== 'state') faults.push({ field, reason: 'locked', details: { state: String(state) } });
  if (row.calculation === 'automatic' && row.formula === undefined) faults.push({ field: 'formula', reason: 'missing' });
  if (typeof row.formula === 'string' && (!before || changed.includes('formula'))) faults.push(...formulaFaults(row.formula, row, context));
  if (row.thresholds !== undefined && (!before || changed.includes('thresholds'))) faults.push(...levelFaults(row.thresholds));
  return faults;
}

function formulaFaults(text: string, { indicator_code }: Change['row'], context: DataContext): Fault[] {
  // A code that the province gave belongs to no plugin.
  const plugin = String(indicator_code).replace(/\/?[^/]*$/, '');
  const names = [formulaDatasets(plugin, context.registry), formulaIndicators(plugin, context.registry)] as const;
  return faultsIn('formula', () => checkFormula(parseFormula(text), ...names).problems);
}

/** Levels that are given as text; another form of them is for the schema to refuse. */
function levelFaults(levels: unknown): Fault[] {
  if (typeof levels !== 'object' || levels === null) return [];
  return Object.values(levels).flatMap((text: unknown) =>
    typeof text === 'string' ? faultsIn('thresholds', () => checkThreshold(parseThreshold(text))) : [],
  );
}

function faultsIn(field: string, check: () => readonly FormulaProblem[]): Fault[] {
  const fault = (at: number, problem: FormulaProblem | HaidangError): Fault => ({
    field,
    reason: 'bad-formula',
    details: { at, vi: explainFormulaProblem(problem, 'vi'), en: explainFormulaProblem(problem, 'en') },
  });
  try {
    return check().map((problem) => fault(problem.at, problem));
  } catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    return [fault(Number(error.details.at ?? 0), error)];
  }
}
