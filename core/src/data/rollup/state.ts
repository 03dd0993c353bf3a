import type { Knex } from 'knex';
import { aloneWriting } from '../../jobs/alone.ts';
import type { Database } from '../database.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { run } from '../dialect/statement.ts';
import { identifier, sql, whole } from '../query/sql.ts';
import { bucketSql } from './bucket.ts';
import { markColumns, markOf } from './marks.ts';
import { cellColumns, markTable, type Rollup, stateTable } from './rollup.ts';
import { createCells, isKept, rowIndex } from './tables.ts';

// A roll-up is built from scratch by marking all days and units that have rows: who refreshes them makes it.

/** How far a roll-up is. */
export interface State {
  readonly name: string;
  readonly dataset: string;
  readonly definition: string;
  readonly ready: number;
  readonly last_mark: number | null;
}

const stateNames = ['name', 'dataset', 'definition', 'ready', 'last_mark'] as const;

export async function readStates(connection: Knex): Promise<readonly State[]> {
  return connection(stateTable).select(...stateNames);
}

/** How far roll-ups are, and the newest mark that waits, 0 for none. */
export interface Progress {
  readonly states: readonly State[];
  readonly newest: number;
}

/** What a turn has to know, in one statement: most find nothing to do. */
export async function readProgress({ read }: Database): Promise<Progress> {
  const newest = read(markTable).max('id').as('newest');
  const rows: readonly (State & { newest: unknown })[] = await read(stateTable).select(...stateNames, newest);
  return { states: rows, newest: Number(rows[0]?.newest ?? 0) };
}

/** Whether the roll-ups of this process are those of the database. */
export function isSettled(states: readonly State[], rollups: ReadonlyMap<string, Rollup>): boolean {
  return (
    states.filter(({ name, definition }) => rollups.get(name)?.definition === definition).length === rollups.size &&
    states.every(({ name, definition }) => rollups.has(name) || definition === '')
  );
}

/** Brings the database in line with the roll-ups of this process. One whose meaning has changed is no longer read until it was built; nor is one that this process does not know, for it writes no marks for it. Tells how far they are then. */
export async function settle(database: Database, rollups: ReadonlyMap<string, Rollup>): Promise<Progress> {
  const { dialect } = database;
  const progress = await readProgress(database);
  if (isSettled(progress.states, rollups)) return progress;
  await dialect.transaction(database.write, async (connection) => {
    const states = new Map((await readStates(connection)).map((state) => [state.name, state]));
    for (const [name, rollup] of rollups) {
      if (states.get(name)?.definition === rollup.definition) continue;
      await setState(connection, { name, dataset: rollup.table.entry.name, definition: rollup.definition, ready: 0, last_mark: null });
      await emptyCells(connection, dialect, name);
      await createCells(connection, dialect, rollup);
    }
    for (const { name, dataset } of states.values()) {
      if (rollups.has(name)) continue;
      await setState(connection, { name, dataset, definition: '', ready: 0, last_mark: null });
      await connection.raw('DROP INDEX IF EXISTS ??', [rowIndex(name)]);
      await connection(markTable).where({ rollup: name }).delete();
    }
  });
  return readProgress(database);
}

/** Has the roll-ups of a dataset built anew: its rows were changed by something else than writers. */
export async function forgetRollups(connection: Knex, dataset: string): Promise<void> {
  await connection(stateTable).where({ dataset }).update({ definition: '', ready: 0, last_mark: null });
}

async function setState(connection: Knex, state: State): Promise<void> {
  await connection(stateTable).insert(state).onConflict('name').merge();
}

/** Whether there are cells of rows that are gone: asked in the words of the index on them. */
export async function hasKept(connection: Knex, rollup: string): Promise<boolean> {
  const kept: unknown = await connection(rollup).whereRaw(isKept).first(cellColumns.kept);
  return kept !== undefined;
}

/** Leaves only what can not be made again: cells of rows that are gone. */
async function emptyCells(connection: Knex, dialect: Dialect, name: string): Promise<void> {
  if ((await dialect.columnsOf(connection, name)).length === 0) return;
  if (await hasKept(connection, name)) await connection(name).where(cellColumns.kept, 0).delete();
  else await connection.schema.dropTable(name);
}

/** Marks all days and units of a roll-up that is to be built, day by day, as rows mostly lie. Rows that come and go meanwhile are marked by their writers. Cells of rows that are gone are read from now on: what is marked is told by rows. */
export async function beginBuild(database: Database, lock: string, rollup: Rollup): Promise<void> {
  const { name, definition, table, bucket, unit } = rollup;
  const day = bucketSql(bucket, identifier(bucket.column));
  const of = unit ? identifier(unit.column) : { sql: 'NULL', values: [] };
  const all = sql`SELECT DISTINCT ${day} AS bucket, ${of} AS unit FROM ${identifier(table.name)} WHERE ${identifier(bucket.column)} IS NOT NULL ORDER BY ${whole(1)}, ${whole(2)}`;
  const pairs = await run(database.read, all.sql, all.values);
  await aloneWriting(database, lock, async (connection) => {
    const isOurs: unknown = await connection(stateTable).where({ name, definition, ready: 0 }).whereNull('last_mark').first('name');
    if (!isOurs) return;
    await database.dialect.insert(connection, {
      table: markTable,
      columns: markColumns,
      rows: pairs.map((pair) => markOf(name, pair.bucket, pair.unit)),
    });
    const last = connection(markTable).where({ rollup: name }).max('id');
    await connection(stateTable)
      .where({ name })
      .update({ ready: (await hasKept(connection, name)) ? 1 : 0, last_mark: connection.raw('coalesce((?), 0)', [last]) });
    await finishBuilds(connection);
  });
}

/** Roll-ups of which all days and units have been made may be read. What was marked before is made before, so it does not matter whose marks are left, but for those of roll-ups that are no more: these stay. */
export async function finishBuilds(connection: Knex): Promise<void> {
  await connection.raw(
    `UPDATE ${stateTable} SET ready = 1 WHERE ready = 0 AND last_mark IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM ${markTable} AS m WHERE m.id <= ${stateTable}.last_mark
        AND m.rollup IN (SELECT name FROM ${stateTable} WHERE definition <> ''))`,
  );
}
