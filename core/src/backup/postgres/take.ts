import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { HaidangError } from '@haidang/sdk';
import type { Knex } from 'knex';
import { to as copyTo } from 'pg-copy-streams';
import { headText } from '../../audit/chain.ts';
import { readSealed, type Sealed } from '../../audit/log.ts';
import type { Database } from '../../data/database.ts';
import { run } from '../../data/dialect/statement.ts';
import { measureFile, syncFile } from '../files.ts';
import type { BackedFile, BackedTable, Manifest } from '../manifest.ts';
import { Tally } from '../tally.ts';
import { inTransaction, onConnection } from './connection.ts';
import { readSchema } from './read-schema.ts';
import { type TableSchema, unsafeIn } from './schema.ts';
import { orderOf, writeSteadily } from './steady.ts';

export const schemaFile = 'schema.json';

/** Where the rows of a table stand in a backup. */
export function rowsFile(table: string): string {
  return `tables/${table}.copy.gz`;
}

/** Copies all tables of ours as one snapshot sees them into the folder of a backup. */
export function takePostgres(
  { read, dialect }: Database,
  out: string,
  progress: (share: number) => void,
): Promise<Pick<Manifest, 'epoch' | 'position' | 'auditHead' | 'tables' | 'files'>> {
  return inTransaction(
    (work) => dialect.snapshot(read, work),
    async (connection) => {
      const [state] = await run(
        connection,
        `SELECT (SELECT value FROM meta WHERE name = 'epoch') AS epoch, head.tx, head.id FROM (${dialect.changes.head}) AS head`,
        [],
      );
      await writeSteadily(connection);
      const schema = await readSchema(connection);
      const unsafe = unsafeIn(schema);
      if (unsafe !== undefined)
        throw new HaidangError('not-ready', { reason: { vi: `Không sao lưu được: ${unsafe}`, en: `This cannot be backed up: ${unsafe}` } });
      const sealed = await readSealed(connection);
      await mkdir(join(out, 'tables'), { mode: 0o700 });
      await writeFile(join(out, schemaFile), `${JSON.stringify(schema, undefined, 1)}\n`, { mode: 0o600, flag: 'wx' });
      await syncFile(join(out, schemaFile));
      const files: BackedFile[] = [{ path: schemaFile, ...(await measureFile(join(out, schemaFile))) }];
      const tables: BackedTable[] = [];
      const held = schema.tables.filter(({ partitioned }) => partitioned === undefined);
      for (const table of held) {
        tables.push(await copyTable(connection, table, sealed, join(out, rowsFile(table.name))));
        files.push({ path: rowsFile(table.name), ...(await measureFile(join(out, rowsFile(table.name)))) });
        progress(tables.length / held.length);
      }
      return {
        epoch: String(state?.epoch),
        position: `${state?.epoch}:${state?.tx}:${state?.id}`,
        auditHead: headText(sealed),
        tables,
        files,
      };
    },
  );
}

async function copyTable(connection: Knex, table: TableSchema, sealed: Sealed, file: string): Promise<BackedTable> {
  const columns = copiedColumns(table);
  const tally = new Tally();
  const sql = `COPY (${selectRows(table, sealed)}) TO STDOUT`;
  await onConnection(connection, (raw) =>
    pipeline(
      raw.query(copyTo(sql)),
      (chunks) => tally.of(chunks),
      createGzip({ level: 3 }),
      createWriteStream(file, { flags: 'wx', mode: 0o600 }),
    ),
  );
  await syncFile(file);
  // Text of COPY has a line for each row, whatever stands in it.
  const { sha256 } = tally.result();
  return { name: table.name, columns, rows: tally.lines, sha256 };
}

/** Columns whose cells a backup holds. */
export function copiedColumns({ columns }: TableSchema): readonly string[] {
  return columns.filter(({ generated }) => generated === undefined).map(({ name }) => name);
}

/** SELECT of the rows of a table, in the order of its key. Transaction numbers mean nothing in another server: of the past only remains what was sealed before what. */
function selectRows(table: TableSchema, { place }: Sealed): string {
  const types = new Map(table.columns.map(({ name, type }) => [name, type]));
  const cell = (name: string) => {
    if (table.name === 'audit_seal' && name === 'last_tx') return `'1' AS "${name}"`;
    if (types.get(name) !== 'xid8') return `"${name}"`;
    if (table.name !== 'audit') return `'0' AS "${name}"`;
    return `CASE WHEN ("${name}", id) <= ('${place.transaction}'::xid8, ${place.id}) THEN '0' ELSE '2' END AS "${name}"`;
  };
  return `SELECT ${copiedColumns(table).map(cell).join(', ')} FROM ONLY "${table.name}"${orderOf(table)}`;
}
