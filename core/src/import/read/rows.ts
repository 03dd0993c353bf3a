import { badFile, type Reason } from './bad-file.ts';
import type { Batch } from './batch.ts';
import { isArchive, type OpenFile, openFile } from './bytes.ts';
import { readCsv } from './csv.ts';
import { readJson } from './json-rows.ts';
import { readXlsx } from './xlsx.ts';

/** Rows of a file, in batches; `progress` moves with them. */
export interface Rows extends AsyncIterable<Batch> {
  readonly progress: OpenFile['progress'];
}

/** Opens a CSV, NDJSON or JSON file, gzip or not, or an XLSX workbook, told apart by content. Throws `bad-file`, here or while reading, with file, line and reason. */
export async function readRows(file: string): Promise<Rows> {
  if (await isArchive(file)) return readXlsx(file);
  const opened = await openFile(file);
  const kind = await kindOf(opened);
  return { progress: opened.progress, [Symbol.asyncIterator]: () => (kind === 'csv' ? readCsv(opened) : readJson(opened, kind)) };
}

async function kindOf(opened: OpenFile): Promise<'csv' | 'array' | 'lines'> {
  for await (const chunk of opened.chunks({ total: 0, done: 0 })) {
    const start = chunk.toString('utf8').trimStart();
    if (start === '') continue;
    if (start[0] === '<') throw badFile({ file: opened.file, reason: markup });
    return start[0] === '[' ? 'array' : start[0] === '{' ? 'lines' : 'csv';
  }
  throw badFile({ file: opened.file, reason: { vi: 'tệp rỗng.', en: 'the file is empty.' } });
}

// Usually the page of a server that was down, saved under the name of the data.
const markup: Reason = {
  vi: 'đây là HTML hoặc XML, không phải CSV hay JSON; hãy tải lại dạng .json hoặc .csv.',
  en: 'this is HTML or XML, neither CSV nor JSON; get it again as .json or .csv.',
};
