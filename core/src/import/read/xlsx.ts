import { readFile, stat } from 'node:fs/promises';
import { HaidangError, type Json } from '@haidang/sdk';
import { localText } from '../../sheet/cells.ts';
import { exportMark } from '../../sheet/mark.ts';
import { readWorkbook, type SheetCell, type SheetRow } from '../../sheet/workbook.ts';
import { badFile, type Reason } from './bad-file.ts';
import { type Batch, BatchMaker } from './batch.ts';
import type { Rows } from './rows.ts';

/** Largest workbook, bytes: it is held in memory as a whole. Longer lists are CSV. */
const most = 64 * 1024 * 1024;
const limits = { unpacked: 200_000_000, heap: 2_048, wait: 300_000 } as const;

/** Rows of a workbook: of its first sheet, or of the second where an export tells on the first where they come from. Numbers and truth values come as they are, dates as local time in ISO 8601. */
export async function readXlsx(file: string): Promise<Rows> {
  const { size } = await stat(file);
  if (size > most) throw new HaidangError('too-large', { file, most });
  const bytes = await readFile(file);
  const progress = { total: size, done: 0 };
  return {
    progress,
    async *[Symbol.asyncIterator]() {
      progress.done = size;
      yield* batches(file, bytes);
    },
  };
}

async function* batches(file: string, bytes: Buffer): AsyncGenerator<Batch> {
  const maker = new BatchMaker({ isExact: true });
  let columns: readonly string[] | undefined;
  let from = 0;
  for await (const { sheet, line, cells } of named(file, readWorkbook(bytes, limits))) {
    if (!columns) {
      if (sheet === 0 && cells[0]?.value === exportMark) from = 1;
      if (sheet < from) continue;
      from = sheet;
      columns = headerOf(file, line, cells);
      continue;
    }
    if (sheet > from) break;
    const broken = cells.findIndex((cell) => cell?.isBroken);
    if (broken >= 0) maker.refuse({ line, value: String(cells[broken]?.value ?? ''), reason: brokenCell(columns[broken] ?? '') });
    else
      maker.add(
        Array.from({ length: Math.min(cells.length, columns.length) }, (_, index) => toJson(cells[index])),
        { line },
      );
    yield* maker.take(columns, 0);
  }
  if (!columns) throw badFile({ file, reason: { vi: 'bảng tính rỗng.', en: 'the sheet is empty.' } });
  yield* maker.take(columns, 0, true);
}

/** What a workbook is refused for, with the name of the file. */
async function* named<T>(file: string, read: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield* read;
  } catch (error) {
    if (!(error instanceof HaidangError) || error.code !== 'bad-file') throw error;
    const reason = error.details.reason as Reason | undefined;
    throw reason ? badFile({ file, reason, cause: error }) : error;
  }
}

function headerOf(file: string, line: number, cells: SheetRow['cells']): readonly string[] {
  const columns = Array.from(cells, (cell) =>
    String(cell?.value ?? '')
      .normalize('NFC')
      .trim(),
  );
  const twice = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (twice !== undefined)
    throw badFile({ file, line, reason: { vi: `có hai cột cùng tên "${twice}".`, en: `two columns have the name "${twice}".` } });
  return columns;
}

function toJson(cell: SheetCell | undefined): Json {
  if (!cell) return null;
  return cell.isDate && typeof cell.value === 'number' ? (localText(cell.value) ?? cell.value) : cell.value;
}

function brokenCell(column: string): Reason {
  return { vi: `ô ở cột "${column}" có công thức hỏng.`, en: `the cell in column "${column}" has a broken formula.` };
}
