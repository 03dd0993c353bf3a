import type { Condition } from '../query/condition.ts';
import type { Moment } from '../query/moment.ts';
import { cutsOf, type Instant, type Settled, settle, type TimeTest, tellAt, timeTest } from './axis.ts';
import { startOfDayAt, startOfNextDay } from './bucket.ts';
import type { Rollup } from './rollup.ts';
import { holds, measureOf, type Wanted, type WantedFigure } from './wanted.ts';

/** Whole days in which every test of the time comes out the same; without a bound they go on for ever. Figures by their columns; nothing where no row counts. */
export interface Span {
  readonly from?: Instant;
  readonly to?: Instant;
  readonly figures: readonly (string | undefined)[];
  readonly used: string | undefined;
  readonly present?: string | undefined;
}

/** How an answer is put together: from cells, and from rows where a day is cut. */
export interface Spans {
  readonly whole: readonly Span[];
  /** Starts of the days that are cut. */
  readonly cut: readonly number[];
  /** Rows without the time count too. */
  readonly hasTimeless: boolean;
}

/** Divides the time of a roll-up for what is asked; nothing where its cells do not hold that. */
export function spansOf(rollup: Rollup, wanted: Wanted, at: Moment): Spans | undefined {
  const { bucket, source } = rollup;
  const isDate = bucket.store === 'date';
  const test = (condition: Condition) => timeTest(condition, bucket, source.alias);
  const cuts = [...new Set(testsIn([wanted.present ?? wanted.used], test).flatMap((each) => cutsOf(each, at)))].sort((a, b) =>
    a < b ? -1 : 1,
  );
  const whole: Span[] = [];
  const cut = new Set<number>();
  for (let index = 0; index <= cuts.length; index++) {
    const [from, to] = [cuts[index - 1], cuts[index]];
    const told = tellIn(wanted, from ?? (isDate ? '' : Number.NEGATIVE_INFINITY), test, at);
    if (told.rows === false) continue;
    const span = columnsIn(told, rollup, wanted);
    if (!span) return undefined;
    const days = isDate ? { from, to } : wholeDays(from, to, cut);
    if (days.from === undefined || days.to === undefined || days.from < days.to)
      whole.push({ ...span, ...(days.from !== undefined && { from: days.from }), ...(days.to !== undefined && { to: days.to }) });
  }
  const timeless = tellIn(wanted, undefined, test, at);
  return { whole, cut: [...cut], hasTimeless: timeless.rows !== false };
}

interface Told {
  /** Rows of which anything is wanted. */
  readonly rows: Settled;
  readonly used: Settled;
  readonly figures: readonly Settled[];
}

function tellIn(
  { present, used, figures }: Wanted,
  time: Instant | undefined,
  test: (condition: Condition) => TimeTest | undefined,
  at: Moment,
): Told {
  const tell = (condition: Condition) => {
    const found = test(condition);
    return found && tellAt(found, time, at);
  };
  const told = (condition: Condition) => settle(condition, tell);
  return { rows: told(present ?? used), used: told(used), figures: figures.map(({ where }) => told(where)) };
}

/** Columns of what is wanted; nothing where one is not there. */
function columnsIn({ rows, used, figures }: Told, rollup: Rollup, wanted: Wanted): Span | undefined {
  const column = (figure: Pick<WantedFigure, 'fn' | 'of'>, where: Settled): string | undefined | false => {
    if (where === false) return undefined;
    const measure = measureOf(figure, where, rollup.source);
    return measure !== undefined && holds(rollup, measure) && measure.column;
  };
  const columns = [
    column({ fn: 'count' }, used),
    column({ fn: 'count' }, wanted.present ? rows : false),
    ...wanted.figures.map((figure, index) => column(figure, figures[index] ?? false)),
  ];
  const found = columns.filter((each) => each !== false);
  if (found.length < columns.length) return undefined;
  const [ofUsed, ofPresent, ...ofFigures] = found;
  return { used: ofUsed, figures: ofFigures, ...(wanted.present && { present: ofPresent }) };
}

/** The days that lie wholly between two instants; notes those that the instants cut. */
function wholeDays(
  from: Instant | undefined,
  to: Instant | undefined,
  cut: Set<number>,
): { readonly from: number | undefined; readonly to: number | undefined } {
  const inDay = (instant: Instant | undefined): number | undefined => {
    if (instant === undefined) return undefined;
    const start = startOfDayAt(Number(instant));
    if (start !== instant) cut.add(start);
    return start;
  };
  const [first, last] = [inDay(from), inDay(to)];
  return { from: first === undefined || first === from ? first : startOfNextDay(first), to: last };
}

function testsIn(conditions: readonly Condition[], test: (condition: Condition) => TimeTest | undefined): readonly TimeTest[] {
  return conditions.flatMap((condition) => {
    if (condition.kind === 'all' || condition.kind === 'any') return testsIn(condition.of, test);
    return condition.kind === 'not' ? testsIn([condition.of], test) : (test(condition) ?? []);
  });
}
