import type { Dataset } from '../../dataset.ts';
import { HaidangError } from '../../errors.ts';
import { aggregateDataset, checkFormula, type Formula, type FormulaProblem, parseFormula } from '../../formula/index.ts';
import { type Place, suggest } from '../findings.ts';
import { fieldNamed, localName, type Scope, sound } from './scope.ts';

/** Checks every indicator: its formula parses, names what there is, and does not lead back to itself; its breakdowns are fields. */
export function checkIndicators(scope: Scope): void {
  for (const [name, indicator] of sound(scope, 'indicators')) {
    const place = ['indicators', name];
    checkText(scope, name, [...place, 'formula']);
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
    const { at, reason } = error instanceof HaidangError ? error.details : { at: 0, reason: String(error) };
    findings.error(place, `cannot be read: ${reason}`, pointed(text, Number(at)));
    return;
  }
  const { problems, unsupported } = checkFormula(formula, soundDatasets(scope), manifest.indicators);
  for (const problem of problems)
    findings.error(place, meaning(problem), problem.allowed?.length ? suggest(problem.name, problem.allowed) : pointed(text, problem.at));
  for (const { name: word, at } of unsupported)
    findings.warn(place, `"${word}" is not computed by this edition; the indicator has no value until it is`, pointed(text, at));
  if (leadsTo(scope, name, name, new Set()))
    findings.error(place, 'leads back to itself', 'Write the figure out instead of naming the indicator');
}

/** Where in a formula: the text with a mark. */
function pointed(text: string, at: number): string {
  return `Here: ${text.slice(Math.max(0, at - 30), at)}⟦${text.slice(at, at + 1) || 'end'}⟧${text.slice(at + 1, at + 30)}`;
}

function meaning({ code, name, allowed }: FormulaProblem): string {
  const texts: { readonly [code in FormulaProblem['code']]: string } = {
    'unknown-dataset': `there is no dataset "${name}"`,
    'unknown-field': `there is no field "${name}"`,
    'unknown-value': `"${name}" is none of the values of the field`,
    'unknown-word': `"${name}" is no word of the formula language`,
    'unknown-indicator': `there is no indicator "${name}"`,
    'wrong-type': `"${name}" has the wrong type, expected is ${allowed?.join(' or ') ?? 'another'}`,
    'mixed-regimes': `mixes figures of two legal regimes (${name})`,
  };
  return texts[code];
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

function leadsTo(scope: Scope, from: string, to: string, seen: Set<string>): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return partsOf(scope, from).some(
    (part) =>
      part.kind === 'indicator' &&
      (localName(scope, part.name) === to || leadsTo(scope, localName(scope, part.name) ?? part.name, to, seen)),
  );
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
