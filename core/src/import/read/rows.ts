import { badFile } from './bad-file.ts';
import type { Batch } from './batch.ts';
import { type OpenFile, openFile } from './bytes.ts';
import { readCsv } from './csv.ts';
import { readJson } from './json-rows.ts';

/** Rows of a file, in batches; `progress` moves with them. */
export interface Rows extends AsyncIterable<Batch> {
  readonly progress: OpenFile['progress'];
}

/** Opens a CSV, NDJSON or JSON file, gzip or not, told apart by content. Throws `bad-file`, here or while reading, with file, line and reason. */
export async function readRows(file: string): Promise<Rows> {
  const opened = await openFile(file);
  const kind = await kindOf(opened);
  return { progress: opened.progress, [Symbol.asyncIterator]: () => (kind === 'csv' ? readCsv(opened) : readJson(opened, kind)) };
}

async function kindOf(opened: OpenFile): Promise<'csv' | 'array' | 'lines'> {
  for await (const chunk of opened.chunks({ total: 0, done: 0 })) {
    const start = chunk.toString('utf8').trimStart();
    if (start === '') continue;
    return start[0] === '[' ? 'array' : start[0] === '{' ? 'lines' : 'csv';
  }
  throw badFile({ file: opened.file, reason: { vi: 'tệp rỗng.', en: 'the file is empty.' } });
}
