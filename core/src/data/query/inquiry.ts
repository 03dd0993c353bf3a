import type { Position, Query, Result } from '@haidang/sdk';
import { withGovernance } from '../../indicators/governance.ts';
import { releases } from '../../indicators/overdue.ts';
import type { CoveragePlan } from '../../quality/coverage.ts';
import type { DataContext } from '../context.ts';
import { type Rollups, usableRollups } from '../rollup/definition.ts';
import { askMade } from '../rollup/made.ts';
import { formatInstant } from '../zone.ts';
import { boundariesMoveAt } from './boundaries.ts';
import { nextMinute } from './calendar.ts';
import { clockOf, movedAt, nextMidnight, unitsBelow } from './clock.ts';
import type { Condition } from './condition.ts';
import { askHead } from './head.ts';
import { askNames, type NamingColumn } from './names.ts';
import { type LocalPeriod, resolveTime, toInstants } from './period.ts';
import { type Found, Reading } from './reading.ts';
import { monthCut } from './reporting-month.ts';
import { askTrust } from './trust.ts';
import type { Work } from './work.ts';

/** An answer, and the instant at which the clock alone may change it. */
export interface Answer {
  readonly result: Result;
  /** What the answer does not hold yet comes after it in the change log. */
  readonly at: Position;
  readonly wakeAt?: number;
}

interface Parts {
  readonly context: DataContext;
  readonly query: Query;
  readonly work: Work;
  readonly names: readonly NamingColumn[];
  /** All conditions, those of scopes too. */
  readonly conditions: readonly Condition[];
  /** The answer as it was known then, by the clock of then. */
  readonly asAt?: number;
  /** Who has to report, where too few withhold a total. */
  readonly coverage?: CoveragePlan;
}

/** Characters of statements, with what they bind, that are worth keeping. */
const largest = 262_144;

/** A query that is resolved and allowed. Its statements are kept from run to run for as long as the clock, the period and the units make the same ones. */
export class Inquiry {
  readonly #parts: Parts;
  readonly #units: readonly string[];
  /** The period when it is the same at any time. */
  readonly #fixed: LocalPeriod | undefined;
  #asked: { readonly basis: readonly unknown[]; readonly statements: Statements } | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#units = [...new Set(parts.conditions.flatMap(unitsBelow))];
    const { time } = parts.query;
    if (typeof time === 'object' && 'from' in time) this.#fixed = resolveTime(time, 0);
  }

  async run(): Promise<Answer> {
    const { context, query, work, conditions, asAt } = this.#parts;
    const now = asAt ?? context.clock.now();
    const period = query.time === undefined ? undefined : (this.#fixed ?? resolveTime(query.time, now, monthCut(context.ioc, query.from)));
    const { statements, found } = await this.#read(now, period);
    const { asked, withNames, verdict, position, coverage } = statements;
    const { rows: figures, next, n, sample, fields = work.fields } = asked.page(found);
    const covered = coverage?.(found);
    // Parts stay, each with its own name; a total of too few would pass for one of all.
    const rows = covered?.isWithheld && !query.by?.length ? figures.map((row) => row.map(() => null)) : figures;
    const { sources, indicator, isTimed } = work;
    const { trust, changesAt } = verdict(found, now, { sources, n, sample, ...(indicator && { indicator }) });
    const bounds = period && isTimed ? toInstants(period) : undefined;
    const boundaries = asked.boundaries?.(found, now);
    const governed = asked.governed?.(found);
    const wakeAt = earliest([
      changesAt,
      governed?.changesAt,
      movedAt(conditions, now, work.moves),
      isTimed ? periodMovesAt(period, looksBack(this.#parts), now) : undefined,
      boundaries && boundariesMoveAt({ units: context.units, now }),
      this.#parts.coverage?.movesAt(now, isTimed ? period : undefined),
    ]);
    return {
      result: {
        fields: withNames(found, fields, rows),
        rows,
        trust: withGovernance({ ...trust, ...(boundaries && { boundaries }), ...(covered && { coverage: covered.coverage }) }, governed),
        ...(bounds && { period: { from: formatInstant(bounds.from), to: formatInstant(bounds.to) } }),
        ...(next !== undefined && { next }),
      },
      at: await position(found),
      // What was known then stays what it is.
      ...(wakeAt !== undefined && asAt === undefined && { wakeAt }),
    };
  }

  /** Reads what is asked; from the rows alone when a roll-up is no longer what it was. */
  async #read(now: number, period: LocalPeriod | undefined): Promise<{ readonly statements: Statements; readonly found: Found }> {
    const { context } = this.#parts;
    const statements = this.#statements(now, period);
    const { reading, isMade } = statements;
    const found = await reading.read(context.database).catch((error: unknown) => {
      // Its table may be another one by now.
      if (reading.rollups.size === 0) throw error;
    });
    if (found && isMade(found)) return { statements, found };
    const plain = ask(this.#parts, now, period);
    return { statements: plain, found: await plain.reading.read(context.database) };
  }

  #statements(now: number, period: LocalPeriod | undefined): Statements {
    const { context, query, work, conditions, asAt } = this.#parts;
    const rollups = asAt === undefined ? usableRollups(context) : undefined;
    const basis = [
      rollups,
      period?.from,
      period?.to,
      period?.given?.from,
      period?.given?.to,
      clockOf(conditions, now, work.moves),
      looksBack(this.#parts) ? nextMinute(now) : undefined,
      query.boundaries && context.units.inForceAt(now).since,
      ...(this.#parts.coverage?.basis(now, this.#parts.work.isTimed ? period : undefined) ?? []),
      // Of releases the clock itself is read.
      work.sources.some(({ table }) => table.entry.name === releases) ? now : undefined,
      // A list is another one once units were read again.
      ...this.#units.map((unit) => context.units.within(unit)),
    ];
    if (this.#asked?.basis.every((each, index) => each === basis[index])) return this.#asked.statements;
    const statements = ask(this.#parts, now, period, rollups);
    this.#asked = statements.reading.size > largest ? undefined : { basis, statements };
    return statements;
  }
}

type Statements = ReturnType<typeof ask>;

function ask({ context, work, names, asAt, coverage }: Parts, now: number, period: LocalPeriod | undefined, rollups?: Rollups) {
  const { database, units } = context;
  const today = { dialect: database.dialect, now, units, ...(rollups && { rollups }) };
  const clock = { ...today, ...(asAt !== undefined && { asAt }) };
  const at = { ...clock, ...(period && { period }) };
  const reading = new Reading();
  const asked = work.ask(reading, at);
  return {
    reading,
    asked,
    // Codes are called what they are called today.
    withNames: askNames(names, asked.codes, reading, today),
    verdict: askTrust(work.sources, reading, work.isTimed ? at : clock),
    coverage: coverage?.ask(reading, work.isTimed ? at : clock),
    position: askHead(reading, database),
    isMade: askMade(reading),
  };
}

/** Whether the period is measured against an earlier one, which goes as far as this one has come. */
function looksBack({ query, work }: Parts): boolean {
  return (query.compare ?? []).length > 0 || work.looksBack === true;
}

/** When the period, or what it is compared with, becomes another one. */
function periodMovesAt(period: LocalPeriod | undefined, isCompared: boolean, now: number): number | undefined {
  if (!period) return undefined;
  const { from, to } = toInstants(period);
  if (isCompared && period.step !== undefined && from <= now && now < to) return nextMinute(now);
  return period.moves && Math.min(nextMidnight(now), to > now ? to : Number.POSITIVE_INFINITY);
}

function earliest(instants: readonly (number | undefined)[]): number | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
