import type { Property } from '../schema.ts';
import type { Checker } from './check.ts';
import type { FormulaCondition, FormulaDuration, FormulaLiteral, FormulaName, FormulaOperand, FormulaShift } from './formula.ts';
import { comparable, type Kind, kindOf, ordered } from './kinds.ts';
import { helpers, instants, isPeriodWord, newestWords, periods } from './words.ts';

/** Checks a condition on the rows of a dataset. */
export function checkCondition(condition: FormulaCondition, dataset: string, checker: Checker): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const part of condition.of) checkCondition(part, dataset, checker);
      return;
    case 'helper':
      checkHelper(condition, dataset, checker);
      return;
    case 'empty':
      checker.kind(condition.left, dataset);
      return;
    case 'true':
      checker.expect(condition.left, dataset, ['boolean']);
      return;
    case 'within':
      checker.expect(condition.left, dataset, ['date', 'instant']);
      if (!isPeriodWord(condition.period)) checker.problem('unknown-word', { name: condition.period, at: condition.at }, periods);
      return;
    case 'in': {
      const property = checker.property(condition.left, dataset);
      if (property)
        for (const [index, value] of condition.values.entries())
          checkLiteral(value, condition.places[index] ?? condition.at, property, checker);
      return;
    }
    case 'compare':
      checkComparison(condition, dataset, checker);
  }
}

/** Checks that a duration leads from one time to another of the same kind; working hours are counted between instants. */
export function checkDuration({ unit, from, to }: FormulaDuration, dataset: string, checker: Checker): void {
  const kinds: readonly Kind[] = unit === 'whours' ? ['instant'] : ['date', 'instant'];
  const kind = checker.expect(from, dataset, kinds);
  const other = checker.expect(to, dataset, kinds);
  if (kind && other && kind !== other && kinds.includes(kind) && kinds.includes(other)) checker.problem('wrong-type', to, [kind]);
}

/** Fields that a row needs beside the one that the helper names. */
const needed: { readonly [helper: string]: readonly (readonly [field: string, kind: Kind])[] } = {
  on_calendar: [
    ['period_start', 'date'],
    ['released_at', 'instant'],
  ],
  on_track: [
    ['year', 'number'],
    ['unit', 'unit'],
    ['target_value', 'number'],
  ],
};

function checkHelper({ name, argument, at }: Extract<FormulaCondition, { kind: 'helper' }>, dataset: string, checker: Checker): void {
  if (!helpers.includes(name)) {
    checker.problem('unknown-word', { name, at }, helpers);
    return;
  }
  checker.expect(argument, dataset, [name === 'in_alert_area' ? 'position' : 'text']);
  for (const [field, kind] of needed[name] ?? []) checker.expect({ name: field, at }, dataset, [kind]);
}

function checkComparison(
  { left, operator, right, at }: Extract<FormulaCondition, { kind: 'compare' }>,
  dataset: string,
  checker: Checker,
): void {
  if ('kind' in left) {
    checkDuration(left, dataset, checker);
    if (right.kind !== 'literal' || typeof right.value !== 'number')
      checker.problem('wrong-type', { name: textOf(right), at: right.at }, ['number']);
    return;
  }
  const property = checker.property(left, dataset);
  if (right.kind === 'name' && newestWords.has(right.path.name)) {
    checkNewest(left, operator, right, dataset, checker);
    return;
  }
  const kind = property && kindOf(property);
  if (kind && !comparable.includes(kind)) checker.problem('wrong-type', left, comparable);
  else if (kind && operator !== '=' && operator !== '!=' && !ordered.includes(kind))
    checker.problem('wrong-operator', { name: left.name, at }, ['=', '!=']);
  else if (right.kind === 'name') checkName(right, left, kind, dataset, checker);
  else if (property) checkLiteral(right.value, right.at, property, checker);
}

function checkNewest(
  left: FormulaName,
  operator: string,
  { path, shift, at }: Extract<FormulaOperand, { kind: 'name' }>,
  dataset: string,
  checker: Checker,
): void {
  if (operator !== '=') checker.problem('wrong-operator', path, ['=']);
  if (shift) checker.problem('wrong-shift', { name: path.name, at });
  if (checker.dataset(dataset)?.time === undefined) checker.problem('no-time', { name: dataset, at: path.at });
  else if (!checker.isOwn(left, dataset) && left.name.includes('.')) checker.problem('other-record', left);
}

function checkName(
  { path, shift, at }: Extract<FormulaOperand, { kind: 'name' }>,
  left: FormulaName,
  kind: Kind | undefined,
  dataset: string,
  checker: Checker,
): void {
  const needs = (kinds: readonly Kind[]) => {
    if (kind && !kinds.includes(kind)) checker.problem('wrong-type', left, kinds);
  };
  const word = path.name;
  if (instants.has(word)) {
    needs(['date', 'instant']);
    if (shift && !isSpan(shift)) checker.problem('wrong-shift', { name: word, at }, ['3h', '30d']);
  } else if (word === 'this_year') {
    needs(['number']);
    if (shift?.unit) checker.problem('wrong-shift', { name: word, at });
  } else if (word === 'this_unit') {
    needs(['text', 'unit']);
    if (shift) checker.problem('wrong-shift', { name: word, at });
  } else {
    const other = checker.kind(path, dataset);
    if (!kind || !other) return;
    if (kind !== other) checker.problem('wrong-type', path, [kind]);
    else if (shift && !fits(shift, kind)) checker.problem('wrong-shift', path);
  }
}

/** Whether so much can be added to a field of a kind: a plain number to numbers, a span to times, whole days to days. */
function fits(shift: FormulaShift, kind: Kind): boolean {
  if (kind === 'number') return shift.unit === undefined;
  if (kind !== 'date' && kind !== 'instant') return false;
  return isSpan(shift) && (kind === 'instant' || Number.isInteger((shift.by * hours[shift.unit ?? 'd']) / 24));
}

const hours = { s: 1 / 3600, min: 1 / 60, h: 1, d: 24, w: 168, mo: 24, y: 24 } as const;

/** A length of time; months and years are whole. */
function isSpan({ by, unit }: FormulaShift): boolean {
  return unit !== undefined && (Number.isInteger(by) || (unit !== 'mo' && unit !== 'y'));
}

function checkLiteral(value: FormulaLiteral, at: number, property: Property, checker: Checker): void {
  const name = { name: String(value), at };
  const kind = kindOf(property);
  if (property.enum && !property.enum.includes(value)) checker.problem('unknown-value', name, property.enum.map(String));
  else if (!isOf(kind, value)) checker.problem('wrong-type', name, [kind]);
}

function isOf(kind: Kind, value: FormulaLiteral): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'unit':
      return typeof value === 'string' && (value === 'this_unit' || /^[^@]+@\d{4}-\d{2}-\d{2}$/.test(value));
    case 'date':
      return typeof value === 'string' && isDay(value);
    case 'instant':
      return (
        typeof value === 'string' && (isDay(value) || (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value) && !Number.isNaN(Date.parse(value))))
      );
    default:
      return typeof value === kind;
  }
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

function textOf(operand: FormulaOperand): string {
  return operand.kind === 'literal' ? String(operand.value) : operand.path.name;
}
