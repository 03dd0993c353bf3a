import { crossesEast } from './area.ts';
import { sqliteChangeLog } from './change-log-sqlite.ts';
import type { Dialect, LongGrain, Sql, Store } from './dialect.ts';
import { untilQuiet } from './quiet-sqlite.ts';
import { sqliteReader } from './read-sqlite.ts';
import { insertRows, list, maxBindings, ownRows, rowsPerStatement } from './rows-sqlite.ts';
import { sqliteShape } from './shape-sqlite.ts';
import { shortTransaction } from './short-transaction-sqlite.ts';
import { allOf, chunks, run } from './statement.ts';

const types: { readonly [store in Store]: string } = {
  text: 'TEXT',
  integer: 'INTEGER',
  number: 'REAL',
  boolean: 'INTEGER',
  flag: 'INTEGER',
  instant: 'INTEGER',
  date: 'TEXT',
  json: 'TEXT',
  list: 'TEXT',
};

// Modifiers that bring a moment to the first day of its bucket; a quarter has none.
const starts: { readonly [grain in Exclude<LongGrain | 'week', 'quarter'>]: string } = {
  week: ", 'weekday 0', '-6 days'",
  month: ", 'start of month'",
  year: ", 'start of year'",
};

// What the values of a row can be refused for.
const rowFaults: ReadonlySet<string> = new Set(['SQLITE_CONSTRAINT', 'SQLITE_MISMATCH', 'SQLITE_TOOBIG', 'SQLITE_RANGE']);

export const sqlite: Dialect = {
  kind: 'sqlite',
  serialKey: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  tableOptions: ' STRICT',

  columnType: (store) => types[store],

  now: "CAST(unixepoch('subsec') * 1000 AS INTEGER)",

  async columnsOf(connection, table) {
    const rows: { name: string }[] = await connection.raw('SELECT name FROM pragma_table_info(?)', [table]);
    return rows.map(({ name }) => name);
  },

  shape: sqliteShape,

  transaction: (write, work) => write.transaction(work),

  makeWay: untilQuiet,

  // A data folder has one server.
  async alone(_read, _name, work) {
    await work();
    return true;
  },

  async aloneWriting(write, _name, work) {
    try {
      return await sqlite.transaction(write, work);
    } catch (error) {
      // A program beside the server has been writing for longer than anybody waits.
      if (codeOf(error) === 'SQLITE_BUSY') return undefined;
      throw error;
    }
  },

  // Whoever is in a transaction is alone.
  skipLocked: '',

  // The database has one; meanwhile the next is made ready.
  writers: 2,

  async insert(connection, insertion) {
    await insertRows(connection, insertion, []);
  },

  async update(connection, { table, key, columns, rows }) {
    const all = [...key, ...columns];
    const set = columns.map(({ name }, index) => `\`${name}\` = v.column${key.length + index + 1}`);
    const on = key.map(({ name }, index) => `\`${table}\`.\`${name}\` = v.column${index + 1}`);
    for (const part of chunks(rows, Math.min(rowsPerStatement, Math.floor(maxBindings / all.length)))) {
      const tuples = `,(${'?,'.repeat(all.length).slice(0, -1)})`.repeat(part.length).slice(1);
      await run(connection, `UPDATE \`${table}\` SET ${set} FROM (VALUES ${tuples}) AS v WHERE ${on.join(' AND ')}`, part.flat());
    }
  },

  async add(connection, addition) {
    if (!connection.isTransaction) return shortTransaction(connection, (own) => sqlite.add(own, addition));
    const { returning = [], besides = [], belonging = [], key = [], given } = addition;
    const added = await insertRows(connection, addition, [...new Set(['_id', ...key, ...returning])]);
    if (given && added.length === 0) return undefined;
    const after = added.reduce((least, { _id }) => Math.min(least, Number(_id)), Number.MAX_SAFE_INTEGER) - 1;
    // The new rows stand at the end: what is written about them needs no values of each.
    const about = addition.about.map(({ table, number, shared }) => {
      const cells = `${'?,'.repeat(shared.length)}CAST(_id AS ${types[number.store]})`;
      const names = list([...shared, number].map(({ name }) => name));
      const sql = `INSERT INTO \`${table}\` (${names}) SELECT ${cells} FROM \`${addition.table}\` WHERE _id > ?`;
      return run(connection, sql, [...shared.map(({ cell }) => cell), after]);
    });
    const own = belonging.map(ownRows(addition, added));
    await allOf([...about, ...[...besides, ...own].map((insertion) => sqlite.insert(connection, insertion))]);
    return returning.length > 0 ? added : [];
  },

  isRace: (error) => codeOf(error) === 'SQLITE_CONSTRAINT',

  isOfRow: (error) => rowFaults.has(String(codeOf(error))),

  async selectByKeys(connection, { table, columns, key, keys }) {
    const found: Record<string, unknown>[] = [];
    const names = list(key.map(({ name }) => name));
    const tuple = `(${key.map(() => '?').join(',')})`;
    for (const part of chunks(keys, Math.floor(maxBindings / key.length))) {
      const where =
        key.length === 1 ? `${names} IN (${part.map(() => '?').join(',')})` : `(${names}) IN (VALUES ${part.map(() => tuple).join(',')})`;
      for (const row of await run(connection, `SELECT ${list(columns)} FROM \`${table}\` WHERE ${where}`, part.flat())) found.push(row);
    }
    return found;
  },

  encode(store, value) {
    if (value === undefined || value === null) return null;
    if (store === 'json' || store === 'list') return JSON.stringify(value);
    if (store === 'boolean' || store === 'flag') return value ? 1 : 0;
    return value;
  },

  decode(store, value) {
    if (value === undefined || value === null) return undefined;
    if (store === 'json' || store === 'list') return JSON.parse(String(value));
    if (store === 'boolean') return value === 1;
    return value;
  },

  // Without statistics the planner takes every index for equally good. It looks at a sample of the tables that have grown ten times since.
  async tend(write) {
    const [allTables, onlySay] = [0x10002, 1];
    const due: unknown[] = await write.raw(`PRAGMA optimize = ${allTables + onlySay}`);
    if (due.length === 0) return;
    await write.raw(`PRAGMA optimize = ${allTables}`);
    // Connections that are open read statistics again only when the schema has changed.
    await write.transaction(async (connection) => {
      await connection.raw('CREATE TABLE new_statistics (none INTEGER) STRICT');
      await connection.raw('DROP TABLE new_statistics');
    });
  },

  snapshot: (read, work) => read.transaction(work),

  reader: sqliteReader,

  bucketOfInstant: (local, grain, cut) => bucket({ sql: `(${local.sql}) / 1000.0, 'unixepoch'`, values: local.values }, grain, cut),
  bucketOfDate: (date, grain, cut) => bucket(date, grain, cut),

  apart: ({ sql, values }) => ({ sql: `${sql} LIMIT -1`, values }),

  forEach: (item, table, alias, where) => {
    const parts = [item, table, alias, where];
    const [a, b, c, d] = parts.map(({ sql }) => sql);
    return { sql: `${a} CROSS JOIN ${b} AS ${c} WHERE ${d}`, values: parts.flatMap(({ values }) => values) };
  },

  // No field can have this name of the number of a row.
  deleteEach: (item, table, alias, where) => ({
    sql: `DELETE FROM ${table.sql} WHERE _rowid_ IN (SELECT ${alias.sql}._rowid_ FROM ${item.sql} CROSS JOIN ${table.sql} AS ${alias.sql} WHERE ${where.sql})`,
    values: [table, alias, item, table, alias, where].flatMap(({ values }) => values),
  }),

  rows: (columns, rows) => {
    const cells = columns.map(({ name }, index) => `json_extract(value, '$[${index}]') AS "${name}"`);
    return { sql: `(SELECT ${cells.join(', ')} FROM json_each(?))`, values: [JSON.stringify(rows)] };
  },

  isNoneOf: (text, select) => ({ sql: `${text.sql} NOT IN (${select.sql})`, values: [...text.values, ...select.values] }),

  isOneOf: (column, list) => ({
    sql: `${column.sql} IN (SELECT value FROM json_each(?))`,
    values: [...column.values, textOf(list)],
  }),

  itemsOf: (table, column) => ({ sql: `SELECT j.value FROM "${table}", json_each("${table}"."${column}") AS j`, values: [] }),

  numberAt(list, place) {
    const path = `'$[' || (${place.sql}) || ']'`;
    return {
      sql: `CASE WHEN ${place.sql} >= 0 AND json_type(${list.sql}, ${path}) IN ('integer', 'real') THEN CAST(json_extract(${list.sql}, ${path}) AS REAL) END`,
      values: [...place.values, ...list.values, ...place.values, ...list.values, ...place.values],
    };
  },

  areaHolds(area, longitude, latitude) {
    const coordinates = `json_extract(${area.sql}, '$.coordinates')`;
    const parts = `CASE json_extract(${area.sql}, '$.type') WHEN 'Polygon' THEN json_array(json(${coordinates})) WHEN 'MultiPolygon' THEN ${coordinates} END`;
    const corner = (key: string) => {
      const at = (axis: number) => `json_extract(ring.value, '$[' || (${key}) || '][${axis}]')`;
      return [at(0), at(1)] as const;
    };
    const crosses = crossesEast(corner('side.key - 1'), corner('side.key'), longitude, latitude);
    return {
      sql: `(SELECT count(*) % 2 FROM json_each(${parts}) AS part, json_each(part.value) AS ring, json_each(ring.value) AS side WHERE side.key > 0 AND ${crosses.sql}) = 1`,
      values: [...area.values, ...area.values, ...area.values, ...crosses.values],
    };
  },

  listHas: (column, value) => ({
    sql: `EXISTS (SELECT 1 FROM json_each(${column.sql}) WHERE value = ?)`,
    values: [...column.values, value],
  }),

  // Rows are met in the order of their numbers or of an index, and the sum is compensated (Kahan-Babuška).
  steady: (fn, { sql, values }) => ({ sql: `${fn}(${sql})`, values }),

  contains: (column, folded) => ({ sql: `instr(${column.sql}, ?) > 0`, values: [...column.values, folded] }),

  quantile(source, groups, share) {
    const names = Array.from({ length: groups }, (_, index) => `g${index}`);
    const list = names.map((name) => `${name}, `).join('');
    const partition = groups > 0 ? `PARTITION BY ${names.join(', ')}` : '';
    const sql = `SELECT ${list}min(v) + (p - CAST(p AS INTEGER)) * (max(v) - min(v)) AS value
      FROM (SELECT ${list}v, row_number() OVER (${partition} ORDER BY v) - 1 AS i, ? * (count(*) OVER (${partition}) - 1) AS p FROM (${source.sql}) WHERE v IS NOT NULL)
      WHERE i IN (CAST(p AS INTEGER), CAST(p AS INTEGER) + 1) GROUP BY ${list}p`;
    return { sql, values: [share, ...source.values] };
  },

  changes: sqliteChangeLog,
};

// Plans keep what they bind: one text serves all that name the same list.
const texts = new WeakMap<readonly unknown[], string>();

function textOf(list: readonly unknown[]): string {
  const text = texts.get(list) ?? JSON.stringify(list);
  texts.set(list, text);
  return text;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function bucket(moment: Sql, grain: LongGrain | 'week', cut = 0): Sql {
  const { values } = moment;
  const sql = cut > 0 && grain !== 'week' ? `${moment.sql}, '-${cut / 1000} seconds', 'start of month', '+1 month'` : moment.sql;
  if (grain !== 'quarter') return { sql: `date(${sql}${starts[grain]})`, values };
  const month = `(CAST(strftime('%m', ${sql}) AS INTEGER) - 1) / 3 * 3 + 1`;
  return { sql: `strftime('%Y', ${sql}) || printf('-%02d-01', ${month})`, values: [...values, ...values] };
}
