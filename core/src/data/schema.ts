import { createHash } from 'node:crypto';
import { fold, type Problem, sortKey } from '@haidang/sdk';
import type { Knex } from 'knex';
import { createCoreTables } from './core-tables.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect/dialect.ts';
import { createPast, hasHistory, pastName, readBeginning } from './history/past.ts';
import { compare, readLedger, writeLedger } from './ledger.ts';
import { type FieldColumns, system, type Table } from './table.ts';

const isName = /^[a-z][a-z0-9_]*$/;
// PostgreSQL cuts longer names off, and two could become one.
const longestName = 63;
/** References that get an index of their own; each index costs every write. */
const mostReferences = 4;

/** Creates the tables of datasets and of the core, and adds the columns of fields that datasets have gained. What cannot be done without losing data is a problem of that dataset; its table is left as it is and must not be used. */
export async function createTables(database: Database, tables: readonly Table[]): Promise<Problem[]> {
  const { dialect, write } = database;
  const since = new Date().toISOString();
  const problems: Problem[] = [];
  await dialect.transaction(write, (connection) => createCoreTables(connection, dialect));
  const names = new Set<string>();
  for (const table of tables) {
    const faults = nameFaults(table, names);
    names.add(table.name);
    if (faults.length === 0) faults.push(...(await dialect.transaction(write, (connection) => createTable(connection, dialect, table))));
    const fix = 'Install the version of the plugin that made the data, or declare the change in the dataset';
    if (faults.length > 0)
      problems.push({
        of: `dataset:${table.entry.name}`,
        code: 'table-differs',
        message: `The data of ${table.entry.name} do not fit the dataset: ${faults.join('; ')}`,
        since,
        fix,
      });
  }
  await dialect.tend(write);
  return problems;
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
    const { faults, add, fill } = compare(table, ledger);
    if (faults.length > 0) return faults;
    if (!found.has(system.first)) await addFirst(connection, dialect, table);
    for (const { name, store } of table.columns) {
      if (add.has(name)) await connection.raw(`ALTER TABLE ?? ADD COLUMN ?? ${dialect.columnType(store)}`, [table.name, name]);
    }
    for (const columns of fill) await fillCopies(connection, table, columns);
  }
  await createPast(connection, dialect, table);
  await readBeginning(connection, table);
  const indexes = new Map(indexesOf(table).map((index) => [indexName(table, index), index]));
  for (const [name, { columns, only }] of indexes)
    await connection.raw(
      `CREATE INDEX IF NOT EXISTS ?? ON ?? (${columns.map(() => '??').join(', ')})${only === undefined ? '' : ' WHERE ?? = 1'}`,
      [name, table.name, ...columns, ...(only === undefined ? [] : [only])],
    );
  // Each index costs every write, also one that nobody asks for any more.
  for (const name of ledger?.indexes ?? []) if (!indexes.has(name)) await connection.raw('DROP INDEX IF EXISTS ??', [name]);
  await writeLedger(connection, table, [...indexes.keys()], ledger);
  return [];
}

async function createNew(connection: Knex, dialect: Dialect, table: Table): Promise<void> {
  const ofSystem = `?? ${dialect.serialKey}, ?? ${dialect.columnType('integer')} NOT NULL, ?? ${dialect.columnType('instant')} NOT NULL, ?? ${dialect.columnType('instant')}, ?? ${dialect.columnType('flag')} NOT NULL`;
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
  await connection.raw(`CREATE TABLE ?? (${ofSystem}${ofFields.join('')})${dialect.tableOptions}`, names);
  await connection.raw(`CREATE UNIQUE INDEX ?? ON ?? (${table.key.map(() => '??').join(', ')})`, [
    indexName(table, { columns: ['key'] }),
    table.name,
    ...table.key,
  ]);
}

/** Of rows that were written before the column was there it is only known when they came last. */
async function addFirst(connection: Knex, dialect: Dialect, table: Table): Promise<void> {
  await connection.raw(`ALTER TABLE ?? ADD COLUMN ?? ${dialect.columnType('instant')}`, [table.name, system.first]);
  await connection(table.name).update({ [system.first]: connection.ref(system.received) });
}

interface Index {
  readonly columns: readonly string[];
  /** A flag: only rows that have it are in the index. */
  readonly only?: string;
}

/** What periods, units, maps, trust and joins look rows up by. */
function indexesOf({ entry, fields, lookups }: Table): Index[] {
  const { time, unit, geo, agency, workflow, key } = entry.dataset;
  const references = [...fields.values()].filter(({ field }) => field.ref).map(({ field }) => field.name);
  const single = new Set(
    [time, unit, agency, workflow?.field, ...references.slice(0, mostReferences), ...lookups].filter((name) => name !== undefined),
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

function indexName(table: Table, { columns, only }: Index): string {
  const name = `${table.name}__by_${columns.join('_')}${only === undefined ? '' : '_only'}`;
  return name.length <= longestName ? name : `d_${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}

async function fillCopies(connection: Knex, table: Table, { column, folded, sorted }: FieldColumns): Promise<void> {
  const batch = 1000;
  for (let after = 0; ; ) {
    const rows: { id: number; text: string }[] = await connection(table.name)
      .where(system.id, '>', after)
      .whereNotNull(column)
      .orderBy(system.id)
      .limit(batch)
      .select({ id: system.id, text: column });
    for (const { id, text } of rows) {
      await connection(table.name)
        .where(system.id, id)
        .update({ ...(folded && { [folded]: fold(text) }), ...(sorted && { [sorted]: sortKey(text) }) });
      after = id;
    }
    if (rows.length < batch) return;
  }
}
