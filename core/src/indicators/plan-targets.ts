import { type Formula, parseFormula } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { monthNumber, parseLocal, plusMonths } from '../data/query/calendar.ts';
import { columnOf } from '../data/query/compile-condition.ts';
import { fromWhere } from '../data/query/compile-source.ts';
import { unitsAsked } from '../data/query/formula-units.ts';
import { type Group, type GroupValue, isTimeGrain } from '../data/query/groups.ts';
import type { Moment } from '../data/query/moment.ts';
import type { LocalBounds } from '../data/query/period.ts';
import type { FiguresPlan } from '../data/query/plan.ts';
import type { Found, Reading } from '../data/query/reading.ts';
import { monthCut } from '../data/query/reporting-month.ts';
import { Source } from '../data/query/source.ts';
import { sql } from '../data/query/sql.ts';
import type { IndicatorEntry } from '../registry.ts';
import { levelOf, type MonthSpan, shareOf, spanOf, type YearTarget } from './target-path.ts';

/** What the plan says of the figures of an answer, group by group. */
export interface PlanTargets {
  readonly source: Source;
  ask(reading: Reading, at: Moment, period: LocalBounds): (found: Found) => (key: readonly GroupValue[]) => number | null;
}

/** Plans to compare an indicator with the targets of the year: those of the unit that a group is about. Figures that add up are held against their share, others against the level that is aimed at. */
export function planTargets(
  context: DataContext,
  caller: Caller,
  entry: IndicatorEntry,
  { aggregations, groups, isTimed }: Pick<FiguresPlan, 'aggregations' | 'groups' | 'isTimed'>,
): PlanTargets {
  const source = new Source(context, caller, 'core/plan_target');
  const [unit, year, target, path] = ['unit', 'year', 'target_value', 'monthly_path'].map((name) => columnOf(source.find(name, 'compare')));
  const code = { kind: 'field', ref: source.find('indicator_code', 'compare') } as const;
  const where = { kind: 'compare', left: code, operator: '=', right: { kind: 'constant', value: entry.name } } as const;
  const units = unitsAsked(
    aggregations.map((aggregation) => ({ ...aggregation, where: aggregation.where ?? { kind: 'all', of: [] } })),
    context.ioc.unit,
  );
  const cut = monthCut(context.ioc, entry.name);
  const meant = isTimed && addsUp(parseFormula(entry.indicator.formula), entry, context) ? shareOf : levelOf;
  return {
    source,
    ask(reading, at, period) {
      const whole = spanOf(period, cut);
      const selected = reading.select({
        columns: [
          { name: 'unit', store: 'text' },
          { name: 'year', store: 'integer' },
          { name: 'target', store: 'number' },
          { name: 'path', store: 'list' },
        ],
        statement: sql`SELECT ${unit ?? sql`NULL`} AS unit, ${year ?? sql`NULL`} AS year, ${target ?? sql`NULL`} AS target, ${path ?? sql`NULL`} AS path ${fromWhere(source, where, at)}`,
      });
      return (found) => {
        const targets = new Map(selected.rows(found).map(([of, when, value, way]) => [`${of} ${when}`, targetOf(value, way)]));
        return (key) => {
          const [only, ...others] = units(key);
          const span = spanOfKey(key, groups, whole ?? undefined, period, cut);
          if (only === undefined || others.length > 0 || !span) return null;
          const known = targets.get(`${only} ${span.year}`);
          return known ? meant(known, span) : null;
        };
      };
    },
  };
}

function targetOf(value: unknown, path: unknown): YearTarget {
  const way: unknown = typeof path === 'string' ? JSON.parse(path) : path;
  return { target: Number(value), ...(Array.isArray(way) && { path: way.map(Number) }) };
}

/** The part of the period that a group of time steps stands for; the whole where there is none. */
function spanOfKey(
  key: readonly GroupValue[],
  groups: readonly Group[],
  whole: MonthSpan | undefined,
  period: LocalBounds,
  cut: number,
): MonthSpan | undefined {
  const index = groups.findIndex(({ grain }) => isTimeGrain(grain));
  const grain = groups[index]?.grain;
  if (index < 0) return whole;
  const start = parseLocal(String(key[index]));
  const months = grain === 'month' ? 1 : grain === 'quarter' ? 3 : grain === 'year' ? 12 : 0;
  if (months > 0) {
    // Steps of months are named by their month, whenever it begins.
    const number = monthNumber(start);
    const year = Math.floor(number / 12);
    const step = { year, from: number - 12 * year, to: number - 12 * year + months };
    return whole?.year === year ? { year, from: Math.max(step.from, whole.from), to: Math.min(step.to, whole.to) } : step;
  }
  const day = 86_400_000;
  const to = grain === 'hour' ? start + day / 24 : grain === 'week' ? start + 7 * day : plusMonths(start, 0) + day;
  return spanOf({ from: Math.max(start, period.from), to: Math.min(to, period.to) }, cut);
}

/** Whether the figures of two periods together are that of both: counts and sums, and what is made of them without dividing one by another. */
function addsUp(formula: Formula, entry: IndicatorEntry, context: DataContext): boolean {
  switch (formula.kind) {
    case 'aggregate':
      return formula.fn === 'count' || formula.fn === 'distinct' || formula.fn === 'sum';
    case 'indicator': {
      const name = formula.name.includes('/') ? formula.name : `${entry.plugin}/${formula.name}`;
      const other = context.registry.indicators.get(name);
      return other !== undefined && other !== entry && addsUp(parseFormula(other.indicator.formula), other, context);
    }
    case 'operation': {
      const { operator, left, right } = formula;
      if (operator === '*' && left.kind === 'number') return addsUp(right, entry, context);
      if ((operator === '*' || operator === '/') && right.kind === 'number') return addsUp(left, entry, context);
      return (operator === '+' || operator === '-') && addsUp(left, entry, context) && addsUp(right, entry, context);
    }
    default:
      return false;
  }
}
