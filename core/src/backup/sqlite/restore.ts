import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { headsFile } from '../../audit/heads.ts';
import { damaged } from '../damage.ts';
import { refuseFilled } from '../empty.ts';
import { copyFile, syncFile, syncFolder } from '../files.ts';
import type { Manifest } from '../manifest.ts';
import { newEpoch } from '../new-epoch.ts';
import { unfinishedFile } from '../unfinished.ts';
import { SqliteFile } from './file.ts';
import { databaseFile } from './take.ts';

interface Work {
  readonly from: string;
  readonly data: string;
  readonly manifest: Manifest;
  /** What else belongs to it, done before the place is open to a server. */
  finish(): Promise<void>;
}

/** What an interrupted restore may have left. */
const leftovers: ReadonlySet<string> = new Set([
  unfinishedFile,
  databaseFile,
  `${databaseFile}.part`,
  `${databaseFile}.part-journal`,
  headsFile,
]);

/** Puts the database of a backup into an empty data folder. */
export async function restoreSqlite({ from, data, manifest, finish }: Work): Promise<void> {
  await mkdir(data, { recursive: true });
  const names = await readdir(data);
  const isInterrupted = names.includes(unfinishedFile) && names.every((name) => leftovers.has(name));
  if (!isInterrupted) await refuseFilled(data);
  const mark = join(data, unfinishedFile);
  await writeFile(mark, '');
  await syncFile(mark);
  await syncFolder(data);
  for (const name of names) if (name !== unfinishedFile) await rm(join(data, name));
  const part = join(data, `${databaseFile}.part`);
  const copied = await copyFile(join(from, databaseFile), part);
  const { path: _, ...expected } = manifest.files.find(({ path }) => path === databaseFile) ?? { path: '' };
  if (!isDeepStrictEqual(copied, expected))
    throw damaged(databaseFile, { vi: `Không chép được ${databaseFile}.`, en: `${databaseFile} could not be copied.` });
  const file = await SqliteFile.writable(part);
  try {
    for (const { sql, values } of newEpoch()) await file.run(sql, values);
  } finally {
    await file.close();
  }
  await syncFile(part);
  await rename(part, join(data, databaseFile));
  await finish();
  await syncFolder(data);
  await rm(mark);
  await syncFolder(data);
}
