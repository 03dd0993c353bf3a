import { readdir } from 'node:fs/promises';
import { HaidangError } from '@haidang/sdk';

/** Refuses a folder in which something is. */
export async function refuseFilled(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (names.length === 0) return;
  throw new HaidangError('already-exists', {
    folder,
    reason: {
      vi: `Thư mục ${folder} đã có dữ liệu; hãy khôi phục vào một thư mục mới.`,
      en: `There is something in ${folder}; restore into a new folder.`,
    },
  });
}
