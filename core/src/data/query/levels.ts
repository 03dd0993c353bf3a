import {
  type Indicator,
  parseThreshold,
  type Query,
  resolveThreshold,
  type ThresholdTree,
  type Yardstick,
  yardsticksOf,
} from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';
import { planTargets } from '../../indicators/plan-targets.ts';
import type { IndicatorEntry } from '../../registry.ts';
import type { DataContext } from '../context.ts';
import type { Aggregation, AskedFigures } from './aggregate.ts';
import type { Step } from './clock.ts';
import type { Condition } from './condition.ts';
import { unitsAsked } from './formula-units.ts';
import type { Moment } from './moment.ts';
import { comparedPeriod, type LocalBounds, type LocalPeriod } from './period.ts';
import { askPlan, planSource } from './plan-target.ts';
import type { Found, Reading } from './reading.ts';
import type { Source } from './source.ts';
import { elapsedAt, type Reached, reachedAt } from './year.ts';

type Levels = NonNullable<Indicator['levels']>;
type Known = { readonly [yardstick in Yardstick]?: number };

interface Judging {
  readonly entry: IndicatorEntry;
  readonly query: Pick<Query, 'by'>;
  readonly context: DataContext;
  readonly caller: Caller;
  readonly isTimed: boolean;
  readonly parts: readonly Aggregation[];
  /** Asks for the figure itself, of another period. */
  ask(reading: Reading, at: Moment): AskedFigures;
}

/** How the levels of an indicator become numbers. */
export interface PlannedLevels {
  readonly touched: readonly Source[];
  readonly moves?: Step;
  readonly looksBack: boolean;
  ask(reading: Reading, at: Moment): (found: Found) => Levels | undefined;
}

/** Plans levels that measure against other figures; nothing where they are numbers already, or where there are groups, each of which would have its own. */
export function planLevels({ entry, query, context, caller, isTimed, parts, ask }: Judging): PlannedLevels | undefined {
  const { levels } = entry.indicator;
  if (!levels || query.by?.length) return undefined;
  const trees = treesOf(levels);
  if (!trees) return { touched: [], looksBack: false, ask: () => () => undefined };
  const wanted = new Set(Object.values(trees).flatMap(yardsticksOf));
  if (wanted.size === 0) return undefined;
  const plan = wanted.has('plan') || wanted.has('path') ? plannedBy({ entry, context, caller, isTimed, parts }) : undefined;
  const years = isTimed ? yearsBack(wanted) : 0;
  return {
    touched: plan ? [plan.source] : [],
    looksBack: years > 0,
    ...((wanted.has('elapsed') || wanted.has('path')) && { moves: 'day' }),
    ask(reading, at) {
      const reached = reachedAt(at);
      const targets = plan?.ask(reading, at, reached);
      const before = earlier(at, years).map((period) => ask(reading, { ...at, period }));
      return (found) => {
        const known: Known = {
          elapsed: elapsedAt(reached),
          ...targets?.(found),
          ...ofYears(
            before.map((asked) => valueIn(asked, found)),
            years,
          ),
        };
        return resolved(trees, known);
      };
    },
  };
}

/** How many years the yardsticks look back. */
function yearsBack(wanted: ReadonlySet<Yardstick>): number {
  if (wanted.has('mean_5y') || wanted.has('sd') || wanted.has('p50_5y')) return 5;
  return wanted.has('same_period') ? 1 : 0;
}

/** What the plan wants, by now. */
interface Planned {
  readonly source: Source;
  ask(reading: Reading, at: Moment, reached: Reached): (found: Found) => Known;
}

/** The plan of the unit asked about, where it is one and the caller may read the plan. A figure of a period is held against what the plan wants of that period, as a comparison with the plan is; a figure of now against the year. */
function plannedBy({ entry, context, caller, isTimed, parts }: Omit<Judging, 'query' | 'ask'>): Planned | undefined {
  const [unit, ...others] = unitsAsked(
    parts.map(({ source, groups, where = everything }) => ({ source, groups, where })),
    context.ioc.unit,
  )([]);
  const source = unit === undefined || others.length > 0 ? undefined : planSource(context, caller);
  if (!source || unit === undefined) return undefined;
  if (!isTimed) return { source, ask: (reading, at, reached) => askPlan(source, { indicator: entry.name, unit, reached }, reading, at) };
  const targets = planTargets(context, caller, entry, { aggregations: parts, groups: [], isTimed });
  return {
    source: targets.source,
    ask(reading, at, reached) {
      const { period } = at;
      const of = (bounds: LocalBounds | undefined) => (bounds && bounds.from < bounds.to ? targets.ask(reading, at, bounds) : undefined);
      const [plan, path] = [of(period), of(period && { from: period.from, to: reached.to })];
      return (found) => {
        const [whole, toDate] = [plan?.(found)([]), path?.(found)([])];
        return { ...(typeof whole === 'number' && { plan: whole }), ...(typeof toDate === 'number' && { path: toDate }) };
      };
    },
  };
}

const everything: Condition = { kind: 'all', of: [] };

type Trees = { readonly [level in keyof Levels]: ThresholdTree };

/** Nothing where one of them cannot be read: then none can be relied on. */
function treesOf({ green, amber, red }: Levels): Trees | undefined {
  try {
    return {
      green: parseThreshold(green),
      ...(amber !== undefined && { amber: parseThreshold(amber) }),
      ...(red !== undefined && { red: parseThreshold(red) }),
    };
  } catch {
    return undefined;
  }
}

/** All levels in numbers; nothing where one of them is not known, since a value would then fall through to the next. */
function resolved({ green, amber, red }: Trees, known: Known): Levels | undefined {
  const texts = [green, amber, red].map((tree) => (tree ? resolveThreshold(tree, known) : undefined)) as [
    Levels['green'] | undefined,
    Levels['amber'],
    Levels['red'],
  ];
  const [one, two, three] = texts;
  if (one === undefined || (amber && two === undefined) || (red && three === undefined)) return undefined;
  return { green: one, ...(two !== undefined && { amber: two }), ...(three !== undefined && { red: three }) };
}

/** The same period of so many years before. */
function earlier({ period, now }: Moment & { readonly period?: LocalPeriod }, years: number): readonly LocalPeriod[] {
  const periods: LocalPeriod[] = [];
  for (let last = period; last && periods.length < years; ) {
    const { months: _, ...bounds } = comparedPeriod(last, 'same-period-last-year', now);
    last = { ...bounds, ...(last.step && { step: last.step }) };
    periods.push(last);
  }
  return periods;
}

/** The figure of a period; nothing where no row was used for it: then nothing was kept yet. */
function valueIn(asked: AskedFigures, found: Found): number | undefined {
  const [group] = asked.groups(found);
  const value = group && group.n > 0 ? group.values[0] : undefined;
  return typeof value === 'number' ? value : undefined;
}

/** Mean, standard deviation (of a sample) and median of five years, where all five are known. */
function ofYears(values: readonly (number | undefined)[], years: number): Known {
  const [last] = values;
  const known = values.filter((value) => value !== undefined);
  const same: Known = last === undefined ? {} : { same_period: last };
  if (years < 5 || known.length < years) return same;
  const mean = known.reduce((sum, value) => sum + value, 0) / years;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (years - 1);
  const [, , median = mean] = [...known].sort((a, b) => a - b);
  return { ...same, mean_5y: mean, sd: Math.sqrt(variance), p50_5y: median };
}
