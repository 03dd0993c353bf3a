import type { Binding, Boundaries, Filter, Measure, Query, Time, Value, Var } from '../query.ts';
import type { Scalar } from '../schema.ts';
import { parseTime } from './url-state.ts';
import type { VarScalars } from './variables.ts';

/** What the variables of a page hold; `time` is the page's period. */
export interface BindingValues {
  readonly time?: Time;
  readonly vars: VarScalars;
}

type Operand = Value | Var;
type Condition = Filter<Value>;
type TestName = 'in' | 'gt' | 'gte' | 'lt' | 'lte' | 'has' | 'within' | 'empty' | 'near';

/** The query that a binding means now: every `{ var }` replaced. A test on an unset variable is dropped, several values mean "one of", and what is left without a test goes too. */
export function resolveBinding(binding: Binding, values: BindingValues): Query {
  const { where, time, measures, boundaries, ...rest } = binding;
  const condition = where && resolveFilter(where, values.vars);
  const period = resolveTime(time, values);
  const basis = isVar(boundaries) ? values.vars[boundaries.var]?.find(isBasis) : boundaries;
  return {
    ...rest,
    ...(measures && {
      measures: Object.fromEntries(Object.entries(measures).map(([name, measure]) => [name, resolveMeasure(measure, values.vars)])),
    }),
    ...(condition && { where: condition }),
    ...(period !== undefined && { time: period }),
    ...(basis && { boundaries: basis }),
  };
}

function resolveMeasure({ where, ...measure }: Measure<Operand>, vars: VarScalars): Measure {
  const condition = where && resolveFilter(where, vars);
  return condition ? { ...measure, where: condition } : measure;
}

function resolveTime(time: Binding['time'], { time: period, vars }: BindingValues): Time | undefined {
  if (!isVar(time)) return time;
  if (time.var === 'time') return period;
  const [said] = vars[time.var] ?? [];
  return typeof said === 'string' ? parseTime(said) : undefined;
}

function resolveFilter(filter: Filter<Operand>, vars: VarScalars): Condition | undefined {
  if ('all' in filter && Array.isArray(filter.all)) return joined('all', resolveEach(filter.all, vars));
  if ('any' in filter && Array.isArray(filter.any)) return joined('any', resolveEach(filter.any, vars));
  if ('not' in filter && isFilter(filter.not)) {
    const inner = resolveFilter(filter.not, vars);
    return inner && { not: inner };
  }
  const plain: { [field: string]: unknown } = {};
  const apart: Condition[] = [];
  for (const [field, operand] of Object.entries(filter)) {
    const { test, others } = resolveOperand(field, operand, vars);
    if (test !== undefined) plain[field] = test;
    apart.push(...others);
  }
  const fields = Object.keys(plain).length > 0 ? [plain as Condition] : [];
  return joined('all', [...fields, ...apart]);
}

function resolveEach(filters: readonly Filter<Operand>[], vars: VarScalars): Condition[] {
  return filters.map((filter) => resolveFilter(filter, vars)).filter((filter) => filter !== undefined);
}

function joined(by: 'all' | 'any', filters: readonly Condition[]): Condition | undefined {
  if (filters.length < 2) return filters[0];
  return by === 'all' ? { all: filters } : { any: filters };
}

/** The test of one field; several values of a test that takes one become alternatives beside it. */
function resolveOperand(field: string, operand: unknown, vars: VarScalars): { test: unknown; others: readonly Condition[] } {
  if (isVar(operand)) {
    const values = vars[operand.var] ?? [];
    return { test: values.length > 1 ? { in: values } : values[0], others: [] };
  }
  if (!isTest(operand)) return { test: operand, others: [] };
  const test: { [name in TestName]?: unknown } = {};
  const others: Condition[] = [];
  for (const [name, value] of Object.entries(operand) as [TestName, unknown][]) {
    if (name === 'in' && Array.isArray(value)) {
      const values = value.map((item: unknown) => (isVar(item) ? (vars[item.var] ?? []) : [item]));
      if (values.every((some) => some.length > 0)) test.in = values.flat();
    } else if (isVar(value)) {
      const values = vars[value.var] ?? [];
      if (values.length > 1) others.push({ any: values.map((one) => ({ [field]: { [name]: one } })) });
      else if (values[0] !== undefined) test[name] = values[0];
    } else test[name] = value;
  }
  return { test: Object.keys(test).length > 0 ? test : undefined, others };
}

function isVar(value: unknown): value is Var {
  return typeof value === 'object' && value !== null && 'var' in value && typeof value.var === 'string';
}

/** Anything but a scalar, a variable and a reference to another field. */
function isTest(operand: unknown): operand is object {
  return typeof operand === 'object' && operand !== null && !('field' in operand);
}

function isFilter(value: unknown): value is Filter<Operand> {
  return typeof value === 'object' && value !== null && !isVar(value);
}

function isBasis(value: Scalar): value is Boundaries {
  return value === 'as-reported' || value === 'current';
}
