import type { L10n, Query, Trust } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { Sql } from '../data/dialect/dialect.ts';
import { mayRead, mayReadAll, mayReadDataset } from '../data/query/authorise.ts';
import { localOf } from '../data/query/calendar.ts';
import { compileCondition } from '../data/query/compile-condition.ts';
import { fromWhere } from '../data/query/compile-source.ts';
import { both, type Condition, type FieldRef } from '../data/query/condition.ts';
import { dueOf, readSchedule, type Schedule, type Slot, slotAt } from '../data/query/delivery.ts';
import { readFilter } from '../data/query/filter.ts';
import type { Moment } from '../data/query/moment.ts';
import type { LocalBounds } from '../data/query/period.ts';
import type { Found, Reading } from '../data/query/reading.ts';
import type { Source } from '../data/query/source.ts';
import { identifier, join, sql, whole } from '../data/query/sql.ts';
import { unitsInLog } from '../data/unit-store.ts';
import { workingCalendar } from '../time/working-calendar.ts';
import { fieldsOf, movedTo } from './passes.ts';
import { suppliersIn, unitsOn } from './suppliers.ts';

/** Who has reported of those who have to, and whether that is too few for a total. */
export interface Covered {
  readonly coverage: NonNullable<Trust['coverage']>;
  readonly isWithheld: boolean;
}

/** Suppliers that are named at most. */
const mostNamed = 50;

/** Coverage of an answer's figures. */
export interface CoveragePlan {
  /** What else the answer rests on, by the names of the change log. */
  readonly datasets: readonly string[];
  /** What the statements depend on besides the data. */
  basis(now: number, period: LocalBounds | undefined): readonly unknown[];
  /** When the clock moves it. */
  movesAt(now: number, period: LocalBounds | undefined): number | undefined;
  ask(reading: Reading, at: Moment): (found: Found) => Covered | undefined;
}

/** Plans what is asked of the datasets that have a floor; nothing where none has. A query for rows has no totals. */
export function planCoverage(query: Query, sources: readonly Source[], caller: Caller): CoveragePlan | undefined {
  if (query.select || sources.length === 0 || (!query.measures && sources[0]?.context.registry.datasets.has(query.from))) return undefined;
  const parts = sources.flatMap((source) => planPart(query, source, caller) ?? []);
  if (parts.length === 0) return undefined;
  return {
    datasets: parts.flatMap(({ datasets }) => datasets),
    basis: (now, period) => parts.flatMap((part) => part.basis(now, period)),
    movesAt: (now, period) => least(parts.map((part) => part.movesAt(now, period))),
    ask(reading, at) {
      const asked = parts.map((part) => ({ ask: part.ask(reading, at), floor: part.floor }));
      return (found) => {
        const all = asked.flatMap(({ ask, floor }) => {
          const coverage = ask(found);
          return coverage ? { coverage, isWithheld: coverage.reported / coverage.expected < floor } : [];
        });
        const [worst] = all.sort((a, b) => shareOf(a) - shareOf(b));
        return worst && { ...worst, isWithheld: all.some(({ isWithheld }) => isWithheld) };
      };
    },
  };
}

interface Part extends Omit<CoveragePlan, 'ask'> {
  readonly floor: number;
  ask(reading: Reading, at: Moment): (found: Found) => Covered['coverage'] | undefined;
}

function planPart(query: Query, source: Source, caller: Caller): Part | undefined {
  const { context, table } = source;
  const { expects } = table.entry.dataset;
  const schedule = readSchedule(expects);
  const { time } = source;
  if (!expects?.from || expects.floor === undefined || !schedule || !time) return undefined;
  const { floor } = expects;
  const from = source.resolve(expects.from, 'expects.from');
  const isOfSupplier = (condition: Condition) => fieldsOf(condition).every(({ path }) => path === from.path);
  // Of a part of a supplier's rows nobody can say whether all have come.
  if (source.scope && !isOfSupplier(source.scope)) return undefined;
  const where = readFilter({ filter: query.where ?? {}, context, find: source.resolve, place: 'where' });
  const chosen = both(source.scope, ...conjuncts(where).filter((each) => fieldsOf(each).length > 0 && isOfSupplier(each)));
  const listed = suppliersIn({ from, entry: table.entry }, context);
  // How many there are, and who is missing, tells of each of them.
  if (!mayRead(table.entry, from.field, caller) || (listed && !mayReadAll(listed.source.table.entry, caller))) return undefined;
  const naming = listed && namesOf(listed.source, caller);
  const boundsAt = (now: number, period: LocalBounds | undefined): LocalBounds => period ?? newestDue(schedule, now);
  const unitsAt = (now: number, period: LocalBounds | undefined) =>
    listed ? [] : unitsOn(context.units, context.ioc.unit, Math.min(localOf(now), boundsAt(now, period).to - 1));
  let lastUnits: readonly string[] = [];
  /** The same list as long as it holds the same units: statements are kept by it. */
  const steadyUnits = (now: number, period: LocalBounds | undefined) => {
    const units = unitsAt(now, period);
    if (units.join() !== lastUnits.join()) lastUnits = units;
    return lastUnits;
  };
  return {
    floor,
    datasets: listed ? listed.source.datasets() : [unitsInLog],
    basis: (now, period) => [boundsAt(now, period).from, boundsAt(now, period).to, steadyUnits(now, period)],
    movesAt: (now, period) => (period ? undefined : nextDue(schedule, now)),
    ask(reading, { asAt, conversion: _, ...at }) {
      const period = boundsAt(at.now, at.period);
      const rows = fromWhere(
        source,
        { kind: 'during', ref: time, period: 'period' },
        { ...at, period, ...(asAt !== undefined && { asAt }) },
      );
      // One look into an index for each who has to report, however many rows have come.
      const hasReported = sql`EXISTS (SELECT 1 ${rows} AND ${identifier('t', from.columns.column)} = s.k)`;
      const names = naming?.columns ?? [];
      const supplied = listed
        ? listed.select(at, names)
        : sql`SELECT key AS k FROM unit WHERE ${at.dialect.isOneOf(identifier('key'), steadyUnits(at.now, at.period))}`;
      const toKey = (ref: FieldRef): FieldRef => ({ ...ref, alias: 's', columns: { ...ref.columns, column: 'k' } });
      const all = sql`FROM (${supplied}) AS s WHERE ${compileCondition(movedTo(chosen, toKey), at)}`;
      const counts = reading.select({
        columns: [
          { name: 'expected', store: 'integer' },
          { name: 'reported', store: 'integer' },
        ],
        statement: sql`SELECT count(*) AS expected, count(*) FILTER (WHERE ${hasReported}) AS reported ${all}`,
      });
      const columns = ['k', ...names.map((_, index) => `n${index}`)];
      const missing = reading.select({
        columns: columns.map((name) => ({ name, store: 'text' })),
        statement: sql`SELECT ${join(
          columns.map((name) => (name === 'k' ? sql`CAST(s.k AS TEXT) AS k` : sql`s.${identifier(name)} AS ${identifier(name)}`)),
          ', ',
        )} ${all} AND NOT ${hasReported} ORDER BY s.k LIMIT ${whole(mostNamed)}`,
        order: 'k',
      });
      return (found) => {
        const [expected = 0, reported = 0] = (counts.rows(found)[0] ?? []).map(Number);
        if (expected === 0) return undefined;
        const lacking = missing.rows(found).map(([key, vi, en]) => {
          const title: L10n | undefined =
            typeof vi === 'string' ? { vi, ...(typeof en === 'string' && { en }) } : at.units.get(String(key))?.title;
          return title?.[caller.language] ?? title?.vi ?? String(key);
        });
        return { reported, expected, ...(lacking.length > 0 && { missing: lacking }) };
      };
    },
  };
}

/** Columns that name suppliers, where the reader may know them. */
function namesOf(source: Source, caller: Caller): { readonly columns: readonly Sql[] } | undefined {
  const { entry } = source.table;
  if (!entry.naming || source.scope || !mayReadDataset(entry, caller)) return undefined;
  const fields = [entry.naming.vi, entry.naming.en].flatMap((name) => (name === undefined ? [] : (entry.fields.get(name) ?? [])));
  if (!fields.every((field) => mayRead(entry, field, caller))) return undefined;
  return { columns: fields.map(({ name }, index) => sql`${identifier('t', name)} AS ${identifier(`n${index}`)}`) };
}

function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === 'all' ? condition.of.flatMap(conjuncts) : [condition];
}

/** The newest period whose delivery was due. */
function newestDue(schedule: Schedule, now: number): Slot {
  let slot = slotAt(schedule, localOf(now));
  // Holidays move the last day of a delivery, hardly ever the period that it is for.
  while (dueOf(schedule, slot, workingCalendar()) > now) slot = slotAt(schedule, slot.from - 1);
  return slot;
}

function nextDue(schedule: Schedule, now: number): number {
  return dueOf(schedule, slotAt(schedule, newestDue(schedule, now).to), workingCalendar());
}

function shareOf({ coverage: { reported, expected } }: Covered): number {
  return reported / expected;
}

function least(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
