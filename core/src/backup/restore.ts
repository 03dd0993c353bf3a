import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import { type Head, readHead } from '../audit/chain.ts';
import { noteHead } from '../audit/heads.ts';
import { refuseHeld } from '../holder.ts';
import { checkBackup } from './check.ts';
import { refuseFilled } from './empty.ts';
import { copyFile, syncFolder } from './files.ts';
import { isOfLocality, localityFolder } from './locality-files.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { restorePostgres } from './postgres/restore.ts';
import { restoreSqlite } from './sqlite/restore.ts';

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
  if (files !== undefined) await refuseFilled(files);
  refuseOtherKind(await readManifest(from), databaseUrl);
  const manifest = await checkBackup(from, (share) => progress(share * 0.4));
  const later = (share: number) => progress(0.4 + share * 0.6);
  const finish = async () => {
    if (files !== undefined) await restoreFiles(from, manifest, resolve(files));
    const head: Head | undefined = readHead(manifest.auditHead);
    if (head) await noteHead(data, head, { at: Date.now(), isRestored: true });
  };
  if (databaseUrl === undefined) await restoreSqlite({ from, data: resolve(data), manifest, finish });
  else await restorePostgres({ from, url: databaseUrl, manifest, finish, progress: later });
  return manifest;
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

async function restoreFiles(from: string, manifest: Manifest, folder: string): Promise<void> {
  const part = `${folder}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  for (const { path } of manifest.files) {
    const inner = path.slice(localityFolder.length + 1);
    if (isOfLocality(path)) await copyFile(join(from, path), join(part, inner));
  }
  // An empty folder gives way, a filled one does not.
  await mkdir(folder, { recursive: true });
  await rmdir(folder);
  await rename(part, folder);
  await syncFolder(dirname(folder));
}
