import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import { createGunzip } from 'node:zlib';
import { damaged } from '../damage.ts';
import { isOfLocality } from '../locality-files.ts';
import type { Manifest } from '../manifest.ts';
import { Tally } from '../tally.ts';
import { type DatabaseSchema, unsafeIn } from './schema.ts';
import { isDatabaseSchema } from './schema-form.ts';
import { copiedColumns, rowsFile, schemaFile } from './take.ts';

/** Reads the rows of a backup and refuses others than the manifest says, or tables that are none of ours. */
export async function checkPostgresFiles(folder: string, manifest: Manifest, progress: (share: number) => void): Promise<void> {
  const { tables } = await readBackedSchema(folder);
  const held = tables.filter(({ partitioned }) => partitioned === undefined);
  const columns = (list: readonly { readonly name: string; readonly columns: readonly string[] }[]) =>
    new Map(list.map((table) => [table.name, table.columns]));
  const isSame = isDeepStrictEqual(
    columns(held.map((table) => ({ name: table.name, columns: copiedColumns(table) }))),
    columns(manifest.tables),
  );
  const named = new Set([schemaFile, ...held.map(({ name }) => rowsFile(name))]);
  const files = manifest.files.filter(({ path }) => !isOfLocality(path));
  if (!isSame || files.length !== named.size || files.some(({ path }) => !named.has(path)))
    throw damaged(schemaFile, { vi: `${schemaFile} không khớp với danh sách bảng.`, en: `${schemaFile} does not fit the list of tables.` });
  for (const [index, { name, rows, sha256 }] of manifest.tables.entries()) {
    const tally = new Tally();
    const unfit = (cause?: unknown) =>
      damaged(
        rowsFile(name),
        { vi: `Các dòng của bảng ${name} không giống lúc sao lưu.`, en: `The rows of table ${name} are not as they were backed up.` },
        cause,
      );
    try {
      await pipeline(createReadStream(join(folder, rowsFile(name))), createGunzip(), (chunks) => tally.all(chunks));
    } catch (cause) {
      throw unfit(cause);
    }
    if (tally.lines !== rows || tally.result().sha256 !== sha256) throw unfit();
    progress((index + 1) / manifest.tables.length);
  }
}

/** Reads the tables of a backup. */
export async function readBackedSchema(folder: string): Promise<DatabaseSchema> {
  try {
    const schema: unknown = JSON.parse(await readFile(join(folder, schemaFile), 'utf8'));
    if (isDatabaseSchema(schema) && unsafeIn(schema) === undefined) return schema;
  } catch (cause) {
    throw unfit(cause);
  }
  throw unfit();
}

function unfit(cause?: unknown): Error {
  return damaged(schemaFile, { vi: `${schemaFile} bị hỏng.`, en: `${schemaFile} is damaged.` }, cause);
}
