import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { HaidangError } from '@haidang/sdk';
import { badFile } from './bad-file.ts';
import { checkUtf8, type Line } from './encoding.ts';

const chunkSize = 256 * 1024;

/** How far a file has been read, in bytes as they stand on disk. */
export interface Progress {
  readonly total: number;
  done: number;
}

/** A file whose bytes are read once, in order. */
export interface OpenFile {
  readonly file: string;
  readonly progress: Progress;
  /** UTF-8 without byte order mark, unpacked when it is gzip; no chunk ends inside a character. `progress` moves with them, unless it is only a look. */
  chunks(progress?: Progress): AsyncGenerator<Buffer>;
}

/** Opens a file for reading; what it is packed with is told by its content, never by its name. */
export async function openFile(file: string): Promise<OpenFile> {
  const { size, magic } = await look(file);
  if (size === 0) throw badFile({ file, reason: { vi: 'tệp rỗng.', en: 'the file is empty.' } });
  const progress: Progress = { total: size, done: 0 };
  return { file, progress, chunks: (moving = progress) => read(file, moving, magic.startsWith('1f8b')) };
}

/** Whether a file is a ZIP archive, as workbooks are. */
export async function isArchive(file: string): Promise<boolean> {
  return (await look(file)).magic.startsWith('504b0304');
}

async function look(file: string): Promise<{ size: number; magic: string }> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    const stat = await handle.stat();
    if (!stat.isFile()) throw badFile({ file, reason: { vi: 'đây không phải là tệp.', en: 'this is not a file.' } });
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return { size: stat.size, magic: buffer.subarray(0, bytesRead).toString('hex') };
  } catch (error) {
    if (error instanceof HaidangError || !(error instanceof Error) || !('code' in error)) throw error;
    if (error.code === 'ENOENT') throw badFile({ file, reason: { vi: 'không tìm thấy tệp.', en: 'there is no such file.' }, cause: error });
    throw badFile({
      file,
      reason: { vi: `không mở được tệp (${error.code}).`, en: `the file cannot be opened (${error.code}).` },
      cause: error,
    });
  } finally {
    await handle?.close();
  }
}

async function* read(file: string, progress: Progress, isGzip: boolean): AsyncGenerator<Buffer> {
  const raw = createReadStream(file, { highWaterMark: chunkSize });
  raw.on('data', (chunk) => {
    progress.done += chunk.length;
  });
  raw.pause();
  const line: Line = { number: 1 };
  const unpacked = isGzip ? pipeline(raw, createGunzip({ chunkSize }), () => undefined) : raw;
  try {
    yield* checkUtf8(file, unpacked, line);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string' || !error.code.startsWith('Z_')) throw error;
    throw badFile({
      file,
      line: line.number,
      reason: { vi: `tệp gzip bị hỏng từ đây (${error.message}).`, en: `the gzip file is broken from here on (${error.message}).` },
      cause: error,
    });
  } finally {
    raw.destroy();
  }
}
