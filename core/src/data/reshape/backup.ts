import { mkdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { takeBackup } from '../../backup/backup.ts';
import type { Database } from '../database.ts';
import { ReshapeFault } from './fault.ts';
import type { BackupCause, Upgrading } from './reshape.ts';

/** How much room has to be there, measured by what the database takes: for the backup, and for tables that are written anew. */
const room = 2.5;

/** Keeps the data in `backups/before-<dataset>-v<version>-<time>` of the data folder. */
export function backupBefore({ database, data }: { readonly database: Database; readonly data: string }): Upgrading['backup'] {
  return async (cause) => {
    const folder = join(data, 'backups');
    await mkdir(folder, { recursive: true });
    await refuseFull(database, folder);
    const out = join(folder, nameOf(cause));
    await takeBackup({ database, out });
    return () => rm(out, { recursive: true, force: true });
  };
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
  throw new ReshapeFault([`${folder} has room for ${megabytes(free)}, and the backup that comes before needs ${megabytes(needed)}`]);
}
