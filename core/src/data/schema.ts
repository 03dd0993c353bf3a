import { type Problem, workflowsOf } from '@haidang/sdk';
import type { Knex } from 'knex';
import { createCoreTables } from './core-tables.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect/dialect.ts';
import { createPast, hasHistory, pastName, readBeginning } from './history/past.ts';
import { type Index, indexName, keyIndexName, longestName } from './index-name.ts';
import { compare, type Ledger, readLedger, writeLedger } from './ledger.ts';
import { placesOf } from './reshape/place.ts';
import { reshape, type Upgrading } from './reshape/reshape.ts';
import { copyText } from './reshape/rewrite.ts';
import { partitionTime } from './retention/partitions.ts';
import { readRemoved } from './retention/removed.ts';
import { type FieldColumns, system, type Table } from './table.ts';

const isName = /^[a-z][a-z0-9_]*$/;
/** References that get an index of their own; each index costs every write. */
const mostReferences = 4;

/** Creates the tables of datasets and of the core, makes the changes that datasets declare, and adds the columns of fields that datasets have gained besides. What cannot be done without losing data is a problem of that dataset; its table is left as it is and must not be used. */
export async function createTables(database: Database, tables: readonly Table[], upgrading?: Upgrading): Promise<Problem[]> {
  const { dialect, write } = database;
  const since = new Date().toISOString();
  const problems: Problem[] = [];
  const differs = (table: Table, faults: readonly string[]) =>
    problems.push({
      of: `dataset:${table.entry.name}`,
      code: 'table-differs',
      message: `The data of ${table.entry.name} do not fit the dataset: ${faults.join('; ')}`,
      since,
      fix: 'Install the version of the plugin that made the data, or declare the change in the dataset',
    });
  await dialect.transaction(write, async (connection) => {
    await dialect.shape.alone(connection);
    await createCoreTables(connection, dialect);
  });
  const names = new Set<string>();
  const sound: Table[] = [];
  for (const table of tables) {
    const faults = nameFaults(table, names);
    names.add(table.name);
    if (faults.length > 0) differs(table, faults);
    else sound.push(table);
  }
  const reshaped = await reshape(database, sound, upgrading, (connection, table) => createTable(connection, dialect, table));
  for (const table of sound) {
    const failed = reshaped.get(table);
    if (failed && failed.length > 0) problems.push(changeFailed(table, failed, since));
    if (failed) continue;
    const faults = await dialect.transaction(write, async (connection) => {
      await dialect.shape.alone(connection);
      return createTable(connection, dialect, table);
    });
    if (faults.length > 0) differs(table, faults);
  }
  await dialect.tend(write);
  return problems;
}

function changeFailed({ entry }: Table, faults: readonly string[], since: string): Problem {
  return {
    of: `dataset:${entry.name}`,
    code: 'change-failed',
    message: `The changes that ${entry.name} declares cannot be made, and its data are as they were: ${faults.join('; ')}`,
    since,
    fix: 'Mend what is named, data with the version of the plugin that made them, then start again',
  };
}

function nameFaults(table: Table, taken: ReadonlySet<string>): string[] {
  const columns = table.columns.map(({ name }) => name);
  const faults = [hasHistory(table) ? pastName(table) : table.name, ...columns]
    .filter((name) => !isName.test(name) || name.length > longestName)
    .map((name) => `${JSON.stringify(name)} cannot be a name in the database`);
  for (const [index, name] of columns.entries())
    if (columns.indexOf(name) !== index) faults.push(`two fields would share the column ${name}`);
  if (taken.has(table.name)) faults.push(`another dataset has the table ${table.name}`);
  for (const column of table.key) if (!columns.includes(column)) faults.push(`the key names ${column}, which is no field`);
  return faults;
}

async function createTable(connection: Knex, dialect: Dialect, table: Table): Promise<readonly string[]> {
  const ledger = await readLedger(connection, table.entry.name);
  const found = new Set(await dialect.columnsOf(connection, table.name));
  if (!ledger) {
    if (found.size > 0) return [`a table ${table.name} is there that Hải Đăng did not make`];
    await createNew(connection, dialect, table);
  } else {
    const lost = ledger.columns.filter((name) => !found.has(name));
    if (lost.length > 0) return [`the database has lost ${found.size === 0 ? 'the table' : `the columns ${lost.join(', ')}`}`];
    const { faults, add } = compare(table, ledger);
    if (faults.length > 0) return faults;
    if (!found.has(system.first)) await addFirst(connection, dialect, table);
    for (const { name, store } of table.columns) {
      if (add.has(name)) await connection.raw(`ALTER TABLE ?? ADD COLUMN ?? ${dialect.columnType(store)}`, [table.name, name]);
    }
  }
  await createKey(connection, table);
  await createPast(connection, dialect, table);
  if (ledger) await fillCopies(connection, dialect, table, ledger);
  await readBeginning(connection, table);
  await readRemoved(connection, table);
  const indexes = new Map(indexesOf(table).map((index) => [indexName(table, index), index]));
  const cut = partitionTime(table, dialect) && dialect.partitions;
  for (const [name, { columns, only }] of indexes) {
    // Of when rows came only the last minutes are asked for.
    const kind = cut && columns.join() === system.received ? cut.coarse : '';
    await connection.raw(
      `CREATE INDEX IF NOT EXISTS ?? ON ?? ${kind} (${columns.map(() => '??').join(', ')})${only === undefined ? '' : ' WHERE ?? = 1'}`,
      [name, table.name, ...columns, ...(only === undefined ? [] : [only])],
    );
  }
  // Each index costs every write, also one that nobody asks for any more.
  for (const name of ledger?.indexes ?? []) if (!indexes.has(name)) await connection.raw('DROP INDEX IF EXISTS ??', [name]);
  await writeLedger(connection, table, [...indexes.keys()], ledger);
  return [];
}

/** Text that people may search and sort by now; rows do not have these copies yet. */
async function fillCopies(connection: Knex, dialect: Dialect, table: Table, ledger: Ledger): Promise<void> {
  const { fill } = compare(table, ledger);
  if (fill.length === 0) return;
  for (const { name, key } of await placesOf(connection, dialect, table))
    for (const columns of fill) await copyText(connection, dialect, { table: name, key }, columns);
}

async function createNew(connection: Knex, dialect: Dialect, table: Table): Promise<void> {
  const time = partitionTime(table, dialect);
  const cut = time && dialect.partitions;
  const ofSystem = `?? ${cut?.serial ?? dialect.serialKey}, ?? ${dialect.columnType('integer')} NOT NULL, ?? ${dialect.columnType('instant')} NOT NULL, ?? ${dialect.columnType('instant')}, ?? ${dialect.columnType('flag')} NOT NULL`;
  const ofFields = table.columns.map(
    ({ name, store }) => `, ?? ${dialect.columnType(store)}${table.key.includes(name) ? ' NOT NULL' : ''}`,
  );
  const names = [
    table.name,
    system.id,
    system.revision,
    system.received,
    system.first,
    system.sample,
    ...table.columns.map(({ name }) => name),
  ];
  if (!cut) {
    await connection.raw(`CREATE TABLE ?? (${ofSystem}${ofFields.join('')})${dialect.tableOptions}`, names);
    return;
  }
  await connection.raw(`CREATE TABLE ?? (${ofSystem}${ofFields.join('')}, PRIMARY KEY (??, ??))${cut.by(time.column)}`, [
    ...names,
    system.id,
    time.column,
  ]);
  await cut.addRest(connection, table.name);
}

/** No two records have one key. */
async function createKey(connection: Knex, table: Table): Promise<void> {
  const key = table.key.map(() => '??').join(', ');
  await connection.raw(`CREATE UNIQUE INDEX IF NOT EXISTS ?? ON ?? (${key})`, [keyIndexName(table), table.name, ...table.key]);
}

/** Of rows that were written before the column was there it is only known when they came last. */
async function addFirst(connection: Knex, dialect: Dialect, table: Table): Promise<void> {
  await connection.raw(`ALTER TABLE ?? ADD COLUMN ?? ${dialect.columnType('instant')}`, [table.name, system.first]);
  await connection(table.name).update({ [system.first]: connection.ref(system.received) });
}

/** What periods, units, maps, trust and joins look rows up by. */
function indexesOf({ entry, fields, lookups }: Table): Index[] {
  const { time, unit, geo, agency, key } = entry.dataset;
  const references = [...fields.values()].filter(({ field }) => field.ref).map(({ field }) => field.name);
  const states = workflowsOf(entry.dataset).map(({ field }) => field);
  const single = new Set(
    [time, unit, agency, ...states, ...references.slice(0, mostReferences), ...lookups].filter((name) => name !== undefined),
  );
  const found = [...single].map((name) => fields.get(name)).filter((columns) => columns !== undefined);
  const business = time === undefined ? undefined : fields.get(time);
  const indexes = found.map(
    (columns): Index => ({ columns: [...columnsOf(columns), ...(business && isChoice(columns) ? [business.column] : [])] }),
  );
  // A line or an area has no order.
  const place = geo === undefined ? undefined : fields.get(geo);
  if (place?.latitude !== undefined) indexes.push({ columns: columnsOf(place) });
  // Whether there are illustrative rows at all is asked with every figure.
  indexes.push({ columns: [system.received] }, { columns: [system.sample], only: system.sample });
  return indexes.filter(({ columns }) => columns.length > 0 && columns.join() !== key.join());
}

/** A field that rows are chosen by together with a period, and counted by within it: its index goes on with the business time. */
function isChoice({ store }: FieldColumns): boolean {
  return store === 'text' || store === 'boolean';
}

function columnsOf(columns: FieldColumns | undefined): string[] {
  if (!columns) return [];
  return columns.latitude === undefined ? [columns.column] : [columns.latitude, columns.column];
}
