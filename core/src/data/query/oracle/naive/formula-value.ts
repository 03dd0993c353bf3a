import type { Json } from '@haidang/sdk';
import { addDays, addMonths, instantOf, midnight, startOf, stepsBetween, type Wall, wallOf } from './calendar.ts';
import { cell, instantMeant, moved } from './conditions.ts';
import { figureOf } from './figures.ts';
import type { Condition, Duration, Formula, FormulaFigure, Indicator, Operand } from './formulas.ts';
import type { Span } from './periods.ts';
import { boundsOf } from './periods.ts';
import { comparePlain, kindOf, type Row, type World } from './world.ts';

/** A formula's value over the rows of a group; the rows are those that `rowsOf` gives for each figure. Nothing where a value is missing. */
export function evaluate(
  formula: Formula,
  indicators: { readonly [name: string]: Indicator },
  rowsOf: (figure: FormulaFigure) => readonly Row[],
  world: World,
): number | null {
  switch (formula.kind) {
    case 'number':
      return formula.value;
    case 'indicator': {
      const other = indicators[formula.name];
      return other ? evaluate(other.formula, indicators, rowsOf, world) : null;
    }
    case 'figure': {
      const { fn, of } = formula;
      const rows = rowsOf(formula);
      if (fn === 'count') return rows.length;
      const values = rows.map((row) => (typeof of === 'object' ? durationOf(of, row, formula.dataset, world) : cell(of ?? '', row, world)));
      const value = figureOf(
        fn,
        values.filter((each) => each !== null),
      );
      return value === null ? null : Number(value);
    }
    case 'operation': {
      const left = evaluate(formula.left, indicators, rowsOf, world);
      const right = evaluate(formula.right, indicators, rowsOf, world);
      if (left === null || right === null) return null;
      if (formula.operator === '+') return left + right;
      if (formula.operator === '-') return left - right;
      if (formula.operator === '*') return left * right;
      return right === 0 ? null : left / right;
    }
  }
}

const lengths = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

function durationOf({ unit, from, to }: Duration, row: Row, dataset: string, world: World): Json {
  const [start, end] = [cell(from, row, world), cell(to, row, world)];
  if (start === null || end === null) return null;
  if (kindOf(dataset, from, world) === 'instant') return (Number(end) - Number(start)) / lengths[unit];
  return daysBetween(String(start), String(end)) * (86_400_000 / lengths[unit]);
}

function daysBetween(from: string, to: string): number {
  return stepsBetween(midnight(from), midnight(to), 'day');
}

/** Whether a row meets a condition of a formula. What is missing meets no test, not even `!=`. */
export function meets(condition: Condition, row: Row, dataset: string, world: World, span: Span | undefined): boolean {
  if (condition.kind === 'and' || condition.kind === 'or') {
    const isMet = (each: Condition) => meets(each, row, dataset, world, span);
    return condition.kind === 'and' ? condition.of.every(isMet) : condition.of.some(isMet);
  }
  const value = typeof condition.left === 'string' ? cell(condition.left, row, world) : durationOf(condition.left, row, dataset, world);
  if (condition.kind === 'empty') return condition.negated === (value !== null);
  if (value === null) return false;
  switch (condition.kind) {
    case 'true':
      return value === true;
    case 'in':
      return condition.values.map(composed).includes(value) !== condition.negated;
    case 'within': {
      const [from, to] = boundsOf(wordSpan(condition.period, world.now, span));
      const at = kindOf(dataset, condition.left, world) === 'date' ? instantOf(midnight(String(value))) : Number(value);
      return (at >= from && at < to) !== condition.negated;
    }
    case 'compare': {
      const other = operandOf(
        condition.right,
        typeof condition.left === 'string' ? kindOf(dataset, condition.left, world) : 'number',
        row,
        world,
      );
      if (other === null) return false;
      const order = comparePlain(value, other);
      switch (condition.operator) {
        case '=':
          return order === 0;
        case '!=':
          return order !== 0;
        case '<':
          return order < 0;
        case '<=':
          return order <= 0;
        case '>':
          return order > 0;
        case '>=':
          return order >= 0;
      }
    }
  }
}

function composed(value: string | number): Json {
  return typeof value === 'string' ? value.normalize('NFC') : value;
}

function operandOf(operand: Operand, kind: string, row: Row, world: World): Json {
  const isTime = kind === 'instant' || kind === 'date';
  if ('value' in operand) {
    if (isTime && kind === 'instant') return instantMeant(String(operand.value), world.now);
    return typeof operand.value === 'string' ? operand.value.normalize('NFC') : operand.value;
  }
  const { by = 0, unit = '' } = operand.shift ?? {};
  if ('word' in operand) {
    if (operand.word === 'this_unit') return world.thisUnit;
    if (operand.word === 'this_year') return Number(wallOf(world.now).slice(0, 4)) + by;
    const at = moved(instantMeant(operand.word, world.now), by, unit || 's');
    return kind === 'date' ? wallOf(at).slice(0, 10) : at;
  }
  const value = cell(operand.field, row, world);
  if (value === null || operand.shift === undefined) return value;
  if (kind === 'date') return addDays(midnight(String(value)), unit === 'w' ? 7 * by : by).slice(0, 10);
  if (kind === 'instant') return Number(value) + by * { s: 1, min: 60, h: 3600, d: 86_400, w: 7 * 86_400 }[unit as 's'] * 1000;
  return Number(value) + by;
}

/** A period that a formula names; `period` is the one asked for. */
function wordSpan(word: string, now: number, span: Span | undefined): Span {
  const today = startOf(wallOf(now), 'day');
  const monday = startOf(today, 'week');
  const year = startOf(today, 'year');
  const days = (from: Wall, count: number): Span => ({ from, to: addDays(from, count) });
  switch (word) {
    case 'period':
      if (!span) throw new Error('no period was asked for');
      return span;
    case 'today':
      return days(today, 1);
    case 'this_week':
      return days(monday, 7);
    case 'last_week':
      return days(addDays(monday, -7), 7);
    case 'this_year':
      return { from: year, to: addMonths(year, 12) };
    case 'year_to_date':
      return { from: year, to: addDays(today, 1) };
  }
  return days(today, Number(/\d+/.exec(word)?.[0]));
}
