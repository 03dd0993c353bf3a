import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import type { Database } from '../data/database.ts';

/** In a data folder: a restore began and has not ended. */
export const unfinishedFile = 'restore-unfinished';
/** The same in the table `meta` of a PostgreSQL database. */
export const unfinishedName = 'restore-unfinished';

/** Refuses a data folder whose restore was interrupted. */
export function refuseUnfinishedFolder(data: string): void {
  if (existsSync(join(data, unfinishedFile))) throw unfinished(data);
}

/** Refuses a database whose restore was interrupted. */
export async function refuseUnfinishedDatabase({ read, dialect }: Database): Promise<void> {
  const isMade = (await dialect.columnsOf(read, 'meta')).length > 0;
  if (isMade && (await read('meta').where({ name: unfinishedName }).first('name'))) throw unfinished();
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
