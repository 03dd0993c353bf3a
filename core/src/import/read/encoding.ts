import { isUtf8 } from 'node:buffer';
import { badFile, type Reason } from './bad-file.ts';

/** The line that reading has come to, from 1. */
export interface Line {
  number: number;
}

const newline = 0x0a;

/** Passes UTF-8 on without its byte order mark, cut between characters; anything else is refused with the line and the encoding that it looks like. */
export async function* checkUtf8(file: string, chunks: AsyncIterable<Buffer>, line: Line): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  const checked = (bytes: Buffer) => {
    const at = isFirst ? refuseUtf16(file, bytes) : 0;
    isFirst = false;
    if (!isUtf8(bytes)) refuse(file, bytes, line);
    line.number += countLines(bytes);
    return bytes.subarray(at);
  };
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    // The byte order mark is looked for once there are enough bytes.
    const end = isFirst && bytes.length < 4 ? 0 : wholeCharacters(bytes);
    rest = bytes.subarray(end);
    if (end > 0) yield checked(bytes.subarray(0, end));
  }
  if (rest.length > 0) yield checked(rest);
}

/** Length of the part that ends with a whole character. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count++;
  return count;
}

/** Length of the byte order mark. */
function refuseUtf16(file: string, bytes: Buffer): number {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3;
  const isMarked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const start = bytes.subarray(0, 1024);
  const isHalfZero = start.filter((byte) => byte === 0).length * 3 > start.length;
  if (isMarked || isHalfZero) throw badFile({ file, line: 1, reason: reencode('UTF-16') });
  if (start.includes(0)) throw badFile({ file, line: 1, reason: { vi: 'đây không phải là tệp văn bản.', en: 'this is not a text file.' } });
  return 0;
}

function refuse(file: string, bytes: Buffer, line: Line): never {
  let { number } = line;
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(newline, from);
    const text = bytes.subarray(from, end === -1 ? bytes.length : end);
    if (end === -1 || !isUtf8(text)) throw badFile({ file, line: number, reason: reencode(looksLike(text)) });
    from = end + 1;
    number++;
  }
}

/** Windows-1258 writes a tone as a mark of its own after the vowel; read that way, text in it composes to Vietnamese letters. */
function looksLike(text: Buffer): string {
  const read = new TextDecoder('windows-1258').decode(text).normalize('NFC');
  return /[ăơưđ\u1ea0-\u1ef9]/i.test(read) ? 'Windows-1258' : 'Windows-1252 (Latin-1)';
}

function reencode(encoding: string): Reason {
  return {
    vi: `không phải UTF-8, trông như ${encoding}; hãy lưu lại tệp với mã hoá UTF-8.`,
    en: `not UTF-8, it looks like ${encoding}; save the file again as UTF-8.`,
  };
}
