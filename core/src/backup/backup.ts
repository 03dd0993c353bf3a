import { mkdir, readdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import type { Database } from '../data/database.ts';
import { version } from '../version.ts';
import { checkBackup } from './check.ts';
import { backFiles } from './locality-files.ts';
import { type Manifest, writeManifest } from './manifest.ts';
import { takePostgres } from './postgres/take.ts';
import { takeSqlite } from './sqlite/take.ts';

export interface BackupRequest {
  readonly database: Database;
  /** Folder that the backup becomes; it is made, and refused when something is in it. */
  readonly out: string;
  /** The folder of a locality, whose files go along. */
  readonly files?: string;
  /** Folders that do not go along though they lie in that one, such as the server's own data. */
  readonly without?: readonly string[];
  /** Told how far it has come, from 0 to 1. */
  readonly progress?: (share: number) => void;
}

/** Backs an open database up, as it is at one moment and while others write, and reads back what was written before it answers. What failed leaves nothing behind. */
export async function takeBackup({ database, out, files, without = [], progress = () => {} }: BackupRequest): Promise<Manifest> {
  const folder = resolve(out);
  await makeFolder(folder);
  try {
    const takenAt = new Date().toISOString();
    const take = database.kind === 'sqlite' ? takeSqlite : takePostgres;
    const taken = await take(database, folder, (share) => progress(share * 0.7));
    const locality = files === undefined ? [] : await backFiles(files, folder, [folder, ...without]);
    await writeManifest(folder, {
      format: 1,
      product: version,
      kind: database.kind,
      takenAt,
      ...taken,
      files: [...taken.files, ...locality],
    });
    return await checkBackup(folder, (share) => progress(0.7 + share * 0.3));
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw isFull(error) ? full(folder, error) : error;
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'].includes(String(error.code));
}

function full(folder: string, cause: unknown): HaidangError {
  const reason = { vi: `Ổ đĩa của ${folder} đã đầy.`, en: `The disk of ${folder} is full.` };
  return new HaidangError('not-ready', { folder, reason }, { cause });
}

/** Makes the folder, or takes an empty one. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length === 0) return;
  throw new HaidangError('already-exists', {
    folder,
    reason: {
      vi: `Thư mục ${folder} đã có dữ liệu; bản sao lưu cần một thư mục mới.`,
      en: `There is something in ${folder}; a backup needs a new folder.`,
    },
  });
}
