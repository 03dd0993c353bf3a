import type { Position } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Database } from './database.ts';
import { run } from './dialect/statement.ts';

const epochs = new WeakMap<Database, Promise<string>>();

/** Where the change log ends now. Take it before a query: what the query could miss comes after it. */
export async function headPosition(database: Database): Promise<Position> {
  const [place = {}] = await run(database.read, database.dialect.changes.head, []);
  return positionOf(database, place);
}

/** The position of a row of the dialect's `head`. */
export async function positionOf(database: Database, { tx, id }: { readonly tx?: unknown; readonly id?: unknown }): Promise<Position> {
  return `${await epochOf(database)}:${tx ?? 0}:${id ?? 0}`;
}

/** What is new in the change log. */
export interface LogNews {
  /** How far it has been read, in the database's own words. */
  readonly mark: string;
  /** All before it has been read: `headPosition` of that moment. */
  readonly head: Position;
  /** Nothing that has been read stands after it. */
  readonly end: Position;
  /** Up to where rows were removed. */
  readonly floor?: Position;
  /** Datasets that have changed, each with the position of its newest change. */
  readonly changes: ReadonlyMap<string, Position>;
}

/** What is committed now and was not at the mark, whoever wrote first: nothing is left out, nothing comes twice. Without a mark only where the log stands. */
export async function changesSince(database: Database, mark: string | undefined): Promise<LogNews> {
  const epoch = await epochOf(database);
  const { sql, values } = database.dialect.changes.since(mark);
  const rows = await run(database.read, sql, values);
  const [first] = rows;
  if (!first) throw new Error('The change log has no end');
  const changes = rows.flatMap(({ dataset, tx, id }) => (dataset === null ? [] : [[String(dataset), `${epoch}:${tx}:${id}`] as const]));
  const { mark: now, head_tx, end_tx, end_id, floor } = first;
  return {
    mark: String(now),
    head: `${epoch}:${head_tx}:${end_id}`,
    end: `${epoch}:${end_tx}:${end_id}`,
    ...(typeof floor === 'string' && { floor: `${epoch}:${floor as `${string}:${string}`}` as const }),
    changes: new Map(changes),
  };
}

/** What tells the positions of this database from those of others, and of itself before it was restored. */
export function epochOf(database: Database): Promise<string> {
  let epoch = epochs.get(database);
  if (!epoch) {
    epoch = readEpoch(database.read);
    epoch.catch(() => epochs.delete(database));
    epochs.set(database, epoch);
  }
  return epoch;
}

async function readEpoch(connection: Knex): Promise<string> {
  const row: { value: string } | undefined = await connection('meta').where({ name: 'epoch' }).first('value');
  if (!row) throw new Error('The database has no epoch: its tables were not created');
  return row.value;
}
