import type { Position, Query, Result } from '@haidang/sdk';
import type { DataContext } from '../context.ts';
import { formatInstant } from '../zone.ts';
import { nextMinute } from './calendar.ts';
import { clockOf, movedAt, nextMidnight, unitsBelow } from './clock.ts';
import type { Condition } from './condition.ts';
import { askHead } from './head.ts';
import { askNames, type NamingColumn } from './names.ts';
import { type LocalPeriod, resolveTime, toInstants } from './period.ts';
import { Reading } from './reading.ts';
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
    const { context, query, work, conditions } = this.#parts;
    const now = context.clock.now();
    const period = query.time === undefined ? undefined : (this.#fixed ?? resolveTime(query.time, now));
    const { reading, asked, withNames, verdict, position } = this.#statements(now, period);
    const found = await reading.read(context.database);
    const { rows, next, n, sample } = asked.page(found);
    const { sources, indicator, isTimed } = work;
    const { trust, changesAt } = verdict(found, now, { sources, n, sample, ...(indicator && { indicator }) });
    const bounds = period && isTimed ? toInstants(period) : undefined;
    const wakeAt = earliest([changesAt, movedAt(conditions, now), isTimed ? periodMovesAt(period, query, now) : undefined]);
    return {
      result: {
        fields: withNames(found, work.fields, rows),
        rows,
        trust,
        ...(bounds && { period: { from: formatInstant(bounds.from), to: formatInstant(bounds.to) } }),
        ...(next !== undefined && { next }),
      },
      at: await position(found),
      ...(wakeAt !== undefined && { wakeAt }),
    };
  }

  #statements(now: number, period: LocalPeriod | undefined): Statements {
    const { context, query, conditions } = this.#parts;
    const basis = [
      period?.from,
      period?.to,
      period?.given?.from,
      period?.given?.to,
      clockOf(conditions, now),
      query.compare?.length ? nextMinute(now) : undefined,
      // A list is another one once units were read again.
      ...this.#units.map((unit) => context.units.within(unit)),
    ];
    if (this.#asked?.basis.every((each, index) => each === basis[index])) return this.#asked.statements;
    const statements = ask(this.#parts, now, period);
    this.#asked = statements.reading.size > largest ? undefined : { basis, statements };
    return statements;
  }
}

type Statements = ReturnType<typeof ask>;

function ask({ context, work, names }: Parts, now: number, period: LocalPeriod | undefined) {
  const { database, units } = context;
  const clock = { dialect: database.dialect, now, units };
  const at = { ...clock, ...(period && { period }) };
  const reading = new Reading();
  const asked = work.ask(reading, at);
  return {
    reading,
    asked,
    withNames: askNames(names, asked.codes, reading, at),
    verdict: askTrust(work.sources, reading, work.isTimed ? at : clock),
    position: askHead(reading, database),
  };
}

/** When the period, or what it is compared with, becomes another one. */
function periodMovesAt(period: LocalPeriod | undefined, query: Query, now: number): number | undefined {
  if (!period) return undefined;
  const { from, to } = toInstants(period);
  if (query.compare?.length && period.step !== undefined && from <= now && now < to) return nextMinute(now);
  return period.moves && Math.min(nextMidnight(now), to > now ? to : Number.POSITIVE_INFINITY);
}

function earliest(instants: readonly (number | undefined)[]): number | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
