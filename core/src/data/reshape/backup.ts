import { mkdir, rm, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import { takeBackup } from '../../backup/backup.ts';
import type { Database } from '../database.ts';
import { ReshapeFault } from './fault.ts';
import type { BackupCause, Upgrading } from './reshape.ts';

/** How much room has to be there, measured by what the database takes: for the backup, and for tables that are written anew. */
const room = 2.5;

/** Keeps the data in `backups/before-<dataset>-v<version>-<time>` of the data folder. */
export function backupBefore({ database, data }: { readonly database: Database; readonly data: string }): Upgrading['backup'] {
  const folder = resolve(data, 'backups');
  return async (cause) => {
    const out = join(folder, nameOf(cause));
    try {
      await mkdir(folder, { recursive: true });
      await refuseFull(database, folder);
      await takeBackup({ database, out });
    } catch (error) {
      if (error instanceof ReshapeFault || database.dialect.isRace(error)) throw error;
      throw new ReshapeFault([`the backup that comes before could not be made: ${wordsOf(error).replaceAll(folder, 'backups')}`]);
    }
    return () => rm(out, { recursive: true, force: true });
  };
}

/** What went wrong, without the places on the disk that the words of the system name: everybody may read it. */
function wordsOf(error: unknown): string {
  if (error instanceof HaidangError) {
    const { reason } = error.details;
    return String(typeof reason === 'object' && reason !== null && 'en' in reason ? reason.en : error.code);
  }
  return error instanceof Error && 'code' in error ? String(error.code) : 'an unknown failure';
}

function nameOf({ dataset, version, datasets }: BackupCause): string {
  const others = datasets > 1 ? `-and-${datasets - 1}-more` : '';
  const time = new Date().toISOString().replace(/[-:.]/g, '');
  return `before-${dataset.replace('/', '-')}-v${version}${others}-${time}`;
}

async function refuseFull({ dialect, read }: Database, folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const [free, needed] = [bavail * bsize, (await dialect.shape.size(read)) * room];
  if (free >= needed) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1_000_000)} MB`;
  throw new ReshapeFault([`the data folder has room for ${megabytes(free)}, and the backup that comes before needs ${megabytes(needed)}`]);
}
