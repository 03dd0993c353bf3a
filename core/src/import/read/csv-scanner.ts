import { badFile, type Reason } from './bad-file.ts';
import { maxCell } from './batch.ts';
import { maxElement } from './element-scanner.ts';

/** The cells of a record and the line that it starts on. */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

// Searching for marks with indexOf is several times faster than looking at each character, and reading is the slower half of an import.

/** Cuts CSV text (RFC 4180) that comes in pieces into records; empty lines are left out. The first record names the columns in messages. */
export class CsvScanner {
  readonly #file: string;
  readonly #delimiter: string;
  #header: readonly string[] | undefined;
  #text = '';
  #line = 1;
  #isEnd = false;
  /** Where the search for each mark has come to. */
  #nextBreak = -1;
  #nextQuote = -1;

  constructor(file: string, delimiter: string) {
    this.#file = file;
    this.#delimiter = delimiter;
  }

  /** The records that are complete with this piece; at the end also one without a line break behind it. */
  push(piece: string, isEnd = false): CsvRecord[] {
    this.#text += piece;
    this.#isEnd = isEnd;
    this.#nextBreak = -1;
    this.#nextQuote = -1;
    const records: CsvRecord[] = [];
    let start = 0;
    while (start < this.#text.length) {
      const found = this.#record(start);
      if (!found) break;
      const { cells, end, breaks } = found;
      if (cells.length > 1 || cells[0] !== '') records.push({ cells, line: this.#line });
      this.#header ??= cells;
      this.#line += breaks;
      start = end;
    }
    this.#text = this.#text.slice(start);
    if (this.#text.length > maxElement) throw this.#fault(0, { vi: 'hàng dài hơn 64 MB.', en: 'the row is longer than 64 MB.' });
    return records;
  }

  /** The record at a position; nothing when the text ends before it does. */
  #record(start: number): { readonly cells: string[]; readonly end: number; readonly breaks: number } | undefined {
    const text = this.#text;
    const cells: string[] = [];
    let breaks = 1;
    for (let at = start; ; at++) {
      const isQuoted = text.charCodeAt(at) === 34;
      const end = isQuoted ? this.#closing(at, cells.length) : this.#plainEnd(at, cells.length);
      if ((end ?? text.length) - at > maxCell) throw this.#fault(cells.length, tooLong);
      if (end === undefined) return undefined;
      if (isQuoted) {
        const inner = text.slice(at + 1, end - 1);
        cells.push(inner.includes('"') ? inner.replaceAll('""', '"') : inner);
        breaks += this.#breaks(at, end);
      } else
        cells.push(
          text.charCodeAt(end - 1) === 13 && end > at && text[end] !== this.#delimiter ? text.slice(at, end - 1) : text.slice(at, end),
        );
      at = end;
      if (text[at] === this.#delimiter) continue;
      if (text[at] === '\r' && text[at + 1] === '\n') at++;
      return { cells, end: at + 1, breaks };
    }
  }

  /** Where a cell without quotes ends: at a delimiter, a line break or the end of the file. */
  #plainEnd(at: number, cell: number): number | undefined {
    const text = this.#text;
    const mark = text.indexOf(this.#delimiter, at);
    const end = this.#breakFrom(at);
    const until = mark !== -1 && mark < end ? mark : end;
    if (until === text.length && !this.#isEnd) return undefined;
    if (this.#quoteFrom(at) < until) throw this.#fault(cell, misplaced);
    return until;
  }

  /** Behind the closing quote of a cell that opens with one. */
  #closing(at: number, cell: number): number | undefined {
    const text = this.#text;
    for (let quote = text.indexOf('"', at + 1); quote !== -1; quote = text.indexOf('"', quote + 2)) {
      const next = text[quote + 1];
      if (next === '"') continue;
      if (next === undefined && !this.#isEnd) return undefined;
      if (next === '\r' && text[quote + 2] === undefined && !this.#isEnd) return undefined;
      if (next === undefined || next === this.#delimiter || next === '\n' || (next === '\r' && text[quote + 2] === '\n')) return quote + 1;
      throw this.#fault(cell, misplaced);
    }
    if (this.#isEnd && text.length - at <= maxCell) throw this.#fault(cell, unclosed);
    return undefined;
  }

  #breakFrom(at: number): number {
    if (this.#nextBreak < at) this.#nextBreak = this.#search('\n', at);
    return this.#nextBreak;
  }

  #quoteFrom(at: number): number {
    if (this.#nextQuote < at) this.#nextQuote = this.#search('"', at);
    return this.#nextQuote;
  }

  #search(mark: string, at: number): number {
    const found = this.#text.indexOf(mark, at);
    return found === -1 ? this.#text.length : found;
  }

  #breaks(from: number, to: number): number {
    let count = 0;
    for (let at = this.#text.indexOf('\n', from); at !== -1 && at < to; at = this.#text.indexOf('\n', at + 1)) count++;
    return count;
  }

  #fault(cell: number, { vi, en }: Reason): Error {
    const column = this.#header?.[cell] ?? String(cell + 1);
    return badFile({
      file: this.#file,
      line: this.#line,
      reason: { vi: vi.replace('{column}', column), en: en.replace('{column}', column) },
    });
  }
}

const tooLong: Reason = {
  vi: 'ô ở cột "{column}" dài hơn 10 MB (có thể thiếu dấu nháy đóng).',
  en: 'the cell in column "{column}" is longer than 10 MB (a closing quote may be missing).',
};
const unclosed: Reason = {
  vi: 'ô ở cột "{column}" mở dấu nháy mà không đóng.',
  en: 'the cell in column "{column}" opens a quote that is never closed.',
};
const misplaced: Reason = {
  vi: 'dấu nháy sai chỗ ở cột "{column}" (trong ô phải viết hai dấu nháy).',
  en: 'a quote is out of place in column "{column}" (inside a cell it is written twice).',
};
