import { createHash } from 'node:crypto';
import type { BackedTable } from '../manifest.ts';
import type { SqliteFile } from './file.ts';

/** Rows that are read together. */
const together = 5_000;

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Tables of a file, each with the hash of its rows. */
export async function digestTables(file: SqliteFile): Promise<readonly BackedTable[]> {
  const tables = await file.all(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
  );
  const found: BackedTable[] = [];
  for (const { name } of tables) found.push(await digestTable(file, String(name)));
  return found;
}

async function digestTable(file: SqliteFile, name: string): Promise<BackedTable> {
  const columns = (await file.all('SELECT name FROM pragma_table_info(?) ORDER BY cid', [name])).map((row) => String(row.name));
  const line = columns.map((column) => `quote(${quoted(column)})`).join(" || ',' || ");
  // One long text comes through the driver in a fraction of the time of many rows.
  const sql = `SELECT count(*) AS rows, max(place) AS last, group_concat(line, char(10) ORDER BY place) AS text
    FROM (SELECT rowid AS place, ${line} AS line FROM ${quoted(name)} WHERE rowid > ? ORDER BY rowid LIMIT ${together})`;
  const hash = createHash('sha256');
  let rows = 0;
  for (let after: unknown = Number.MIN_SAFE_INTEGER; ; ) {
    const [part] = await file.all(sql, [after]);
    const count = Number(part?.rows ?? 0);
    if (count > 0) hash.update(`${part?.text}\n`);
    rows += count;
    if (count < together) return { name, columns, rows, sha256: hash.digest('hex') };
    after = part?.last;
  }
}
