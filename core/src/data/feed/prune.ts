import type { Knex } from 'knex';
import { aloneWriting } from '../../jobs/alone.ts';
import type { Database } from '../database.ts';
import type { LogPlace } from '../dialect/change-log.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { run } from '../dialect/statement.ts';
import { writeFloor } from './floor.ts';
import { placeOf } from './in-order.ts';

const hour = 3_600_000;
/** How long change rows stay, ms. */
const keep = 7 * 24 * hour;
/** Rows that are removed at once: writers wait no longer than that takes. */
const batch = 10_000;
const name = 'change_marks';

/** Where the log ended at an instant by the clock of the database. */
interface Mark {
  readonly at: number;
  readonly place: LogPlace;
}

/** Removes change rows that are older than a week, some of them at a time; says whether there are more. Their age is measured by where the log stood, hour by hour: what rows say of their time comes from many clocks. Without `now` by the clock of the database. */
export async function pruneLog(database: Database, now?: number): Promise<boolean> {
  const { dialect } = database;
  const hasMore = await aloneWriting(database, 'change log', async (connection) =>
    prune(connection, dialect, now ?? (await readClock(connection, dialect))),
  );
  return hasMore ?? false;
}

async function prune(connection: Knex, dialect: Dialect, now: number): Promise<boolean> {
  // After the clock was set back, rows stay longer.
  const marks = (await readMarks(connection)).map(({ at, place }): Mark => ({ at: Math.min(at, now), place }));
  const newest = marks.at(-1);
  if (!newest || now - newest.at >= hour) marks.push({ at: now, place: await readHead(connection, dialect) });
  // Never up to the newest: should the clock leap, its rows may be a moment old.
  const due = marks.slice(0, -1).findLast(({ at }) => at <= now - keep);
  if (!due) {
    await writeMarks(connection, marks);
    return false;
  }
  const last = await lastOfBatch(connection, dialect, due.place);
  const place = last ?? due.place;
  const { sql, values } = dialect.changes.upTo(place);
  await run(connection, `DELETE FROM change WHERE ${sql}`, values);
  await writeFloor(connection, place);
  await writeMarks(connection, last ? marks : marks.slice(marks.indexOf(due) + 1));
  return last !== undefined;
}

/** Where a full batch of the oldest rows ends; nothing when those that are left are fewer. */
async function lastOfBatch(connection: Knex, { changes }: Dialect, until: LogPlace): Promise<LogPlace | undefined> {
  const { sql, values } = changes.upTo(until);
  const order = changes.order.join(', ');
  const text = `SELECT ${changes.transaction} AS place_tx, id FROM change WHERE ${sql} ORDER BY ${order} LIMIT 1 OFFSET ?`;
  const [row] = await run(connection, text, [...values, batch - 1]);
  return row && placeOf(row.place_tx, row.id);
}

async function readClock(connection: Knex, { now }: Dialect): Promise<number> {
  const [row] = await run(connection, `SELECT ${now} AS now`, []);
  return Number(row?.now);
}

async function readHead(connection: Knex, { changes }: Dialect): Promise<LogPlace> {
  const [head] = await run(connection, changes.head, []);
  return placeOf(head?.tx, head?.id);
}

async function readMarks(connection: Knex): Promise<readonly Mark[]> {
  const row: { value: string } | undefined = await connection('meta').where({ name }).first('value');
  const list: readonly (readonly [at: number, transaction: string, id: string])[] = JSON.parse(row?.value ?? '[]');
  return list.map(([at, transaction, id]) => ({ at, place: placeOf(transaction, id) }));
}

async function writeMarks(connection: Knex, marks: readonly Mark[]): Promise<void> {
  const value = JSON.stringify(marks.map(({ at, place }) => [at, String(place.transaction), String(place.id)]));
  await connection('meta').insert({ name, value }).onConflict('name').merge();
}
