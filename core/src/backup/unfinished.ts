import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import type { Database } from '../data/database.ts';

/** In a data folder: a restore began and has not ended. */
export const unfinishedFile = 'restore-unfinished';
/** The same in the table `meta` of a PostgreSQL database. */
export const unfinishedName = 'restore-unfinished';

/** Whether the restore into a data folder was interrupted. */
export function isUnfinishedFolder(data: string): boolean {
  return existsSync(join(data, unfinishedFile));
}

/** Whether the restore into a database was interrupted. */
export async function isUnfinishedDatabase({ read, dialect }: Database): Promise<boolean> {
  const isMade = (await dialect.columnsOf(read, 'meta')).length > 0;
  return isMade && (await read('meta').where({ name: unfinishedName }).first('name')) !== undefined;
}

/** Refuses a data folder whose restore was interrupted. */
export function refuseUnfinishedFolder(data: string): void {
  if (isUnfinishedFolder(data)) throw unfinished(data);
}

/** Refuses a database whose restore was interrupted. */
export async function refuseUnfinishedDatabase(database: Database): Promise<void> {
  if (await isUnfinishedDatabase(database)) throw unfinished();
}

function unfinished(folder?: string): HaidangError {
  return new HaidangError('not-ready', {
    ...(folder !== undefined && { folder }),
    reason: {
      vi: 'Việc khôi phục vào đây đã bị ngắt giữa chừng. Hãy chạy lại lệnh restore.',
      en: 'A restore into this place was interrupted. Run it again.',
    },
  });
}
