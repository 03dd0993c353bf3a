import { createHash } from 'node:crypto';
import type { BackedTable } from '../manifest.ts';
import type { SqliteFile } from './file.ts';

/** Rows that are read together, and bytes after which no more are: the driver takes half a gigabyte and no more. */
const together = 5_000;
const bytesTogether = 16 * 2 ** 20;

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
  if ((await file.all("SELECT 1 FROM pragma_table_xinfo(?) WHERE lower(name) = '_rowid_'", [name])).length > 0)
    throw new Error(`${name} hides the numbers of its rows`);
  const hash = createHash('sha256');
  let rows = 0;
  for (let after: unknown; ; ) {
    const [part] = await file.all(partOf(name, columns, after === undefined), after === undefined ? [] : [after, after]);
    const count = Number(part?.rows ?? 0);
    if (count === 0) return { name, columns, rows, sha256: hash.digest('hex') };
    if (Buffer.isBuffer(part?.text)) hash.update(part.text).update('\n');
    rows += count;
    after = part?.last;
  }
}

/** SELECT of rows from the first one, or after one, as lines in one text: that comes through the driver in a fraction of the time of many rows. Numbers of rows are texts, since not all of them are numbers of ours. */
function partOf(table: string, columns: readonly string[], isFirst: boolean): string {
  const line = columns.map((column) => `quote(${quoted(column)})`).join(" || ',' || ");
  const bytes = columns.map((column) => `ifnull(octet_length(${quoted(column)}), 0)`).join(' + ');
  const where = isFirst ? 'true' : '_rowid_ > CAST(? AS INTEGER)';
  const next = `SELECT _rowid_ AS place, ${bytes} AS bytes FROM ${quoted(table)} WHERE ${where} ORDER BY _rowid_ LIMIT ${together}`;
  const sized = `SELECT place, bytes, sum(bytes) OVER (ORDER BY place) AS upto FROM (${next})`;
  const fitting = `SELECT max(place) FROM (${sized}) WHERE upto <= ${bytesTogether} OR upto = bytes`;
  return `SELECT count(*) AS rows, CAST(max(place) AS TEXT) AS last, CAST(group_concat(line, char(10) ORDER BY place) AS BLOB) AS text
    FROM (SELECT _rowid_ AS place, ${line} AS line FROM ${quoted(table)} WHERE ${where} AND _rowid_ <= (${fitting}))`;
}
