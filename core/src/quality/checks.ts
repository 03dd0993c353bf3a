import type { Filter, Rule } from '@haidang/sdk';
import type { DataContext } from '../data/context.ts';
import type { Sql } from '../data/dialect/dialect.ts';
import { compileCondition } from '../data/query/compile-condition.ts';
import type { Condition } from '../data/query/condition.ts';
import { readFilter } from '../data/query/filter.ts';
import type { Moment } from '../data/query/moment.ts';
import { identifier, sql, whole } from '../data/query/sql.ts';
import type { Assessed } from './assessed.ts';
import { passes } from './passes.ts';

const criticalWeight = 3;

/** What is counted of each row: the checks that were made and passed, by weight, and the cells that have to be filled and are. */
export interface Counted {
  readonly weight: Sql;
  readonly passed: Sql;
  readonly required: Sql;
  readonly filled: Sql;
  /** Whether there is a rule at all. */
  readonly hasChecks: boolean;
}

interface Check {
  readonly where: Condition | undefined;
  readonly must: Condition;
  readonly weight: number;
}

/** The counts of a dataset's rules and required fields. A rule that only asks for a value is a cell that has to be filled (đủ), no check (đúng). */
export function countedOf({ entry, source }: Assessed, context: DataContext, at: Moment): Counted {
  const checks: Check[] = [];
  const cells: Check[] = [];
  for (const [name, rule] of Object.entries(entry.dataset.rules ?? {})) {
    const read = (filter: Filter, part: string) => readFilter({ filter, context, find: source.resolve, place: `rules.${name}.${part}` });
    const where = rule.where && read(rule.where, 'where');
    const must = read(rule.must, 'must');
    if (isCell(rule)) cells.push({ where, must, weight: 1 });
    else checks.push({ where, must: passes(must), weight: rule.critical ? criticalWeight : 1 });
  }
  for (const name of entry.dataset.row.required ?? []) {
    const ref = source.resolve(name, 'required');
    cells.push({ where: undefined, must: { kind: 'not', of: { kind: 'empty', ref } }, weight: 1 });
  }
  return { ...sums(checks, at), ...renamed(sums(cells, at)), hasChecks: checks.length > 0 };
}

/** Weight of a refused row: one critical check that failed. */
export const refusedWeight = criticalWeight;

function isCell({ must }: Rule): boolean {
  const tests = Object.values(must);
  const [test] = tests;
  return (
    tests.length === 1 &&
    typeof test === 'object' &&
    test !== null &&
    'empty' in test &&
    test.empty === false &&
    Object.keys(test).length === 1
  );
}

function sums(checks: readonly Check[], at: Moment): Pick<Counted, 'weight' | 'passed'> {
  let weight: Sql = whole(0);
  let passed: Sql = whole(0);
  for (const { where, must, weight: each } of checks) {
    const asked = where && compileCondition(where, at);
    const held = compileCondition(must, at);
    const worth = whole(each);
    weight = sql`${weight} + ${asked ? sql`CASE WHEN ${asked} THEN ${worth} ELSE 0 END` : worth}`;
    passed = sql`${passed} + CASE WHEN ${asked ? sql`${asked} AND ${held}` : held} THEN ${worth} ELSE 0 END`;
  }
  return { weight, passed };
}

function renamed({ weight, passed }: Pick<Counted, 'weight' | 'passed'>): Pick<Counted, 'required' | 'filled'> {
  return { required: weight, filled: passed };
}

/** Sum over rows, under a name. */
export function summed(of: Sql, name: string): Sql {
  return sql`coalesce(sum(${of}), 0) AS ${identifier(name)}`;
}
