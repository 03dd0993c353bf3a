import type { Position } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Database } from './database.ts';
import { run } from './dialect/statement.ts';

interface Place {
  readonly tx: string;
  readonly id: number;
}

const start: Place = { tx: '0', id: 0 };
const epochs = new WeakMap<Database, Promise<string>>();

/** Where the change log ends now. Take it before a query: what the query could miss comes after it. */
export async function headPosition(database: Database): Promise<Position> {
  return format(await epochOf(database), await headOf(database));
}

/** Which datasets have changed after a position, and where the log ends now; all that ever changed when the position is of another database. Without a position only the end. */
export async function changedSince(
  database: Database,
  position: Position | undefined,
): Promise<{ readonly head: Position; readonly datasets: readonly string[] }> {
  const epoch = await epochOf(database);
  // The end first: what is committed in between is then told twice rather than never.
  const head = await headOf(database);
  if (position === undefined) return { head: format(epoch, head), datasets: [] };
  const { sql, values } = database.dialect.changes.since(parse(position, epoch) ?? start);
  const rows = await run(database.read, sql, values);
  return { head: format(epoch, head), datasets: rows.map(({ dataset }) => String(dataset)) };
}

function epochOf(database: Database): Promise<string> {
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

async function headOf({ dialect, read }: Database): Promise<Place> {
  const [place] = (await run(read, dialect.changes.head, [])) as unknown as Place[];
  return place ?? start;
}

function format(epoch: string, { tx, id }: Place): Position {
  return `${epoch}:${tx}:${id}`;
}

function parse(position: Position, epoch: string): Place | undefined {
  const [ofEpoch, tx, id] = position.split(':');
  return ofEpoch === epoch && tx !== undefined && /^\d{1,20}$/.test(tx) && id !== undefined && /^\d{1,15}$/.test(id)
    ? { tx, id: Number(id) }
    : undefined;
}
