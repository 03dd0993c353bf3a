import { isDeepStrictEqual } from 'node:util';
import { damaged } from '../damage.ts';
import type { BackedTable } from '../manifest.ts';
import { digestTables } from './digest.ts';
import type { SqliteFile } from './file.ts';

const name = 'haidang.sqlite';

/** Refuses a database that is not whole, holds what ours never do, or other rows than `expected`. */
export async function checkSqliteFile(file: SqliteFile, expected: readonly BackedTable[]): Promise<void> {
  try {
    const [state] = await file.all('PRAGMA integrity_check(1)');
    const strange = await file.all(
      "SELECT name FROM sqlite_schema WHERE type NOT IN ('table', 'index') OR (type = 'table' AND (rootpage = 0 OR sql LIKE '%WITHOUT ROWID%'))",
    );
    const isWhole = state?.integrity_check === 'ok' && strange.length === 0;
    if (isWhole && isDeepStrictEqual(await digestTables(file), expected)) return;
  } catch (cause) {
    throw unfit(cause);
  }
  throw unfit();
}

function unfit(cause?: unknown): Error {
  return damaged(name, { vi: `Cơ sở dữ liệu trong ${name} không nguyên vẹn.`, en: `The database in ${name} is not whole.` }, cause);
}
