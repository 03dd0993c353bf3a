import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { HaidangError } from '@haidang/sdk';
import type { Knex } from 'knex';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Database } from '../../data/database.ts';
import { run } from '../../data/dialect/statement.ts';
import { openDatabase } from '../../data/open.ts';
import { damaged } from '../damage.ts';
import type { BackedTable, Manifest } from '../manifest.ts';
import { newEpoch } from '../new-epoch.ts';
import { Tally } from '../tally.ts';
import { unfinishedName } from '../unfinished.ts';
import { readBackedSchema } from './check.ts';
import { inTransaction, onConnection } from './connection.ts';
import { finishStatements, startStatements } from './ddl.ts';
import { readSchema } from './read-schema.ts';
import type { TableSchema } from './schema.ts';
import { orderOf, writeSteadily } from './steady.ts';
import { rowsFile } from './take.ts';

interface Work {
  readonly from: string;
  readonly url: string;
  readonly manifest: Manifest;
  /** What else belongs to it, done before the place is open to a server. */
  finish(): Promise<void>;
  readonly progress: (share: number) => void;
}

/** Puts the tables of a backup into an empty database, in one transaction. */
export async function restorePostgres({ from, url, manifest, finish, progress }: Work): Promise<void> {
  const schema = await readBackedSchema(from);
  const database = await openDatabase({ url });
  try {
    await mark(database);
    await inTransaction(
      (work) => database.write.transaction(work),
      async (connection) => {
        await refuseFilledDatabase(connection);
        await connection.raw('DROP TABLE meta');
        for (const sql of startStatements(schema)) await connection.raw(sql);
        for (const [index, backed] of manifest.tables.entries()) {
          await loadRows(connection, backed, join(from, rowsFile(backed.name)));
          progress(((index + 1) / manifest.tables.length) * 0.6);
        }
        for (const sql of finishStatements(schema)) await connection.raw(sql);
        await compareRows(connection, schema.tables, manifest.tables, (share) => progress(0.6 + share * 0.4));
        for (const { sql, values } of newEpoch()) await run(connection, sql, values);
        await finish();
      },
    );
    await database.write.raw('ANALYZE');
  } finally {
    await database.close();
  }
}

/** From here on a server refuses the database, until the restore is done as a whole. */
async function mark({ write }: Database): Promise<void> {
  await write.transaction(async (connection) => {
    await refuseFilledDatabase(connection);
    await connection.raw('CREATE TABLE IF NOT EXISTS meta (name text PRIMARY KEY NOT NULL, value text NOT NULL)');
    await connection('meta').insert({ name: unfinishedName, value: new Date().toISOString() }).onConflict('name').ignore();
  });
}

/** Refuses a database in which something is besides the mark of an interrupted restore. */
async function refuseFilledDatabase(connection: Knex): Promise<void> {
  const { tables, sequences } = await readSchema(connection);
  const isMarked = tables.length === 1 && tables[0]?.name === 'meta' && sequences.length === 0;
  const names: string[] = isMarked ? await connection('meta').pluck('name') : [];
  if (tables.length === 0 ? sequences.length === 0 : isMarked && names.join() === unfinishedName) return;
  throw new HaidangError('already-exists', {
    reason: {
      vi: 'Cơ sở dữ liệu đích không trống; hãy khôi phục vào một cơ sở dữ liệu mới.',
      en: 'The database is not empty; restore into a new one.',
    },
  });
}

async function loadRows(connection: Knex, { name, columns, rows }: BackedTable, file: string): Promise<void> {
  const list = columns.map((column) => `"${column}"`).join(', ');
  const loaded = await onConnection(connection, async (raw) => {
    const sink = raw.query(copyFrom(`COPY "${name}" (${list}) FROM STDIN`));
    await pipeline(createReadStream(file), createGunzip(), sink);
    return sink.rowCount;
  });
  if (loaded !== rows) throw unfit(name);
}

/** Reads back what was loaded. */
async function compareRows(
  connection: Knex,
  schemas: readonly TableSchema[],
  tables: readonly BackedTable[],
  progress: (share: number) => void,
): Promise<void> {
  const orders = new Map(schemas.map((table) => [table.name, orderOf(table)]));
  await writeSteadily(connection);
  for (const [index, { name, columns, sha256 }] of tables.entries()) {
    const tally = new Tally();
    const list = columns.map((column) => `"${column}"`).join(', ');
    const sql = `COPY (SELECT ${list} FROM ONLY "${name}"${orders.get(name) ?? ''}) TO STDOUT`;
    await onConnection(connection, (raw) => pipeline(raw.query(copyTo(sql)), (chunks) => tally.all(chunks)));
    if (tally.result().sha256 !== sha256) throw unfit(name);
    progress((index + 1) / tables.length);
  }
}

function unfit(table: string): Error {
  return damaged(rowsFile(table), {
    vi: `Bảng ${table} sau khi khôi phục không giống bản sao lưu.`,
    en: `Table ${table} as it was restored differs from the backup.`,
  });
}
