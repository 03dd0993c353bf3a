import type { Dataset } from '../../dataset.ts';
import { HaidangError } from '../../errors.ts';
import {
  aggregateDataset,
  checkFormula,
  checkThreshold,
  explainFormulaProblem,
  type Formula,
  type FormulaProblem,
  parseFormula,
  parseThreshold,
} from '../../formula/index.ts';
import { type Place, suggest } from '../findings.ts';
import { fieldNamed, localName, type Scope, sound } from './scope.ts';

/** Checks every indicator: its formula parses, names what there is, and does not lead back to itself; its breakdowns are fields. */
export function checkIndicators(scope: Scope): void {
  for (const [name, indicator] of sound(scope, 'indicators')) {
    const place = ['indicators', name];
    checkText(scope, name, [...place, 'formula']);
    for (const [level, text] of Object.entries(indicator.levels ?? {})) checkLevel(scope, text, [...place, 'levels', level]);
    const datasets = datasetsOf(scope, name);
    const known = [...new Set(datasets.flatMap((dataset) => Object.keys(dataset.row.properties)))];
    for (const [index, field] of (indicator.by ?? []).entries()) {
      if (datasets.length > 0 && datasets.every((dataset) => fieldNamed(scope, dataset, field) === 'unknown')) {
        scope.findings.error([...place, 'by', index], `none of its datasets has a field "${field}"`, suggest(field, known));
      }
    }
  }
}

function checkText(scope: Scope, name: string, place: Place): void {
  const { findings, manifest } = scope;
  const text = manifest.indicators[name]?.formula ?? '';
  let formula: Formula;
  try {
    formula = parseFormula(text);
  } catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    findings.error(place, `cannot be read: ${explained(error)}`, pointed(text, Number(error.details.at)));
    return;
  }
  for (const problem of checkFormula(formula, soundDatasets(scope), manifest.indicators).problems) {
    const { code, name, at, allowed } = problem;
    const isName = code.startsWith('unknown-');
    // What another plugin brings cannot be told from here.
    if (isName && name.includes('/') && localName(scope, name) === undefined) continue;
    findings.error(place, explained(problem), isName && allowed?.length ? suggest(name, allowed) : pointed(text, at));
  }
}

/** Checks that a threshold can be read and measures against what there is. */
export function checkLevel({ findings }: Scope, text: string, place: Place): void {
  try {
    for (const problem of checkThreshold(parseThreshold(text))) findings.error(place, explained(problem), pointed(text, problem.at));
  } catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    findings.error(place, `cannot be read: ${explained(error)}`, pointed(text, Number(error.details.at)));
  }
}

function explained(problem: FormulaProblem | HaidangError): string {
  return `${explainFormulaProblem(problem, 'en')} / ${explainFormulaProblem(problem, 'vi')}`;
}

/** Where in a formula: the text with a mark. */
function pointed(text: string, at: number): string {
  return `Here: ${text.slice(Math.max(0, at - 30), at)}⟦${text.slice(at, at + 1) || 'end'}⟧${text.slice(at + 1, at + 30)}`;
}

/** The datasets of the plugin that an indicator counts, directly or through other indicators. */
export function datasetsOf(scope: Scope, indicator: string): Dataset[] {
  const all = soundDatasets(scope);
  const names = new Set<string>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const part of partsOf(scope, name)) {
      if (part.kind === 'aggregate') names.add(aggregateDataset(part, all) ?? '');
      else if (part.kind === 'indicator') visit(localName(scope, part.name) ?? part.name);
    }
  };
  visit(indicator);
  return [...names].flatMap((name) => all[localName(scope, name) ?? name] ?? []);
}

function partsOf({ manifest }: Scope, indicator: string): Formula[] {
  const text = Object.hasOwn(manifest.indicators, indicator) ? manifest.indicators[indicator]?.formula : undefined;
  if (text === undefined) return [];
  try {
    return flatten(parseFormula(text));
  } catch {
    return [];
  }
}

function flatten(formula: Formula): Formula[] {
  return formula.kind === 'operation' ? [...flatten(formula.left), ...flatten(formula.right)] : [formula];
}

function soundDatasets(scope: Scope): { readonly [name: string]: Dataset } {
  return Object.fromEntries(
    sound(scope, 'datasets').flatMap(([name, dataset]) => [
      [name, dataset],
      [`${scope.manifest.id}/${name}`, dataset],
    ]),
  );
}
