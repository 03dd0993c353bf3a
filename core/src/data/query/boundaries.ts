import type { Query, Trust } from '@haidang/sdk';
import type { Basis } from '../units/shares.ts';
import { type Aggregate, type Aggregation, narrowed } from './aggregate.ts';
import { formatLocalDay, localOf, parseLocal, utcOf } from './calendar.ts';
import { columnOf } from './compile-condition.ts';
import { fromWhere } from './compile-source.ts';
import { both, type Condition } from './condition.ts';
import { type Conversion, isOfArea, unitField } from './conversion.ts';
import type { Moment } from './moment.ts';
import type { FiguresPlan } from './plan.ts';
import type { Found, Reading } from './reading.ts';
import { rolledUp } from './rolled-up.ts';
import type { Source } from './source.ts';
import { identifier, sql } from './sql.ts';

/** How figures of some aggregations come to be of the units in force; nothing where they are as reported. */
export function planConversion({ boundaries }: Query, aggregations: readonly Aggregation[]): Conversion | undefined {
  const aggregates = aggregations.flatMap((aggregation) => aggregation.aggregates);
  if (boundaries !== 'current' || !aggregates.every(isAdditive)) return undefined;
  return { basis: basisOf(aggregates), sources: new Set(aggregations.map(({ source }) => source).filter(namesUnit)) };
}

/** Counts and sums of the parts of a unit make those of the whole, unless other rows decide which ones count. */
function isAdditive({ fn, where }: Aggregate): boolean {
  return (fn === 'count' || fn === 'sum') && !(where && asksOthers(where));
}

function asksOthers(condition: Condition): boolean {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.some(asksOthers);
  return condition.kind === 'not' ? asksOthers(condition.of) : condition.kind === 'asking';
}

function basisOf(aggregates: readonly Aggregate[]): Basis {
  const ofArea = aggregates.filter(isOfArea).length;
  if (ofArea === 0) return 'population';
  return ofArea === aggregates.length ? 'area' : 'both';
}

/** The plan of figures that are converted: parts of rows make fractions. */
export function withFractions(plan: FiguresPlan): FiguresPlan {
  const figures = plan.figures.map((figure): FiguresPlan['figures'][number] =>
    figure.field.type === 'integer' ? { ...figure, field: { ...figure.field, type: 'number' } } : figure,
  );
  return { ...plan, figures };
}

/** Whether figures depend on where the boundaries of units run. */
function namesUnit(source: Source): boolean {
  const unit = unitField(source);
  return unit !== undefined && source.mentions.some(({ dataset, field }) => dataset === source.table.entry && field === unit.field);
}

type Boundaries = NonNullable<Trust['boundaries']>;

/** Asks by which boundaries an answer is told, and how many units in it are no longer in force. */
export function askBoundaries(
  aggregations: readonly Aggregation[],
  reading: Reading,
  at: Moment,
): (found: Found, now: number) => Boundaries {
  const asked = aggregations
    .filter(({ source }) => namesUnit(source))
    .flatMap((aggregation) => {
      const { source } = aggregation;
      const unit = unitField(source);
      if (!unit) return [];
      const { where, used } = narrowed(aggregation, at);
      const column = columnOf(source.resolve(unit.field.name, 'unit'));
      const rolled = rolledUp({ ...aggregation, groups: [], keepsEmpty: false }, at);
      if (rolled) reading.rollups.add(rolled.rollup);
      return reading.select({
        columns: [{ name: 'unit', store: 'text' }],
        statement: sql`SELECT DISTINCT ${column} AS ${identifier('unit')} ${rolled?.from([]) ?? fromWhere(source, both(where, used), at)} AND ${column} IS NOT NULL`,
      });
    });
  return (found, now) => {
    const today = formatLocalDay(localOf(now));
    const keys = [...new Set(asked.flatMap((selected) => selected.rows(found).map(([key]) => String(key))))];
    const former = keys.filter((key) => !at.units.isInForce(key, today)).length;
    const versions = keys.flatMap((key) => at.units.get(key)?.version ?? []);
    const { version } = at.units.inForceAt(now);
    const oldest = versions.reduce((least, each) => (each < least ? each : least), versions[0] ?? version);
    return at.conversion
      ? { basis: 'current', version, ...(former > 0 && { former }) }
      : { basis: 'as-reported', version: oldest, ...(former > 0 && { former }) };
  };
}

/** When the boundaries in force become others. */
export function boundariesMoveAt({ units, now }: Pick<Moment, 'units' | 'now'>): number | undefined {
  const { until } = units.inForceAt(now);
  return until === undefined ? undefined : utcOf(parseLocal(until));
}
