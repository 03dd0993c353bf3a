import type { Knex } from 'knex';
import { aloneWriting } from '../../jobs/alone.ts';
import type { DataContext } from '../context.ts';
import type { Cells } from '../dialect/dialect.ts';
import { run } from '../dialect/statement.ts';
import { identifier, join, sql, whole } from '../query/sql.ts';
import type { Column } from '../table.ts';
import { startOfNextDay } from './bucket.ts';
import { insertCells } from './cells.ts';
import { cellColumns, markTable, type Rollup } from './rollup.ts';
import { finishBuilds, readStates } from './state.ts';

/** Name of the lock under which cells are made. */
export const rollupLock = 'rollup';

/** Marks that are looked at together. */
const most = 10_000;
/** Days and units that one statement counts, at first and at most. */
const [fewPairs, manyPairs] = [4, 64];
/** So long others wait for one transaction at most, ms, beside the last pair that it began. */
const longest = 120;

interface Mark {
  readonly id: number;
  readonly rollup: string;
  readonly bucket: string;
  readonly unit: string;
}

/** Makes the cells of days and units anew that are marked, a bounded number of them in one transaction; says whether there are more. Exactly the marks that were seen go: what a writer whose rows were not seen yet has changed is marked by a mark of its own. */
export async function refresh(context: DataContext, rollups: ReadonlyMap<string, Rollup>): Promise<boolean> {
  const { database } = context;
  const waiting: unknown = await database
    .read(markTable)
    .whereIn('rollup', [...rollups.keys()])
    .first('id');
  if (!waiting) return false;
  const hasMore = await aloneWriting(database, rollupLock, async (connection) => {
    // Cells as another process means them would be taken for its own.
    const known = (await readStates(connection)).filter(({ name, definition }) => rollups.get(name)?.definition === definition);
    const marks: readonly Mark[] = await connection(markTable)
      .select('id', 'rollup', 'bucket', 'unit')
      .whereIn(
        'rollup',
        known.map(({ name }) => name),
      )
      .orderBy('id')
      .limit(most);
    if (marks.length === 0) return false;
    const until = performance.now() + longest;
    const done: number[] = [];
    let size = fewPairs;
    for (const group of together(marks)) {
      const rollup = rollups.get(group[0]?.first.rollup ?? '');
      while (rollup && group.length > 0 && performance.now() < until) {
        const started = performance.now();
        const part = group.splice(0, size);
        const firsts = part.map(({ first }) => first);
        await refreshMarked(connection, context, rollup, firsts);
        done.push(...part.flatMap(({ ids }) => ids));
        size = nextSize(size, performance.now() - started);
      }
    }
    await removeMarks(connection, context, done);
    await finishBuilds(connection);
    return done.length < marks.length || marks.length === most;
  });
  return hasMore === true;
}

/** How many pairs to count next, after so many took so long, ms. How many rows they have is only seen by counting them. */
function nextSize(size: number, took: number): number {
  if (took < longest / 4) return Math.min(size * 2, manyPairs);
  return took > longest / 2 ? Math.max(1, Math.floor(size / 2)) : size;
}

/** A day and unit of a roll-up: the first mark that is about it, and the numbers of all. */
interface Marked {
  readonly first: Mark;
  readonly ids: number[];
}

/** What is marked, each pair once, in groups that statements can take. */
function together(marks: readonly Mark[]): Iterable<Marked[]> {
  const pairs = new Map<string, Marked>();
  for (const mark of marks) {
    const name = [mark.rollup, mark.bucket, mark.unit].join('\n');
    const known = pairs.get(name);
    if (known) known.ids.push(mark.id);
    else pairs.set(name, { first: mark, ids: [mark.id] });
  }
  const groups = new Map<string, Marked[]>();
  for (const pair of pairs.values()) {
    const name = `${pair.first.rollup} ${pair.first.unit === ''}`;
    const group = groups.get(name);
    if (group) group.push(pair);
    else groups.set(name, [pair]);
  }
  return groups.values();
}

/** Makes the cells anew that some marks of a roll-up are about, each pair by one of them. */
async function refreshMarked(
  connection: Knex,
  { database, units, clock }: DataContext,
  rollup: Rollup,
  marks: readonly Mark[],
): Promise<void> {
  const { dialect } = database;
  const { bucket, unit, dimensions, source, table } = rollup;
  const marked = sql`${dialect.rows(columnsOfDays(rollup), daysOf(rollup, marks))} AS m`;
  // Nothing equals a unit that is not there.
  const hasUnit = unit !== undefined && marks[0]?.unit !== '';
  const cell = (name: string) => identifier('c', name);
  const slices = ['', ...dimensions.map(({ column }) => column)].map((name) => sql`${name}`);
  const inPairs = [
    sql`${cell(cellColumns.slice)} IN (${join(slices, ', ')})`,
    sql`${cell(bucket.column)} = ${identifier('m', 'start')}`,
    ...(unit ? [hasUnit ? sql`${cell(unit.column)} = ${identifier('m', 'unit')}` : sql`${cell(unit.column)} IS NULL`] : []),
    sql`${cell(cellColumns.kept)} = ${whole(0)}`,
  ];
  const gone = dialect.deleteEach(marked, identifier(rollup.name), identifier('c'), join(inPairs, ' AND '));
  await run(connection, gone.sql, gone.values);
  const alias = identifier(source.alias);
  const [time, first, next] = [identifier(source.alias, bucket.column), identifier('m', 'start'), identifier('m', 'next')];
  const of = unit && identifier(source.alias, unit.column);
  const ofMark = [
    ...(of ? [hasUnit ? sql`${of} = ${identifier('m', 'unit')}` : sql`${of} IS NULL`] : []),
    bucket.store === 'date' ? sql`${time} = ${first}` : sql`${time} >= ${first} AND ${time} < ${next}`,
  ];
  const each = dialect.forEach(marked, identifier(table.name), alias, join(ofMark, ' AND '));
  const at = { dialect, units, now: clock.now() };
  const made = insertCells(rollup, at, sql`SELECT ${alias}.* FROM ${each}`, 0);
  await run(connection, made.sql, made.values);
}

/** Columns of days and units that are marked. `next`: where the day after one begins, of instants. */
function columnsOfDays({ bucket }: Rollup): readonly Column[] {
  const store = bucket.store === 'date' ? 'date' : 'instant';
  return [
    { name: 'start', store },
    { name: 'next', store },
    { name: 'unit', store: 'text' },
  ];
}

function daysOf({ bucket }: Rollup, marks: readonly Mark[]): readonly Cells[] {
  return marks.map(({ bucket: start, unit }) =>
    bucket.store === 'date' ? [start, null, unit] : [Number(start), startOfNextDay(Number(start)), unit],
  );
}

async function removeMarks(connection: Knex, { database }: DataContext, ids: readonly number[]): Promise<void> {
  const gone = sql`DELETE FROM ${identifier(markTable)} WHERE ${database.dialect.isOneOf(identifier('id'), ids)}`;
  await run(connection, gone.sql, gone.values);
}
