import type { Knex } from 'knex';
import type { Belonging, Cells, Dialect } from '../../data/dialect/dialect.ts';
import type { Column } from '../../data/table.ts';
import type { Leg } from './leg.ts';

const name = 'workflow_clock';
const key = ['dataset', 'record', 'clock', 'leg'];

interface LegColumn extends Column {
  readonly of: keyof Leg;
  readonly isOptional?: true;
}

const record: LegColumn = { name: 'record', store: 'integer', of: 'record' };
const columns: readonly LegColumn[] = [
  { name: 'dataset', store: 'text', of: 'dataset' },
  record,
  { name: 'clock', store: 'text', of: 'clock' },
  { name: 'leg', store: 'integer', of: 'leg' },
  { name: 'state', store: 'text', of: 'state' },
  { name: 'started_at', store: 'instant', of: 'startedAt' },
  { name: 'within', store: 'json', of: 'within' },
  { name: 'legal', store: 'text', of: 'legal', isOptional: true },
  { name: 'calendar', store: 'text', of: 'calendar' },
  { name: 'due_at', store: 'instant', of: 'dueAt' },
  { name: 'original_due_at', store: 'instant', of: 'originalDueAt' },
  { name: 'basis', store: 'text', of: 'basis' },
  { name: 'since', store: 'instant', of: 'since' },
  { name: 'left_ms', store: 'integer', of: 'leftMs', isOptional: true },
  { name: 'provisional', store: 'boolean', of: 'isProvisional' },
  { name: 'overdue_at', store: 'instant', of: 'overdueAt', isOptional: true },
  { name: 'stopped_at', store: 'instant', of: 'stoppedAt', isOptional: true },
];

const ofLeg = columns.filter((column) => column !== record);

/** Creates the table where it is missing. */
export async function createClocks(connection: Knex, dialect: Dialect): Promise<void> {
  const list = columns.map(({ name, store, isOptional }) => `"${name}" ${dialect.columnType(store)}${isOptional ? '' : ' NOT NULL'}`);
  await connection.raw(`CREATE TABLE IF NOT EXISTS ${name} (${list.join(', ')}, PRIMARY KEY (${key.join(', ')}))${dialect.tableOptions}`);
  // What the calendar may move.
  await connection.raw(`CREATE INDEX IF NOT EXISTS ${name}_running ON ${name} (dataset, record) WHERE state = 'running'`);
}

/** Legs of records, in their order. */
export async function readLegs(connection: Knex, dialect: Dialect, dataset: string, records: readonly number[]): Promise<readonly Leg[]> {
  const rows = await connection(name)
    .where({ dataset })
    .whereIn('record', [...records])
    .orderBy(key);
  return rows.map((row) => legOf(dialect, row));
}

/** Writes legs as they now are. */
export async function writeLegs(connection: Knex, dialect: Dialect, legs: readonly Leg[]): Promise<void> {
  if (legs.length > 0) await dialect.insert(connection, { table: name, columns, rows: cellsOf(dialect, legs, columns), conflict: key });
}

/** Legs of records that are new: `record` is the place of one among these. */
export function legsOfNew(dialect: Dialect, legs: readonly Leg[]): Belonging {
  return { table: name, columns: ofLeg, number: record, rows: cellsOf(dialect, legs, ofLeg), of: legs.map((leg) => leg.record) };
}

function cellsOf(dialect: Dialect, legs: readonly Leg[], columns: readonly LegColumn[]): readonly Cells[] {
  return legs.map((leg) => columns.map(({ of, store }) => dialect.encode(store, leg[of])));
}

/** Forgets the clocks of records that are removed. */
export async function forgetLegs(connection: Knex, dataset: string, records: readonly number[]): Promise<void> {
  await connection(name)
    .where({ dataset })
    .whereIn('record', [...records])
    .delete();
}

function legOf(dialect: Dialect, row: Readonly<Record<string, unknown>>): Leg {
  const entries = columns.map(({ name, store, of }) => {
    const value = dialect.decode(store, row[name]);
    return [of, value !== undefined && (store === 'instant' || store === 'integer') ? Number(value) : value];
  });
  return Object.fromEntries(entries) as unknown as Leg;
}
