import type { Json, Query, Result } from '@haidang/sdk';
import { fieldOf } from '../oracle/naive/groups.ts';
import type { Row } from '../oracle/naive/world.ts';
import { Random } from '../oracle/random/random.ts';
import type { SpecCentre } from './centre.ts';
import { spec } from './fixture.ts';
import { answer, type Expected } from './naive/answer.ts';
import type { SpecWorld } from './naive/world.ts';
import { emptyWorld } from './places.ts';
import { type Ask, makeAsk } from './random/asks.ts';
import { makeRows } from './random/rows.ts';

const clocks = [
  '2026-11-21T14:32:07.250+07:00',
  '2026-03-01T00:00:00.000+07:00',
  '2025-12-31T23:59:59.999+07:00',
  '2026-02-16T09:00:00.000+07:00',
];

/** Random rows around a moment, and questions about each indicator, all from one seed. */
export class SpecInquiry {
  readonly rows: { readonly [dataset: string]: readonly Row[] };
  readonly now: number;
  readonly #seed: string;

  constructor(seed: string, size: number) {
    this.#seed = seed;
    const random = new Random(seed, 'world');
    this.now = Date.parse(random.pick(clocks));
    this.rows = makeRows(random, this.now, size);
  }

  /** The first question is about the whole, the others are random. */
  ask(indicator: string, number: number): Ask {
    const random = new Random(this.#seed, indicator, number);
    const ask = makeAsk(random, indicator, this.now);
    if (number > 0) return ask;
    const { time } = ask.query;
    return { query: { from: indicator, ...(time !== undefined && { time }) }, now: this.now, scopes: {} };
  }

  expected(
    { query, now, scopes }: Ask,
    more: { readonly [indicator: string]: { readonly plugin: string; readonly formula: string } } = {},
  ): Expected {
    const world: SpecWorld = { ...emptyWorld, rows: this.rows, received: now, now, scopes };
    return answer(query, { ...spec.indicators, ...more }, world);
  }

  /** What was asked and how to ask it again. */
  told(indicator: string, number: number, fault: string): string {
    const { query, now, scopes } = this.ask(indicator, number);
    return [
      `${indicator} ${number} of seed ${this.#seed} at ${new Date(now).toISOString()}: ${fault}`,
      `formula: ${spec.indicators[indicator]?.formula}`,
      `query:   ${JSON.stringify(query)}`,
      `scopes:  ${JSON.stringify(scopes)}`,
    ].join('\n');
  }
}

/** Asks so many questions about each indicator: one report for each whose answer is not as expected, no more than `most`. */
export async function disagreements(
  centre: SpecCentre,
  inquiry: SpecInquiry,
  asks: number,
  most = Number.POSITIVE_INFINITY,
): Promise<ReadonlyMap<string, string>> {
  const reports = new Map<string, string>();
  for (const name of Object.keys(spec.indicators)) {
    for (let number = 0; number < asks && !reports.has(name) && reports.size < most; number++) {
      const ask = inquiry.ask(name, number);
      const fault = await centre.ask(ask).then(
        (result) => faultOf(ask.query, result, inquiry.expected(ask)),
        (error) => `refused: ${error.message}`,
      );
      if (fault !== undefined) reports.set(name, inquiry.told(name, number, fault));
    }
  }
  return reports;
}

/** In what an answer differs from what is expected; nothing when it does not. */
export function faultOf(query: Query, { rows, fields, trust }: Result, expected: Expected): string | undefined {
  const by = (query.by ?? []).map(fieldOf);
  const columns = [...by, 'value', ...(query.compare ?? []).map((comparison) => `value_${comparison.replaceAll('-', '_')}`)];
  if (JSON.stringify(fields.map(({ name }) => name)) !== JSON.stringify(columns)) return `columns are ${fields.map(({ name }) => name)}`;
  const cellsOf = (row: readonly Json[]) =>
    row.map((cell, index) => (fields[index]?.type === 'date-time' && typeof cell === 'string' ? Date.parse(cell) : cell));
  const keyOf = (row: readonly Json[]) => JSON.stringify(row.slice(0, by.length));
  const found = new Map(rows.map((row) => [keyOf(cellsOf(row)), cellsOf(row)]));
  if (found.size !== rows.length) return 'a group is there twice';
  for (const row of expected.rows) {
    const other = found.get(keyOf(row));
    if (!other) return `the group ${keyOf(row)} is not there, expected ${JSON.stringify(row)}`;
    if (!row.every((cell, index) => isEqual(cell, other[index] ?? null)))
      return `the answer is ${JSON.stringify(other)}, expected ${JSON.stringify(row)}`;
    found.delete(keyOf(row));
  }
  if (found.size > 0) return `${JSON.stringify([...found.values()][0])} was not expected`;
  return trust.n === expected.n ? undefined : `n is ${trust.n}, expected ${expected.n}`;
}

/** Databases add up in other orders. */
function isEqual(a: Json, b: Json): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return a === b || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}
