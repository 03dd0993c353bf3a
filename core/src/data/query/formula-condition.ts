import {
  type FormulaCondition,
  type FormulaDatasets,
  type FormulaDuration,
  type FormulaName,
  type FormulaOperand,
  type FormulaShift,
  fieldPath,
  HaidangError,
  newestWords,
} from '@haidang/sdk';
import { calendarDataset } from '../../time/read-calendar.ts';
import { day, hour, minute } from './calendar.ts';
import { both, type Condition, type Duration, type FieldRef, type PeriodWord, type Term } from './condition.ts';
import { isInAlertArea, isOnCalendar, isOnTrack } from './formula-helpers.ts';
import { isNewest } from './formula-newest.ts';
import { isShift, type MovingMoment, shiftMs } from './shift.ts';
import type { Source } from './source.ts';
import { readConstant, readUnit, sameKind } from './values.ts';

/** Where a formula is read: its dataset by its own names, and what to say when it is wrong. */
export interface FormulaReading {
  readonly source: Source;
  /** Name of the dataset in the formula. */
  readonly dataset: string;
  readonly datasets: FormulaDatasets;
  /** The query's own condition on the rows. */
  readonly where: Condition;
  /** The query has a period. */
  readonly hasPeriod: boolean;
  /** Another dataset that the formula asks, for the reader; nothing where it is not installed. */
  open(dataset: string): Source | undefined;
  fail(at: number, name: string, reason: string): HaidangError;
}

/** Resolves a condition of a formula. `!=` and `not in` are tests, so a missing value does not pass them. */
export function readCondition(condition: FormulaCondition, reading: FormulaReading): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { kind: condition.kind === 'and' ? 'all' : 'any', of: condition.of.map((part) => readCondition(part, reading)) };
    case 'helper':
      return readHelper(condition, reading);
    case 'empty': {
      const empty: Condition = { kind: 'empty', ref: findField(condition.left, reading) };
      return condition.negated ? { kind: 'not', of: empty } : empty;
    }
    case 'true': {
      const ref = findField(condition.left, reading);
      if (ref.columns.store !== 'boolean') throw reading.fail(condition.at, ref.path, 'is not true or false');
      return { kind: 'compare', left: { kind: 'field', ref }, operator: '=', right: { kind: 'constant', value: true } };
    }
    case 'within': {
      const ref = findField(condition.left, reading);
      if (ref.columns.store !== 'instant' && ref.columns.store !== 'date') throw reading.fail(condition.at, ref.path, 'is not a time');
      return unless(condition.negated, [ref], { kind: 'during', ref, period: readPeriod(condition.period, condition.at, reading) });
    }
    case 'in': {
      const ref = findField(condition.left, reading);
      if (ref.columns.store === 'list') throw reading.fail(condition.at, ref.path, 'is a list');
      const values = condition.values.map((value) => readConstant(ref, value, reading.source.context, 'formula'));
      return unless(condition.negated, [ref], { kind: 'one-of', ref, values });
    }
    case 'compare':
      return readComparison(condition, reading);
  }
}

/** A duration between two fields, each found from the dataset of the aggregate. */
export function readDuration({ unit, from, to, at }: FormulaDuration, reading: FormulaReading): Duration {
  const [start, end] = [findField(from, reading), findField(to, reading)];
  const { store } = start.columns;
  if (store !== end.columns.store || (store !== 'instant' && store !== 'date'))
    throw reading.fail(at, unit, 'is from one time to another of the same kind');
  if (unit === 'whours') {
    if (store !== 'instant') throw reading.fail(at, unit, 'is from one instant to another');
    // Working time is kept of the calendar as a whole.
    const calendar = reading.open(calendarDataset);
    if (calendar?.scope) throw new HaidangError('forbidden', { dataset: calendarDataset });
    return { from: start, to: end, unitMs: hour, isWorking: true };
  }
  return { from: start, to: end, unitMs: { seconds: 1000, minutes: minute, hours: hour, days: day }[unit] };
}

export function findField({ name, at }: FormulaName, { source, dataset, datasets }: FormulaReading): FieldRef {
  const found = fieldPath(name, dataset, datasets);
  return source.find(found?.path ?? name, `formula:${at}`);
}

function readComparison({ left, operator, right, at }: Extract<FormulaCondition, { kind: 'compare' }>, reading: FormulaReading): Condition {
  const fields: FieldRef[] = [];
  let first: Term;
  let second: Term;
  if ('kind' in left) {
    const duration = readDuration(left, reading);
    if (right.kind !== 'literal' || typeof right.value !== 'number') throw reading.fail(right.at, left.unit, 'is compared with a number');
    fields.push(duration.from, duration.to);
    first = { kind: 'duration', duration };
    second = { kind: 'constant', value: right.value };
  } else {
    const ref = findField(left, reading);
    if (right.kind === 'name' && newestWords.has(right.path.name)) return readNewest(ref, right, operator, reading);
    const { store } = ref.columns;
    if (store === 'json' || store === 'list' || store === 'point') throw reading.fail(at, ref.path, 'cannot be compared');
    if (operator !== '=' && operator !== '!=' && (store === 'boolean' || ref.field.type === 'unit'))
      throw reading.fail(at, ref.path, 'has no order');
    first = { kind: 'field', ref };
    second = readOperand(right, ref, reading);
    fields.push(ref);
    if (second.kind === 'field') fields.push(second.ref);
  }
  return unless(operator === '!=', fields, { kind: 'compare', left: first, operator: operator === '!=' ? '=' : operator, right: second });
}

/** The row is one of the newest. The field only stands for the row: its business time tells. */
function readNewest(
  ref: FieldRef,
  { path, shift, at }: Extract<FormulaOperand, { kind: 'name' }>,
  operator: string,
  reading: FormulaReading,
): Condition {
  const { source, hasPeriod, where } = reading;
  const { time, unit } = source.table.entry.dataset;
  if (operator !== '=' || shift || ref.alias !== source.alias || time === undefined)
    throw reading.fail(at, path.name, 'stands behind = and a field of a dataset that has a business time');
  const place = `formula:${at}`;
  const business = source.find(time, place);
  const asked = hasPeriod ? both(where, { kind: 'during', ref: business, period: 'period' }) : where;
  return isNewest(source, business, unit === undefined ? undefined : source.find(unit, place), asked);
}

function readHelper({ name, argument, at }: Extract<FormulaCondition, { kind: 'helper' }>, reading: FormulaReading): Condition {
  const ref = findField(argument, reading);
  const { source } = reading;
  const field = (own: string) => source.find(own, `formula:${at}`);
  const needed = (dataset: string): Source => {
    const found = reading.open(dataset);
    if (!found) throw new HaidangError('unknown-dataset', { dataset });
    return found;
  };
  switch (name) {
    case 'on_calendar':
      return isOnCalendar(needed('core/release_calendar'), ref, field);
    case 'on_track':
      return isOnTrack(needed('core/indicator_value'), ref, field, (own) => source.table.fields.has(own));
    case 'in_alert_area': {
      if (ref.columns.store !== 'point') throw reading.fail(at, ref.path, 'is not a position');
      const alerts = reading.open('public-alerts/alert');
      // Where nobody warns, nobody is warned.
      return alerts ? isInAlertArea(alerts, ref) : { kind: 'any', of: [] };
    }
  }
  throw reading.fail(at, name, 'is no test that is known');
}

function readOperand(operand: FormulaOperand, ref: FieldRef, reading: FormulaReading): Term {
  const { context } = reading.source;
  if (operand.kind === 'literal') return { kind: 'constant', value: readConstant(ref, operand.value, context, 'formula') };
  const { path, shift, at } = operand;
  const { store } = ref.columns;
  const isTime = store === 'instant' || store === 'date';
  switch (path.name) {
    case 'now':
    case 'today': {
      if (!isTime) throw reading.fail(at, ref.path, 'is not a time');
      return { kind: 'moment', as: store, moment: { base: path.name, ...readShift(shift, at, reading) } };
    }
    case 'this_year':
      if (store !== 'integer' && store !== 'number') throw reading.fail(at, ref.path, 'is not the number of a year');
      if (shift?.unit) throw reading.fail(at, path.name, 'takes a plain number');
      return { kind: 'year', plus: shift?.by ?? 0 };
    case 'this_unit':
      if (shift) throw reading.fail(at, path.name, 'takes nothing more or less');
      return { kind: 'constant', value: readUnit('this_unit', context, 'formula') };
  }
  const other = findField(path, reading);
  if (!sameKind(ref, other)) throw reading.fail(at, other.path, `holds values of another kind than ${ref.path}`);
  if (!shift) return { kind: 'field', ref: other };
  return { kind: 'field', ref: other, plus: amountOf(shift, other, at, reading) };
}

/** What is added to a field as it is stored: milliseconds, days, or a number. */
function amountOf({ by, unit }: FormulaShift, { path, columns: { store } }: FieldRef, at: number, reading: FormulaReading): number {
  if ((store === 'integer' || store === 'number') && unit === undefined) return by;
  if ((store === 'instant' || store === 'date') && unit !== undefined && unit !== 'mo' && unit !== 'y' && isShift({ by, unit })) {
    const amount = shiftMs(by, unit) / (store === 'date' ? day : 1);
    if (Number.isSafeInteger(amount)) return amount;
  }
  throw reading.fail(at, path, 'cannot have that much added');
}

function readShift(shift: FormulaShift | undefined, at: number, reading: FormulaReading): Pick<MovingMoment, 'shift'> {
  if (!shift) return {};
  const { by, unit } = shift;
  if (unit === undefined || !isShift({ by, unit })) throw reading.fail(at, String(by), 'is not a span such as 3h or 30d');
  return { shift: { by, unit } };
}

function readPeriod(word: string, at: number, reading: FormulaReading): PeriodWord {
  switch (word) {
    case 'period':
    case 'today':
    case 'this_week':
    case 'last_week':
    case 'this_year':
    case 'year_to_date':
      return word;
  }
  const [, days] = /^next_([1-9]\d{0,3})_days$/.exec(word) ?? [];
  if (days === undefined) throw reading.fail(at, word, 'is not a period that is known');
  return { nextDays: Number(days) };
}

/** The opposite of a test, which a missing value does not pass either. */
function unless(negated: boolean, fields: readonly FieldRef[], test: Condition): Condition {
  if (!negated) return test;
  const known = fields.map((ref): Condition => ({ kind: 'not', of: { kind: 'empty', ref } }));
  return { kind: 'all', of: [...known, { kind: 'not', of: test }] };
}
