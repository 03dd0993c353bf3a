import { plainText } from '../../export/safe-text.ts';
import { exportMark } from '../../sheet/mark.ts';
import { badFile, type Reason } from './bad-file.ts';
import { type Batch, BatchMaker } from './batch.ts';
import type { OpenFile } from './bytes.ts';
import { type CsvRecord, CsvScanner } from './csv-scanner.ts';

const delimiters = [',', ';', '\t', '|'];

/** Rows of a CSV file (RFC 4180) with a header. The delimiter is the one that the header has most of. */
export async function* readCsv({ file, chunks }: OpenFile): AsyncGenerator<Batch> {
  const sheet = new Sheet(file);
  let scanner: CsvScanner | undefined;
  for await (const chunk of chunks()) {
    const text = chunk.toString('utf8');
    scanner ??= new CsvScanner(file, delimiterOf(text));
    sheet.add(scanner.push(text));
    yield* sheet.take(chunk.length);
  }
  sheet.add(scanner?.push('', true) ?? []);
  yield* sheet.end();
}

/** The header and the rows under it. */
class Sheet {
  readonly #file: string;
  #maker = new BatchMaker();
  #columns: readonly string[] | undefined;
  /** An export made the file: lines of `#` stand before the header, and texts carry their marks. */
  #isExport = false;

  constructor(file: string) {
    this.#file = file;
  }

  add(records: readonly CsvRecord[]): void {
    for (const { cells, line } of records) {
      if (!this.#columns && this.#isAbout(cells)) continue;
      if (!this.#columns) this.#columns = this.#header(cells, line);
      else if (cells.length === this.#columns.length) this.#maker.add(this.#isExport ? cells.map(plain) : cells, { line });
      else this.#maker.refuse({ line, value: cells.join(' | ').slice(0, 200), reason: wrongCount(this.#columns.length, cells.length) });
    }
  }

  /** Whether a line before the header tells where the rows come from. */
  #isAbout([first = '']: readonly string[]): boolean {
    if (first === `# ${exportMark}`) {
      this.#isExport = true;
      this.#maker = new BatchMaker({ isExact: true });
    }
    return this.#isExport && first.startsWith('# ');
  }

  take(bytes: number): Generator<Batch> {
    return this.#maker.take(this.#columns ?? [], bytes);
  }

  end(): Generator<Batch> {
    if (!this.#columns) throw badFile({ file: this.#file, reason: { vi: 'tệp rỗng.', en: 'the file is empty.' } });
    return this.#maker.take(this.#columns, 0, true);
  }

  #header(cells: readonly string[], line: number): string[] {
    const columns = cells.map((cell) => (this.#isExport ? plainText(cell) : cell).trim().normalize('NFC'));
    const twice = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
    if (twice)
      throw badFile({
        file: this.#file,
        line,
        reason: { vi: `có hai cột cùng tên "${twice}".`, en: `two columns have the name "${twice}".` },
      });
    if (columns.some((name) => name.includes('\r'))) throw badFile({ file: this.#file, line, reason: oldBreaks });
    return columns;
  }
}

function plain(cell: string): string | null {
  return cell === '' ? null : plainText(cell);
}

// Otherwise the whole file would be taken for a header without rows.
const oldBreaks: Reason = {
  vi: 'dòng kết thúc bằng CR kiểu cũ; hãy lưu lại với LF hoặc CRLF.',
  en: 'lines end with CR alone; save the file again with LF or CRLF.',
};

function wrongCount(expected: number, found: number): Reason {
  return { vi: `hàng có ${found} ô, tiêu đề có ${expected} cột.`, en: `the row has ${found} cells, the header has ${expected} columns.` };
}

function delimiterOf(start: string): string {
  const header = (start.trimStart().match(/^(?:[^"\r\n]|"[^"]*")*/)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = delimiters.map((delimiter) => header.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}
