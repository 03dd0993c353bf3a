import type { Readable } from 'node:stream';
import { HaidangError, type Json } from '@haidang/sdk';
import { exportMark } from '../sheet/mark.ts';

/** A line of a bulk request: the row, or why it is none. */
export type BulkLine =
  | { readonly line: number; readonly row: { readonly [field: string]: Json } }
  | { readonly line: number; readonly reason: string };

const longest = 10 * 1024 * 1024;
/** Characters of a batch, but for its last line: a database takes a whole column of it in one text. */
const most = 16 * 1024 * 1024;

/** Splits a stream of newline-delimited JSON into batches of rows, with the number of each line. Reads no faster than its batches are taken. */
export async function* readNdjson(stream: Readable, size: number): AsyncGenerator<BulkLine[]> {
  let rest = '';
  let line = 0;
  let batch: BulkLine[] = [];
  let length = 0;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const add = (text: string) => {
    line++;
    // The first line of an export tells where the rows come from.
    if (line === 1 && text.startsWith(`{"${exportMark}":`)) return;
    if (text.trim() !== '') batch.push(parseLine(text, line));
    length += text.length;
  };
  const decode = (chunk: Uint8Array | undefined) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new HaidangError('bad-file', { line: line + 1, reason: { vi: 'Nội dung không phải UTF-8.', en: 'The content is not UTF-8.' } });
    }
  };
  // Kept whole, so that what is left after a fault can be read away and the answer arrives.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    const text = decode(chunk);
    const end = text.lastIndexOf('\n');
    // A long line is put together once, not searched again with each piece of it.
    const lines = end < 0 ? [] : (rest + text.slice(0, end)).split('\n');
    rest = end < 0 ? rest + text : text.slice(end + 1);
    if (rest.length > longest) throw new HaidangError('too-large', { line: line + lines.length + 1 });
    for (const each of lines) {
      add(each);
      if (batch.length >= size || length >= most) {
        yield batch;
        batch = [];
        length = 0;
      }
    }
  }
  rest += decode(undefined);
  if (rest !== '') add(rest);
  if (batch.length > 0) yield batch;
}

function parseLine(text: string, line: number): BulkLine {
  try {
    const row: unknown = JSON.parse(text);
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return { line, row: row as { readonly [field: string]: Json } };
    return { line, reason: 'not-an-object' };
  } catch {
    return { line, reason: 'not-json' };
  }
}
