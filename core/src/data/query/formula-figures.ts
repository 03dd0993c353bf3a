import { HaidangError } from '@haidang/sdk';
import type { Step } from './clock.ts';
import { columnOf } from './compile-condition.ts';
import { fromWhere } from './compile-source.ts';
import type { Condition } from './condition.ts';
import { newestFirst } from './formula-helpers.ts';
import { peopleOf, wardsBelow } from './formula-units.ts';
import type { GroupValue } from './groups.ts';
import type { Moment } from './moment.ts';
import type { Found, Reading } from './reading.ts';
import type { Source } from './source.ts';
import { sql } from './sql.ts';

/** Value of a figure in a group of an answer. */
export type FigureOf = (key: readonly GroupValue[]) => number | null;

/** A figure that a formula names without counting rows of its dataset. */
export interface NamedFigure {
  readonly moves?: Step;
  readonly isTimed?: true;
  readonly isOfUnits?: true;
  ask(reading: Reading, at: Moment): (found: Found) => FigureOf;
}

/** People of the units that a group is about. */
export function people(unitsOf: (key: readonly GroupValue[]) => readonly string[]): NamedFigure {
  return {
    isOfUnits: true,
    ask:
      (_, { units }) =>
      () =>
      (key) =>
        peopleOf(unitsOf(key), units),
  };
}

/** Wards of these units that are in force. */
export function wards(unitsOf: (key: readonly GroupValue[]) => readonly string[]): NamedFigure {
  return {
    isOfUnits: true,
    moves: 'day',
    ask:
      (_, { units, now }) =>
      () =>
      (key) =>
        wardsBelow(unitsOf(key), units, now),
  };
}

/** The newest value that the province keeps under a code. */
export function kept(values: Source, code: string): NamedFigure {
  const [name, value] = ['indicator_code', 'value'].map((field) => values.find(field, code));
  const time = values.find(values.table.entry.dataset.time ?? 'period_end', code);
  if (!name || !value) throw new HaidangError('internal');
  const isMeant: Condition = {
    kind: 'compare',
    left: { kind: 'field', ref: name },
    operator: '=',
    right: { kind: 'constant', value: code },
  };
  const order = newestFirst(values);
  return {
    ask(reading, at) {
      const keys = Object.entries(order.columns).map(([name, ref]) => sql`, ${columnOf(ref)} AS ${{ sql: name, values: [] }}`);
      const list = keys.reduce((all, each) => sql`${all}${each}`, sql`${columnOf(value)} AS value, ${columnOf(time)} AS ends`);
      const rows = sql`SELECT ${list} ${fromWhere(values, isMeant, at)}`;
      const selected = reading.select({
        columns: [{ name: 'value', store: 'number' }],
        statement: sql`SELECT value FROM (${rows}) AS v ORDER BY ends DESC, ${order.list} LIMIT 1`,
      });
      return (found) => {
        const value = selected.rows(found)[0]?.[0];
        return () => (typeof value === 'number' ? value : null);
      };
    },
  };
}

/** Releases that are due in the period. */
export function releases(calendar: Source): NamedFigure {
  const isDue: Condition = { kind: 'during', ref: calendar.find('due_at', 'expected_releases'), period: 'period' };
  return {
    isTimed: true,
    ask(reading, at) {
      const count = askCount(calendar, isDue, reading, at);
      return (found) => () => count(found);
    },
  };
}

/** Asks how many rows of a source meet a condition. */
export function askCount(source: Source, where: Condition, reading: Reading, at: Moment): (found: Found) => number {
  const selected = reading.select({
    columns: [{ name: 'n', store: 'integer' }],
    statement: sql`SELECT count(*) AS n ${fromWhere(source, where, at)}`,
  });
  return (found) => Number(selected.rows(found)[0]?.[0] ?? 0);
}
