import { resolve } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import { type Head, readHead } from '../audit/chain.ts';
import { noteHead } from '../audit/heads.ts';
import { openDatabase } from '../data/open.ts';
import { refuseHeld } from '../holder.ts';
import { checkBackup } from './check.ts';
import { refuseFilled } from './empty.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { holdsFiles, placeFiles } from './place-files.ts';
import { restorePostgres } from './postgres/restore.ts';
import { restoreSqlite } from './sqlite/restore.ts';
import { isUnfinishedDatabase, isUnfinishedFolder } from './unfinished.ts';

export interface RestoreRequest {
  /** The backup. */
  readonly from: string;
  /** The data folder: an empty one, unless the data go to `databaseUrl`. */
  readonly data: string;
  /** An empty PostgreSQL database. */
  readonly databaseUrl?: string;
  /** Where the files of the locality go: a folder that is made. Absent: they stay in the backup. */
  readonly files?: string;
  readonly progress?: (share: number) => void;
}

/** Restores a backup into an empty place after all of it was read and found whole. Interrupted, it leaves a place that no server takes, and can be repeated. */
export async function restoreBackup({ from, data, databaseUrl, files, progress = () => {} }: RestoreRequest): Promise<Manifest> {
  await refuseHeld(data);
  const said = await readManifest(from);
  refuseOtherKind(said, databaseUrl);
  if (files !== undefined && !((await holdsFiles(files, said)) && (await isInterrupted(data, databaseUrl)))) await refuseFilled(files);
  const manifest = await checkBackup(from, (share) => progress(share * 0.4));
  const later = (share: number) => progress(0.4 + share * 0.6);
  const finish = async () => {
    if (files !== undefined) await placeFiles(from, manifest, resolve(files));
    const head: Head | undefined = readHead(manifest.auditHead);
    if (head) await noteHead(data, head, { at: Date.now(), isRestored: true });
  };
  if (databaseUrl === undefined) await restoreSqlite({ from, data: resolve(data), manifest, finish });
  else await restorePostgres({ from, url: databaseUrl, manifest, finish, progress: later });
  return manifest;
}

/** Whether an earlier restore began here and did not end: what it has placed may stay. */
async function isInterrupted(data: string, databaseUrl: string | undefined): Promise<boolean> {
  if (databaseUrl === undefined) return isUnfinishedFolder(data);
  const database = await openDatabase({ url: databaseUrl, readOnly: true });
  try {
    return await isUnfinishedDatabase(database);
  } finally {
    await database.close();
  }
}

function refuseOtherKind({ kind }: Manifest, databaseUrl: string | undefined): void {
  const target = databaseUrl === undefined ? 'sqlite' : 'postgres';
  if (kind === target) return;
  const names = { sqlite: 'SQLite', postgres: 'PostgreSQL' };
  throw new HaidangError('bad-request', {
    kind,
    reason: {
      vi: `Bản sao lưu của ${names[kind]} không khôi phục vào ${names[target]} được. ${kind === 'postgres' ? 'Hãy đặt HAIDANG_DATABASE_URL.' : 'Hãy bỏ HAIDANG_DATABASE_URL.'}`,
      en: `A backup of ${names[kind]} cannot be restored into ${names[target]}. ${kind === 'postgres' ? 'Set HAIDANG_DATABASE_URL.' : 'Unset HAIDANG_DATABASE_URL.'}`,
    },
  });
}
