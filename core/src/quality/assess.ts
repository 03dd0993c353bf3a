import type { DataContext } from '../data/context.ts';
import type { Cells, Selection, Sql } from '../data/dialect/dialect.ts';
import { day, hour, localOf, minute } from '../data/query/calendar.ts';
import { columnOf } from '../data/query/compile-condition.ts';
import { fromWhere } from '../data/query/compile-source.ts';
import { approximately } from '../data/query/duration.ts';
import { freshnessOf } from '../data/query/freshness.ts';
import type { Moment } from '../data/query/moment.ts';
import { identifier, sql, whole } from '../data/query/sql.ts';
import { system } from '../data/table.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import { type Assessed, everybody } from './assessed.ts';
import { type Counted, countedOf, refusedWeight, summed } from './checks.ts';
import { type Beyond, countBeyond, flawedRows } from './flawed-rows.ts';
import { askFlaws, type Flaw, hasMore, instantIn } from './flaws.ts';
import { askFrozen } from './frozen.ts';
import { freshShare, type Tally } from './score.ts';
import { type Supplier, suppliersIn, supplierUnits, validityOf } from './suppliers.ts';
import { boundOf, type TimeStore, type Window, windowOf } from './window.ts';

/** What is found of one supplier, or of all. */
export interface Finding extends Tally {
  /** Issues that are open. */
  readonly issues: number;
  /** Business time of the newest row, in the window or as long before it as it counts for something. */
  readonly newest: number | undefined;
  /** Since when its readings have not changed though rows came. */
  readonly frozenSince: number | undefined;
  /** Since when a delivery has been late. */
  readonly lateSince: number | undefined;
}

/** A dataset as it stood at an instant, by supplier. `flaws` are all that were found, those that somebody has confirmed too. */
export interface Assessment {
  readonly window: Window;
  readonly suppliers: ReadonlyMap<string, Finding>;
  readonly all: Finding;
  readonly flaws: readonly Flaw[];
  /** Kinds of flaws of which there are more than these. */
  readonly beyond: readonly Beyond[];
}

/** What is counted row by row. */
type RowTally = Omit<Tally, 'flawed' | 'expected' | 'received' | 'onTime' | 'fresh'>;

interface Assessing {
  readonly assessed: Assessed;
  readonly context: DataContext;
  readonly calendar: WorkingCalendar;
  readonly now: number;
  /** Whether a flaw counts: not when somebody has confirmed the value. */
  counts(flaw: Flaw): boolean;
}

/** Counts what a dataset declares against the rows of its window, in one statement; and once more where there are more flaws than can be looked at. */
export async function assess({ assessed, context, calendar, now, counts }: Assessing): Promise<Assessment> {
  const { entry, source, schedule, from } = assessed;
  const { database, units } = context;
  const at: Moment = { dialect: database.dialect, now, units };
  const store: TimeStore = source.time?.columns.store === 'date' ? 'date' : 'instant';
  const oldest = await oldestOf(assessed, context, at, store);
  const window = windowOf({ schedule, store, oldest: oldest === undefined ? undefined : localOf(oldest), now, calendar });
  const supplier = from ? sql`CAST(${columnOf(from)} AS TEXT)` : sql`${everybody}`;
  const counted = countedOf(assessed, context, at);
  const rows = rowsIn(assessed, at, window, store);
  const flaws = askFlaws({ assessed, context, window, supplier, rows, at });
  const frozen = askFrozen(assessed, { supplier, rows });
  const listed = suppliersIn(assessed, context);
  const selections: Selection[] = [
    askCounts(assessed, { counted, supplier, rows, store }),
    askSlots(assessed, { at, window, store, supplier }),
    ...askNewest(assessed, { at, window, store, supplier }),
    askRefused(entry.name, window),
    ...(listed ? [{ name: 'suppliers', columns: [{ name: 'k', store: 'text' as const }], statement: listed.select(at) }] : []),
    ...(frozen ? [frozen.selection] : []),
    ...flaws.map(({ selection }) => selection),
  ];
  const read = await database.dialect.reader(selections)(database.read);
  const found = new Map(selections.map(({ name }, index) => [name, read[index] ?? []]));
  const rowsOf = (name: string): readonly Cells[] => found.get(name) ?? [];
  const everyFlaw = flaws.flatMap(({ selection, flaws: of }) => of(rowsOf(selection.name)));
  const open = everyFlaw.filter(counts);
  const beyond = await countBeyond(
    flaws.filter(({ selection }) => hasMore(rowsOf(selection.name))),
    database,
  );
  const flawed = flawedRows(everyFlaw, beyond, counts);
  const stuck = frozen?.frozen(rowsOf('frozen')) ?? new Map<string, number>();
  const countsOf = new Map(rowsOf('counts').map((row) => [row[0] === null ? undefined : String(row[0]), row.slice(1)]));
  const newestOf = new Map(
    (found.has('newest') ? rowsOf('newest') : rowsOf('counts').map(([key, , newest]) => [key, newest])).map(
      ([key, newest]) => [key === null ? undefined : String(key), instantIn(newest, store)] as const,
    ),
  );
  const slotsOf = new Map(
    rowsOf('slots').map(([key, received, onTime]) => [String(key), { received: Number(received), onTime: Number(onTime) }]),
  );
  const refused = new Map(rowsOf('refused').map(([key, n]) => [key === null ? undefined : String(key), Number(n)]));
  const expectedOf = ({ from: begins, to: ends }: Supplier) => window.slots.countWithin(begins, ends);

  const finding = (key: string, supply: Supplier): Finding => {
    const row = countsOf.get(key);
    const expected = expectedOf(supply);
    const newest = newestOf.get(key);
    const { received = 0, onTime = 0 } = slotsOf.get(key) ?? {};
    const lateSince = lateOf(assessed, { newest, first: expected > 0 ? window.slots.lateAt : undefined, now, calendar });
    return {
      ...tallyOf(row, counted, refused.get(key) ?? 0),
      flawed: flawed(key),
      issues: open.filter((flaw) => flaw.supplier === key).length,
      expected,
      received: Math.min(received, expected),
      onTime: Math.min(onTime, expected),
      fresh: schedule && freshShare(schedule, newest, steady(now, schedule), calendar),
      newest,
      frozenSince: lateSince === undefined ? stuck.get(key) : undefined,
      lateSince,
    };
  };
  if (!from) {
    const all = finding(everybody, { key: everybody, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY });
    const lost = [...refused.values()].reduce((sum, n) => sum + n, 0);
    return { window, suppliers: new Map(), all: { ...all, ...tallyOf(countsOf.get(everybody), counted, lost) }, flaws: everyFlaw, beyond };
  }
  const supplies = listed ? rowsOf('suppliers').map(([key]) => always(String(key))) : unitSuppliers(context, window);
  const suppliers = new Map(supplies.map((supply) => [supply.key, finding(supply.key, supply)]));
  return { window, suppliers, all: together(), flaws: everyFlaw, beyond };

  /** All rows count, also those of whom nobody expects any; deliveries are those of the suppliers. */
  function together(): Finding {
    const each = [...suppliers.values()];
    const tallies = [...countsOf.values()].map((row) => tallyOf(row, counted, 0));
    const lost = [...refused.values()].reduce((sum, n) => sum + n, 0);
    const newest = greatest([...newestOf.values()]);
    const lateSince = schedule && lateOf(assessed, { newest, first: window.slots.lateAt, now, calendar });
    const sum = (of: (tally: RowTally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
    return {
      checksWeight: sum((tally) => tally.checksWeight) + (counted.hasChecks ? lost * refusedWeight : 0),
      checksPassed: sum((tally) => tally.checksPassed),
      cellsRequired: sum((tally) => tally.cellsRequired),
      cellsFilled: sum((tally) => tally.cellsFilled),
      rows: sum((tally) => tally.rows),
      flawed: flawed(undefined),
      issues: open.length,
      expected: each.reduce((total, { expected }) => total + expected, 0),
      received: each.reduce((total, { received }) => total + received, 0),
      onTime: each.reduce((total, { onTime }) => total + onTime, 0),
      fresh: schedule && freshShare(schedule, newest, steady(now, schedule), calendar),
      newest,
      frozenSince: least(each.map(({ frozenSince }) => frozenSince)),
      lateSince,
    };
  }
}

/** Where the newest row is late its age counts in steps, so that two processes say the same and nothing is written each second. */
function steady(now: number, { every }: NonNullable<Assessed['schedule']>): number {
  const step = approximately(every) >= day ? hour : minute;
  return Math.floor(now / step) * step;
}

function tallyOf(row: Cells | undefined, { hasChecks }: Counted, refused: number): RowTally {
  const [rows = 0, , weight = 0, passed = 0, required = 0, filled = 0] = row ?? [];
  return {
    rows: Number(rows),
    checksWeight: hasChecks ? Number(weight) + refused * refusedWeight : 0,
    checksPassed: Number(passed),
    cellsRequired: Number(required),
    cellsFilled: Number(filled),
  };
}

async function oldestOf({ source }: Assessed, { database }: DataContext, at: Moment, store: TimeStore): Promise<number | undefined> {
  if (!source.time) return undefined;
  const column = columnOf(source.time);
  const statement = sql`SELECT ${column} AS ${identifier('at')} ${fromWhere(source, undefined, at)} AND ${column} IS NOT NULL ORDER BY ${column} LIMIT 1`;
  const [rows = []] = await database.dialect.reader([{ name: 'oldest', columns: [{ name: 'at', store }], statement }])(database.read);
  return instantIn(rows[0]?.[0], store);
}

function rowsIn({ source }: Assessed, at: Moment, window: Window, store: TimeStore): Sql {
  const rows = fromWhere(source, undefined, at);
  if (!source.time) return rows;
  const time = columnOf(source.time);
  return sql`${rows} AND ${time} >= ${boundOf(window.from, store)} AND ${time} < ${boundOf(window.to, store)}`;
}

function askCounts(
  { source }: Assessed,
  { counted, supplier, rows, store }: { counted: Counted; supplier: Sql; rows: Sql; store: TimeStore },
): Selection {
  const newest = source.time ? sql`max(${columnOf(source.time)})` : sql`NULL`;
  const sums = sql`${summed(counted.weight, 'weight')}, ${summed(counted.passed, 'passed')}, ${summed(counted.required, 'required')}, ${summed(counted.filled, 'filled')}`;
  return {
    name: 'counts',
    columns: [
      { name: 'g0', store: 'text' },
      { name: 'n', store: 'integer' },
      { name: 'newest', store },
      ...['weight', 'passed', 'required', 'filled'].map((name) => ({ name, store: 'integer' as const })),
    ],
    statement: sql`SELECT ${supplier} AS g0, count(*) AS n, ${newest} AS newest, ${sums} ${rows} GROUP BY 1`,
  };
}

/** Illustrative rows show what a source would deliver, when it would: that they were put in all at once says nothing. */
function askSlots(
  { source }: Assessed,
  { at, window, store, supplier }: { at: Moment; window: Window; store: TimeStore; supplier: Sql },
): Selection {
  const columns = [
    { name: 'g0', store: 'text' as const },
    { name: 'received', store: 'integer' as const },
    { name: 'on_time', store: 'integer' as const },
  ];
  const { slots } = window;
  if (!source.time || !slots.span)
    return { name: 'slots', columns, statement: sql`SELECT NULL AS g0, 0 AS received, 0 AS on_time WHERE 1 = 0` };
  const time = columnOf(source.time);
  const first = sql`CASE WHEN ${identifier('t', system.sample)} = ${whole(1)} THEN 0 ELSE ${identifier('t', system.first)} END`;
  const inSpan = sql`${time} >= ${boundOf(slots.span.from, store)} AND ${time} < ${boundOf(slots.span.to, store)}`;
  const came = sql`SELECT ${supplier} AS g0, ${slots.numberOf(time)} AS slot, min(${first}) AS first ${fromWhere(source, undefined, at)} AND ${inSpan} GROUP BY 1, 2`;
  const late = slots.lateOf(sql`s.slot`);
  return {
    name: 'slots',
    columns,
    statement: sql`SELECT g0, count(*) AS received, sum(CASE WHEN s.first <= ${late} THEN 1 ELSE 0 END) AS on_time FROM (${came}) AS s WHERE g0 IS NOT NULL GROUP BY g0`,
  };
}

/** The newest row of each supplier, asked for itself where one from before the window still counts for something. */
function askNewest(
  { source }: Assessed,
  { at, window, store, supplier }: { at: Moment; window: Window; store: TimeStore; supplier: Sql },
): readonly Selection[] {
  if (!source.time || window.freshFrom >= window.from) return [];
  const time = columnOf(source.time);
  const columns = [
    { name: 'g0', store: 'text' as const },
    { name: 'newest', store },
  ];
  const rows = sql`${fromWhere(source, undefined, at)} AND ${time} >= ${boundOf(window.freshFrom, store)} AND ${time} < ${boundOf(window.to, store)}`;
  return [{ name: 'newest', columns, statement: sql`SELECT ${supplier} AS g0, max(${time}) AS newest ${rows} GROUP BY 1` }];
}

function askRefused(dataset: string, window: Window): Selection {
  return {
    name: 'refused',
    columns: [
      { name: 'supplier', store: 'text' },
      { name: 'n', store: 'integer' },
    ],
    statement: sql`SELECT supplier, count(*) AS n FROM refused_row WHERE dataset = ${dataset} AND resolved_at IS NULL AND received_at >= ${boundOf(window.from, 'instant')} AND received_at < ${boundOf(window.to, 'instant')} GROUP BY supplier`,
  };
}

function lateOf(
  { entry }: Assessed,
  { newest, first, now, calendar }: { newest: number | undefined; first: number | undefined; now: number; calendar: WorkingCalendar },
): number | undefined {
  if (newest === undefined) return first !== undefined && first <= now ? first : undefined;
  const { freshness, lateAt } = freshnessOf(entry.dataset.expects, newest, now, calendar);
  return freshness === 'late' ? lateAt : undefined;
}

function unitSuppliers({ units, ioc }: DataContext, window: Window): readonly Supplier[] {
  return supplierUnits(units, ioc.unit)
    .map((unit) => ({ key: unit.key, ...validityOf(unit, units) }))
    .filter(({ from, to }) => from < window.to && to > window.from);
}

function always(key: string): Supplier {
  return { key, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
}

function greatest(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((most, value) => (value !== undefined && (most === undefined || value > most) ? value : most), undefined);
}

function least(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((most, value) => (value !== undefined && (most === undefined || value < most) ? value : most), undefined);
}
