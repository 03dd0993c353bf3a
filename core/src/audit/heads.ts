import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import { type Head, headText, readHead } from './chain.ts';

/** Where heads of the chain are noted beside the database: who rewrites the chain has to find them too. */
export const headsFile = 'audit-heads.log';
const restored = 'restored';

/** Notes a head that the chain has, or from which it goes on after a restore. */
export async function noteHead(
  data: string,
  head: Head,
  { at, isRestored = false }: { readonly at: number; readonly isRestored?: boolean },
) {
  await mkdir(data, { recursive: true });
  const line = [new Date(at).toISOString(), headText(head), ...(isRestored ? [restored] : [])].join(' ');
  await appendFile(join(data, headsFile), `${line}\n`, { mode: 0o600 });
}

/** Heads that were noted since the last restore. A file that is there and cannot be read is not one without heads. */
export async function notedHeads(data: string): Promise<readonly Head[]> {
  const text = await readFile(join(data, headsFile), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '';
    const reason = { vi: `Không đọc được ${headsFile}: ${cause.code}.`, en: `${headsFile} cannot be read: ${cause.code}.` };
    throw new HaidangError('bad-file', { file: join(data, headsFile), reason }, { cause });
  });
  const heads: Head[] = [];
  for (const line of text.split('\n')) {
    const [, said = '', mark] = line.split(' ');
    const head = readHead(said);
    if (mark === restored) heads.length = 0;
    if (head) heads.push(head);
  }
  return heads;
}
