import { HaidangError } from '@haidang/sdk';
import type { Database } from './database.ts';
import { openPostgres } from './dialect/open-postgres.ts';
import { openSqlite } from './dialect/open-sqlite.ts';

/** Opens the database of a data folder (SQLite) or of an address (PostgreSQL), and refuses one that could lose what it has acknowledged. With `readOnly` nothing is created and nothing can be written. */
export async function openDatabase({
  folder,
  url,
  readOnly = false,
}: {
  readonly folder?: string;
  readonly url?: string;
  readonly readOnly?: boolean;
}): Promise<Database> {
  if (url !== undefined) return openPostgres({ url, readOnly });
  if (folder !== undefined) return openSqlite({ folder, readOnly });
  throw new HaidangError('not-ready', { reason: 'No database is named: give a data folder or the address of a PostgreSQL database.' });
}
