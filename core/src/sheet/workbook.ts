import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { HaidangError } from '@haidang/sdk';

/** What a cell shows. A formula counts as the value that it had when the file was saved; a date is a number of days since the end of 1899. */
export interface SheetCell {
  readonly value: string | number | boolean;
  /** The cell is formatted as a date or time. */
  readonly isDate?: boolean;
  /** It held an error ("#REF!"), or a formula that was never calculated. */
  readonly isBroken?: boolean;
}

/** A row with something in it; `sheet` counts from 0 as the workbook shows them, `line` is its number there, from 1, cells stand at their column from 0. */
export interface SheetRow {
  readonly sheet: number;
  readonly line: number;
  readonly cells: readonly (SheetCell | undefined)[];
}

/** What reading a file may cost. */
export interface ReadingLimits {
  /** Bytes that may come out of it. */
  readonly unpacked: number;
  /** Memory, MB. */
  readonly heap: number;
  /** Time until its first row is known, ms. */
  readonly wait: number;
}

type Fault = 'bad-file' | 'unreadable' | 'strict' | 'too-large' | 'too-wide';
type Said =
  | { readonly sheet: number; readonly line: number; readonly cells: readonly (SheetCell | null)[] }
  | { readonly end: true }
  | { readonly fault: Fault };

/** More than any dataset needs. */
const most = { columns: 1_000, entries: 2_000 } as const;

/** Files that are read at once. */
const mostAtOnce = 2;

const reader = fileURLToPath(new URL('../../bin/read-workbook.js', import.meta.url));

let running = 0;

/** Rows of an XLSX file (ISO/IEC 29500), sheet after sheet, values only. Nothing in it is calculated, followed or fetched. Throws `bad-file`, `too-large`, or `rate-limited`. */
export async function* readWorkbook(bytes: Buffer, { unpacked, heap, wait }: ReadingLimits): AsyncGenerator<SheetRow> {
  if (bytes.subarray(0, 4).toString('hex') !== '504b0304') throw faultOf('bad-file');
  if (running >= mostAtOnce) throw new HaidangError('rate-limited', { most: mostAtOnce });
  running++;
  const limits = [unpacked, most.columns, most.entries].map(String);
  const child = spawn(process.execPath, [`--max-old-space-size=${heap}`, reader, ...limits], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {},
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), wait);
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  // A reader that has ended takes no more.
  child.stdin.on('error', () => undefined);
  child.stdin.end(bytes);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      clearTimeout(timer);
      const said: Said = JSON.parse(line);
      if ('fault' in said) throw faultOf(said.fault);
      if ('end' in said) return;
      yield { ...said, cells: said.cells.map((cell) => cell ?? undefined) };
    }
    // It went beyond its memory or its time.
    throw failure ?? faultOf('too-large');
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
    running--;
  }
}

const reasons: { readonly [fault in Fault]: { readonly vi: string; readonly en: string } } = {
  'bad-file': { vi: 'Đây không phải tệp Excel (.xlsx).', en: 'This is no Excel file (.xlsx).' },
  unreadable: {
    vi: 'Tệp Excel này không đọc được; hãy mở bằng Excel rồi lưu lại.',
    en: 'This Excel file cannot be read; open it in Excel and save it again.',
  },
  strict: {
    vi: 'Tệp lưu kiểu "Strict Open XML"; hãy lưu lại thành "Excel Workbook (.xlsx)".',
    en: 'The file is "Strict Open XML"; save it as "Excel Workbook (.xlsx)".',
  },
  'too-large': { vi: 'Bảng tính quá lớn.', en: 'The workbook is too large.' },
  'too-wide': { vi: `Bảng tính có hơn ${most.columns} cột.`, en: `The sheet has more than ${most.columns} columns.` },
};

function faultOf(fault: Fault): HaidangError {
  return new HaidangError(fault === 'too-large' || fault === 'too-wide' ? 'too-large' : 'bad-file', { reason: reasons[fault] });
}
