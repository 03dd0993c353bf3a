import { defineDataset, schema } from '@haidang/sdk';
import { localCaller } from '../../access/caller.ts';
import type { Row } from '../cells.ts';
import type { DataContext } from '../context.ts';
import type { Sql } from '../dialect/dialect.ts';
import { run } from '../dialect/statement.ts';
import { compileCondition } from '../query/compile-condition.ts';
import { identifier, join, sql, whole } from '../query/sql.ts';
import { writeRecords } from '../write.ts';
import { bucketOf } from './bucket.ts';
import { rollupsOf } from './definition.ts';
import { tendRollups } from './job.ts';
import { cellColumns, markTable, type Rollup } from './rollup.ts';

const instant = { type: 'string', format: 'date-time' } as const;
const report = defineDataset({
  row: schema({
    required: ['code', 'reported_at'],
    properties: {
      code: { type: 'string', format: 'code' },
      ward: { type: 'string', format: 'unit' },
      kind: { type: 'string', enum: ['road', 'waste', 'noise'] },
      urgent: { type: 'boolean' },
      votes: { type: 'integer' },
      reported_at: instant,
      closed_at: instant,
      day: { type: 'string', format: 'date' },
    },
  }),
  key: ['code'],
  time: 'reported_at',
  unit: 'ward',
});
const ward = (code: string) =>
  ({ key: `${code}@2025-07-01`, code, version: '2025-07-01', level: 'ward', title: { vi: code }, validFrom: '2025-07-01' }) as const;
export const indicators = {
  received: { formula: 'count(report where reported_at in period)', unit: '1', frequency: 'day', by: ['ward', 'kind', 'urgent'] },
  votes: { formula: "sum(report.votes where reported_at in period and kind!='noise')", unit: '1', frequency: 'day', by: ['kind'] },
  closed: { formula: 'count(report where closed_at in period and urgent=true)', unit: '1', frequency: 'day', by: ['ward'] },
  most: { formula: 'max(report.votes where day in period)', unit: '1', frequency: 'day', by: ['kind'] },
} as const;
/** Reports that are counted by the days of three times. */
export const setup = { datasets: { report }, indicators, units: [ward('22915'), ward('22918')] };
/** Name of the dataset that these roll-ups are of. */
export const name = 'test/report';

/** Numbers that come in the same order each time. */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A report of some days, under one of so many codes. */
export function anyRow(roll: (below: number) => number, codes: number) {
  const at = (day: number) => `2026-11-${String(1 + day).padStart(2, '0')}T${String(roll(24)).padStart(2, '0')}:30:00+07:00`;
  return {
    code: `r${roll(codes)}`,
    ward: [null, '22915@2025-07-01', '22918@2025-07-01'][roll(3)] ?? null,
    kind: ['road', 'waste', 'noise', null][roll(4)] ?? null,
    urgent: [true, false, null][roll(3)] ?? null,
    votes: roll(5) === 0 ? null : roll(1000) - 100,
    reported_at: at(roll(6)),
    closed_at: roll(2) === 0 ? null : at(6 + roll(3)),
    day: roll(3) === 0 ? null : `2026-11-0${1 + roll(9)}`,
  };
}

/** Until nothing is marked. */
export async function settleAll(context: DataContext): Promise<void> {
  while (await tendRollups(context));
}

export async function writeRows(context: DataContext, rows: readonly Row[]): Promise<void> {
  const { refused } = await writeRecords(context, {
    dataset: name,
    rows: rows.map((row, index) => ({ line: index + 1, row })),
    caller: localCaller(),
  });
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
}

type Stored = Record<string, unknown>;

/** Days and units whose cells, though nothing marks them, do not tell what the rows do: all of one snapshot, counted row by row here. Cells of rows that are gone are not looked at. */
export async function wrongPairs(context: DataContext, dataset: string): Promise<readonly string[]> {
  const rollups = rollupsOf(context).get(dataset) ?? [];
  if (rollups.length === 0) throw new Error(`${dataset} has no roll-ups`);
  const { database } = context;
  return database.dialect.snapshot(database.read, async (connection) => {
    const wrong: string[] = [];
    for (const rollup of rollups) {
      const marks = await run(connection, `SELECT bucket, unit FROM ${markTable} WHERE rollup = ?`, [rollup.name]);
      const marked = new Set(marks.map(({ bucket, unit }) => `${bucket} ${unit === '' ? null : unit}`));
      const fields = [rollup.bucket, ...(rollup.unit ? [rollup.unit] : []), ...rollup.dimensions].map(({ column }) => column);
      const values = rollup.measures.map((measure) => valueOfRow(context, rollup, measure));
      const list = join([...fields.map((name) => identifier(rollup.source.alias, name)), ...values], ', ');
      const rows = sql`SELECT ${list} FROM ${identifier(rollup.table.name)} AS ${identifier(rollup.source.alias)} WHERE ${identifier(rollup.bucket.column)} IS NOT NULL`;
      const expected = countRows(rollup, await run(connection, rows.sql, rows.values));
      const cells = await run(connection, `SELECT * FROM "${rollup.name}" WHERE ${cellColumns.kept} = 0`, []);
      const found = new Map(cells.map((cell) => [cellName(rollup, cell, String(cell[cellColumns.slice])), figuresOf(rollup, cell)]));
      if (found.size !== cells.length) wrong.push(`${rollup.name}: cells that are there twice`);
      for (const name of new Set([...expected.keys(), ...found.keys()])) {
        const [pair = ''] = name.split('|');
        if (!marked.has(pair) && String(expected.get(name)) !== String(found.get(name)))
          wrong.push(`${rollup.name} ${name}: ${expected.get(name)} rows say, cells ${found.get(name)}`);
      }
    }
    return wrong;
  });
}

function valueOfRow(context: DataContext, { source }: Rollup, { column, of, where }: Rollup['measures'][number]): Sql {
  const value = of ? identifier(source.alias, of.columns.column) : whole(1);
  const at = { dialect: context.database.dialect, units: context.units, now: context.clock.now() };
  return sql`CASE WHEN ${where ? compileCondition(where, at) : { sql: '1 = 1', values: [] }} THEN ${value} END AS ${identifier(column)}`;
}

function countRows(rollup: Rollup, rows: readonly Stored[]): ReadonlyMap<string, readonly unknown[]> {
  const found = new Map<string, unknown[]>();
  for (const row of rows)
    for (const slice of ['', ...rollup.dimensions.map(({ column }) => column)]) {
      const cell = { ...row, [rollup.bucket.column]: bucketOf(rollup.bucket, row[rollup.bucket.column]) };
      const name = cellName(rollup, cell, slice);
      const figures = found.get(name) ?? [0, ...rollup.measures.map(({ fn }) => (fn === 'count' ? 0 : undefined))];
      found.set(name, figures);
      figures[0] = Number(figures[0]) + 1;
      for (const [index, { fn, column }] of rollup.measures.entries()) figures[index + 1] = added(fn, figures[index + 1], row[column]);
    }
  return found;
}

function added(fn: Rollup['measures'][number]['fn'], before: unknown, value: unknown): unknown {
  if (value === null || value === undefined) return before;
  if (fn === 'count') return Number(before) + 1;
  if (before === undefined) return Number(value);
  if (fn === 'sum') return Number(before) + Number(value);
  return Math[fn](Number(before), Number(value));
}

function cellName({ bucket, unit, dimensions }: Rollup, cell: Stored, slice: string): string {
  const dimension = dimensions.find(({ column }) => column === slice);
  return `${cell[bucket.column]} ${unit ? cell[unit.column] : null}|${slice}=${dimension ? cell[dimension.column] : ''}`;
}

function figuresOf({ measures }: Rollup, cell: Stored): readonly unknown[] {
  return [Number(cell[cellColumns.n]), ...measures.map(({ column }) => cell[column] ?? undefined)];
}
