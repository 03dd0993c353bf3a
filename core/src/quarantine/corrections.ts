import { HaidangError, type Json } from '@haidang/sdk';
import { columnField } from '../export/columns.ts';
import type { DatasetEntry, Field } from '../registry.ts';
import { cellValue } from '../sheet/cells.ts';
import { columnFinder, headerOf, type SheetColumn } from '../sheet/columns.ts';
import { readWorkbook, type SheetCell, type SheetRow } from '../sheet/workbook.ts';
import type { RefusedFault, RefusedRow } from './refused.ts';
import { markOf } from './workbook.ts';

/** Rows of a workbook that was sent back. */
const most = 10_000;
const limits = { unpacked: 40_000_000, heap: 768, wait: 30_000 } as const;

/** A row as it was sent back. */
export interface SentRow {
  readonly id: number;
  /** Line of the sheet. */
  readonly line: number;
  readonly cells: ReadonlyMap<string, readonly (SheetCell | undefined)[]>;
}

/** A row that was mended: what it is now, and what cannot be read. */
export interface Mended {
  readonly row: { readonly [field: string]: Json };
  readonly faults: readonly RefusedFault[];
}

/** Reads a workbook that quarantine gave and somebody has mended. Throws `bad-file` when it is none of this dataset or its columns are not as they were. `needed` are the fields that it must have. */
export async function readCorrections(entry: DatasetEntry, needed: readonly Field[], bytes: Buffer): Promise<readonly SentRow[]> {
  let columns: readonly (SheetColumn | undefined)[] | undefined;
  const sent: SentRow[] = [];
  const seen = new Set<number>();
  for await (const row of readWorkbook(bytes, limits)) {
    const { sheet, line, cells } = row;
    if (sheet > 0) break;
    if (!columns) {
      if (line !== 1) throw foreign(entry);
      columns = readHeader(entry, needed, row);
      continue;
    }
    const id = Number(cells[0]?.value);
    if (cells[0] === undefined || !Number.isSafeInteger(id) || id < 1)
      throw bad(
        { vi: `Hàng ${line} không còn mã hàng ở cột A (cột ẩn).`, en: `Row ${line} has lost its number in the hidden column A.` },
        { line },
      );
    if (seen.has(id))
      throw bad({ vi: `Hàng ${line} trùng mã với một hàng ở trên.`, en: `Row ${line} has the number of a row above.` }, { line });
    seen.add(id);
    if (sent.length === most) throw new HaidangError('too-large', { most });
    const of = new Map<string, (SheetCell | undefined)[]>();
    for (const [index, column] of columns.entries())
      if (column) of.set(column.field.name, [...(of.get(column.field.name) ?? []), cells[index]]);
    sent.push({ id, line, cells: of });
  }
  if (!columns) throw foreign(entry);
  return sent;
}

/** Lays what was sent back over the row as it was given. An empty cell clears what was given; where the value was not shown it leaves it. */
export function mend(entry: DatasetEntry, stored: RefusedRow, shown: RefusedRow, sent: SentRow): Mended {
  const row: { [field: string]: Json } = { ...stored.given };
  const faults: RefusedFault[] = [];
  for (const [name, cells] of sent.cells) {
    const field = entry.fields.get(name);
    if (!field) continue;
    const isEmpty = cells.every((cell) => cell === undefined);
    if (isEmpty) {
      if (!shown.held.includes(name) && name in row) row[name] = null;
      continue;
    }
    const read = field.type === 'geo-point' ? readPoint(cells) : cellValue(field.type, cells[0]);
    if ('value' in read) row[name] = read.value;
    else {
      row[name] = String(cells.find((cell) => cell !== undefined)?.value ?? '');
      faults.push({ field: name, ...read.fault });
    }
  }
  return { row, faults };
}

function readPoint([longitude, latitude]: readonly (SheetCell | undefined)[]): ReturnType<typeof cellValue> {
  const numbers = [longitude, latitude].map((cell) => cellValue('number', cell));
  const coordinates = numbers.map((each) => ('value' in each ? each.value : undefined));
  return coordinates.every((each) => typeof each === 'number')
    ? { value: { type: 'Point', coordinates: coordinates.map(Number) } }
    : { fault: { reason: 'wrong-type', details: { type: 'number' } } };
}

function readHeader(entry: DatasetEntry, needed: readonly Field[], { cells }: SheetRow): readonly (SheetColumn | undefined)[] {
  if (cells[0]?.value !== markOf(entry)) throw foreign(entry);
  const fields = [...entry.fields.values()].map(columnField);
  const find = columnFinder(fields);
  const columns: (SheetColumn | undefined)[] = [undefined];
  const found = new Set<string>();
  // The last column tells the reasons.
  for (const cell of cells.slice(1, -1)) {
    const header = String(cell?.value ?? '');
    const column = find(header);
    if (!column || column.part === 'name')
      throw bad(
        { vi: `Tiêu đề cột "${header}" đã bị đổi.`, en: `The column header "${header}" was changed.` },
        { header: header.slice(0, 200) },
      );
    const name = `${column.field.name}.${column.part}`;
    if (found.has(name)) throw bad({ vi: `Cột "${header}" có hai lần.`, en: `The column "${header}" is there twice.` }, { header });
    found.add(name);
    columns.push(column);
  }
  for (const field of needed) {
    const parts = field.type === 'geo-point' ? (['longitude', 'latitude'] as const) : (['value'] as const);
    for (const part of parts) {
      if (found.has(`${field.name}.${part}`)) continue;
      const header = (language: 'vi' | 'en') => headerOf({ field: columnField(field), part }, language, fields);
      throw bad({ vi: `Thiếu cột "${header('vi')}".`, en: `The column "${header('en')}" is missing.` }, { field: field.name });
    }
  }
  return columns;
}

function foreign({ name, label }: DatasetEntry): HaidangError {
  return bad(
    {
      vi: `Đây không phải tệp sửa lỗi của "${label.vi}". Hãy tải tệp ở đây xuống, sửa rồi gửi lại.`,
      en: `This is no file of corrections for "${label.en ?? label.vi}". Download the file here, mend it and send it back.`,
    },
    { dataset: name },
  );
}

function bad(reason: { readonly vi: string; readonly en: string }, details: { readonly [name: string]: unknown }): HaidangError {
  return new HaidangError('bad-file', { ...details, reason });
}
