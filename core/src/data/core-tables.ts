import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { createAudit } from '../audit/tables.ts';
import { createReceipts } from '../receipts/tables.ts';
import { createWorkingTime } from '../time/working-time.ts';
import { createClocks } from '../workflow/clocks/clock-table.ts';
import { createStates } from '../workflow/states.ts';
import { createTimers } from '../workflow/timers/timer-table.ts';
import type { Dialect } from './dialect/dialect.ts';
import { createRollupTables } from './rollup/tables.ts';
import type { Column } from './table.ts';
import { createShareTables } from './units/share-tables.ts';

/** Administrative units; `key` is `code@version`. */
export const unitColumns: readonly Column[] = [
  { name: 'key', store: 'text' },
  { name: 'code', store: 'text' },
  { name: 'version', store: 'date' },
  { name: 'level', store: 'text' },
  { name: 'title', store: 'json' },
  { name: 'parent', store: 'text' },
  { name: 'valid_from', store: 'date' },
  { name: 'valid_to', store: 'date' },
  { name: 'longitude', store: 'number' },
  { name: 'latitude', store: 'number' },
  { name: 'point_km', store: 'number' },
  { name: 'legal', store: 'text' },
  { name: 'type', store: 'text' },
  { name: 'population', store: 'integer' },
  { name: 'area_km2', store: 'number' },
];

/** What became of a unit. */
export const unitLinkColumns: readonly Column[] = [
  { name: 'from_key', store: 'text' },
  { name: 'to_key', store: 'text' },
  { name: 'share_population', store: 'number' },
  { name: 'share_area', store: 'number' },
  { name: 'change_type', store: 'text' },
  { name: 'resolution', store: 'text' },
];

/** The change log: one row for each accepted change, read in order by those who follow. */
export const changeColumns: readonly Column[] = [
  { name: 'at', store: 'instant' },
  { name: 'dataset', store: 'text' },
  { name: 'record', store: 'integer' },
  { name: 'kind', store: 'text' },
];

/** Who did what, when. `fields` holds old and new values of changed fields. */
export const auditColumns: readonly Column[] = [
  { name: 'at', store: 'instant' },
  { name: 'caller', store: 'text' },
  { name: 'action', store: 'text' },
  { name: 'kind', store: 'text' },
  { name: 'dataset', store: 'text' },
  { name: 'record', store: 'text' },
  { name: 'revision', store: 'integer' },
  { name: 'fields', store: 'json' },
];

/** Rows that a delivery brought and that were not kept, until somebody mends them. `held` names fields whose values are not here: secret or too long. `fingerprint` is equal for equal rows, `sender` the caller. */
export const refusedColumns: readonly Column[] = [
  { name: 'dataset', store: 'text' },
  { name: 'fingerprint', store: 'text' },
  { name: 'run_id', store: 'text' },
  { name: 'line', store: 'integer' },
  { name: 'record_key', store: 'text' },
  { name: 'supplier', store: 'text' },
  { name: 'sender', store: 'text' },
  { name: 'given', store: 'json' },
  { name: 'faults', store: 'json' },
  { name: 'held', store: 'list' },
  { name: 'received_at', store: 'instant' },
  { name: 'resolved_at', store: 'instant' },
  { name: 'resolved_by', store: 'text' },
];

const required: ReadonlySet<string> = new Set([
  'key',
  'code',
  'version',
  'level',
  'title',
  'valid_from',
  'from_key',
  'to_key',
  'at',
  'caller',
  'action',
  'kind',
  'dataset',
  'record',
]);

/** Creates the core's own tables where they are missing. */
export async function createCoreTables(connection: Knex, dialect: Dialect): Promise<void> {
  const text = dialect.columnType('text');
  const list = (columns: readonly Column[]) =>
    columns.map(({ name, store }) => `${name} ${dialect.columnType(store)}${required.has(name) ? ' NOT NULL' : ''}`).join(', ');
  const create = (table: string, definition: string) =>
    connection.raw(`CREATE TABLE IF NOT EXISTS ${table} (${definition})${dialect.tableOptions}`);
  await create('meta', `name ${text} PRIMARY KEY NOT NULL, value ${text} NOT NULL`);
  await create('unit', `${list(unitColumns)}, PRIMARY KEY (key)`);
  await create('unit_link', `${list(unitLinkColumns)}, PRIMARY KEY (from_key, to_key)`);
  await addColumns(connection, dialect, 'unit', unitColumns);
  await addColumns(connection, dialect, 'unit_link', unitLinkColumns);
  await createShareTables(connection, dialect);
  await create('change', `id ${dialect.serialKey}, ${list(changeColumns)}${dialect.changes.transactionColumn}`);
  await create('refused_row', `id ${dialect.serialKey}, ${list(refusedColumns)}`);
  await create('audit', `id ${dialect.serialKey}, ${list(auditColumns)}${dialect.changes.transactionColumn}`);
  await createAudit(connection, dialect);
  await createReceipts(connection, dialect);
  await createRollupTables(connection, dialect);
  await createWorkingTime(connection, dialect);
  await createStates(connection, dialect);
  await createClocks(connection, dialect);
  await createTimers(connection, dialect);
  if (dialect.changes.order.length > 1)
    await connection.raw(`CREATE INDEX IF NOT EXISTS change_order ON change (${dialect.changes.order.join(', ')})`);
  await connection.raw('CREATE INDEX IF NOT EXISTS refused_row_open ON refused_row (dataset, resolved_at, received_at)');
  await connection.raw('CREATE INDEX IF NOT EXISTS audit_record ON audit (dataset, record)');
  // Positions in the change log of another database must not be taken for ours.
  await connection.raw("INSERT INTO meta (name, value) VALUES ('epoch', ?) ON CONFLICT (name) DO NOTHING", [
    randomBytes(6).toString('hex'),
  ]);
}

/** Columns that a table of an older centre does not have yet. */
async function addColumns(connection: Knex, dialect: Dialect, table: string, columns: readonly Column[]): Promise<void> {
  const known = new Set(await dialect.columnsOf(connection, table));
  for (const { name, store } of columns)
    if (!known.has(name)) await connection.raw(`ALTER TABLE ?? ADD COLUMN ?? ${dialect.columnType(store)}`, [table, name]);
}
