import type { Caller } from '../../access/caller.ts';
import type { DataContext } from '../context.ts';
import { mayReadDataset } from './authorise.ts';
import { columnOf } from './compile-condition.ts';
import { fromWhere } from './compile-source.ts';
import type { Condition, Constant } from './condition.ts';
import type { Moment } from './moment.ts';
import type { Found, Reading } from './reading.ts';
import { Source } from './source.ts';
import { sql } from './sql.ts';
import { monthsOverAt, type Reached } from './year.ts';

const dataset = 'core/plan_target';

/** The targets of the plans, where the centre keeps any and the caller may read them. */
export function planSource(context: DataContext, caller: Caller): Source | undefined {
  const table = context.tables.get(dataset);
  return table && mayReadDataset(table.entry, caller) ? new Source(context, caller, dataset) : undefined;
}

/** Asks for the target of an indicator in a year and a unit, and for the planned path to date: what the months that are over should have brought, of the path where there is one, else of the target in equal parts. */
export function askPlan(
  targets: Source,
  { indicator, unit, reached }: { readonly indicator: string; readonly unit: string; readonly reached: Reached },
  reading: Reading,
  at: Moment,
): (found: Found) => { readonly plan?: number; readonly path?: number } {
  const is = (field: string, value: Constant): Condition => ({
    kind: 'compare',
    left: { kind: 'field', ref: targets.resolve(field, 'levels') },
    operator: '=',
    right: { kind: 'constant', value },
  });
  const [target, path] = ['target_value', 'monthly_path'].map((field) => columnOf(targets.resolve(field, 'levels')));
  const where: Condition = { kind: 'all', of: [is('indicator_code', indicator), is('year', reached.year), is('unit', unit)] };
  const selected = reading.select({
    columns: [
      { name: 'target', store: 'number' },
      { name: 'path', store: 'list' },
    ],
    statement: sql`SELECT ${target ?? sql`NULL`} AS target, ${path ?? sql`NULL`} AS path ${fromWhere(targets, where, at)} LIMIT 1`,
  });
  return (found) => {
    const [plan, path] = selected.rows(found)[0] ?? [];
    if (typeof plan !== 'number') return {};
    const months = monthsOverAt(reached);
    const due: unknown = Array.isArray(path) ? path[months - 1] : (plan * months) / 12;
    return { plan, ...(typeof due === 'number' && { path: due }) };
  };
}
