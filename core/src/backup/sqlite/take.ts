import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import { beginning, headText } from '../../audit/chain.ts';
import type { Database } from '../../data/database.ts';
import { run } from '../../data/dialect/statement.ts';
import { measureFile, syncFile } from '../files.ts';
import type { Manifest } from '../manifest.ts';
import { copyDatabase } from './copy.ts';
import { digestTables } from './digest.ts';
import { SqliteFile } from './file.ts';

/** The database in a backup. */
export const databaseFile = 'haidang.sqlite';

/** Copies a database into the folder of a backup, and reads it back. */
export async function takeSqlite(
  { read }: Database,
  out: string,
  progress: (share: number) => void,
): Promise<Pick<Manifest, 'epoch' | 'position' | 'auditHead' | 'tables' | 'files'>> {
  await refuseFull(await sizeOf(read), out);
  const path = join(out, databaseFile);
  await copyDatabase(read, path, progress);
  const copy = await SqliteFile.writable(path);
  try {
    // One file without a log beside it.
    await copy.run('PRAGMA journal_mode = DELETE');
  } finally {
    await copy.close();
  }
  await syncFile(path);
  const taken = await SqliteFile.readOnly(path);
  try {
    const tables = await digestTables(taken);
    const [state] = await taken.all(
      `SELECT (SELECT value FROM meta WHERE name = 'epoch') AS epoch, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'change'), 0) AS id,
        (SELECT seq || ':' || hash FROM audit_seal ORDER BY seq DESC LIMIT 1) AS head`,
    );
    return {
      epoch: String(state?.epoch),
      position: `${state?.epoch}:0:${state?.id}`,
      auditHead: String(state?.head ?? headText(beginning)),
      tables,
      files: [{ path: databaseFile, ...(await measureFile(path)) }],
    };
  } finally {
    await taken.close();
  }
}

async function sizeOf(read: Database['read']): Promise<number> {
  const [size] = await run(read, 'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size', []);
  return Number(size?.bytes ?? 0);
}

/** Refuses a folder whose disk has no room for so many bytes. */
async function refuseFull(bytes: number, folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free > bytes) return;
  const mib = (count: number) => Math.ceil(count / 2 ** 20);
  throw new HaidangError('not-ready', {
    folder,
    reason: {
      vi: `Ổ đĩa của ${dirname(folder)} còn ${mib(free)} MiB, bản sao lưu cần ${mib(bytes)} MiB.`,
      en: `The disk of ${dirname(folder)} has ${mib(free)} MiB left, the backup needs ${mib(bytes)} MiB.`,
    },
  });
}
