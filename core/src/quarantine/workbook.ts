import type { Json } from '@haidang/sdk';
import type exceljs from 'exceljs';
import { columnField } from '../export/columns.ts';
import type { DatasetEntry, Field } from '../registry.ts';
import { serialOf } from '../sheet/cells.ts';
import { columnsOf, headerOf, type SheetColumn } from '../sheet/columns.ts';
import { reasonsText, reasonText } from './reasons.ts';
import type { RefusedRow } from './refused.ts';

/** Rows in one workbook: as many as a person can go through. */
export const mostRows = 2_000;

const wrong: exceljs.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFD9D9' } };
const bold: Partial<exceljs.Font> = { bold: true };
const formats: { readonly [type: string]: string } = { date: 'dd/mm/yyyy', 'date-time': 'dd/mm/yyyy hh:mm:ss' };

const words = {
  vi: { sheet: 'Cần sửa', reason: 'Lý do' },
  en: { sheet: 'To mend', reason: 'Reason' },
} as const;

/** What stands above the numbers of rows: by it a workbook is known again. */
export function markOf({ name }: DatasetEntry): string {
  return `haidang-quarantine:${name}`;
}

/** Refused rows as a workbook to mend and send back: one row a line, wrong cells marked and noted, the reasons in the last column. */
export async function refusedWorkbook(
  entry: DatasetEntry,
  { rows, fields, language }: { readonly rows: readonly RefusedRow[]; readonly fields: readonly Field[]; readonly language: 'vi' | 'en' },
): Promise<Buffer> {
  // What makes workbooks takes longer to load than a start may wait for.
  const { default: workbooks } = await import('exceljs');
  const book = new workbooks.Workbook();
  const sheet = book.addWorksheet(words[language].sheet, { views: [{ state: 'frozen', ySplit: 1 }] });
  const known = [...entry.fields.values()].map(columnField);
  const columns = columnsOf(fields.map(columnField), { withNames: false });
  const header = sheet.addRow([markOf(entry), ...columns.map((column) => headerOf(column, language, known)), words[language].reason]);
  header.font = bold;
  sheet.getColumn(1).hidden = true;
  for (const [index] of columns.entries()) sheet.getColumn(index + 2).width = 20;
  const last = sheet.getColumn(columns.length + 2);
  last.width = 60;
  last.alignment = { wrapText: true, vertical: 'top' };
  for (const row of rows) addRow(entry, sheet, { row, columns, language });
  return Buffer.from(await book.xlsx.writeBuffer());
}

function addRow(
  entry: DatasetEntry,
  sheet: exceljs.Worksheet,
  { row, columns, language }: { readonly row: RefusedRow; readonly columns: readonly SheetColumn[]; readonly language: 'vi' | 'en' },
): void {
  const line = sheet.addRow([row.id]);
  for (const [index, column] of columns.entries()) {
    const cell = line.getCell(index + 2);
    const value = partOf(column, row.given[column.field.name]);
    const serial = typeof value === 'string' ? serialFor(column, value) : undefined;
    if (value !== null) cell.value = serial ?? value;
    // Text stays text when somebody types over it: codes keep their zeros.
    cell.numFmt =
      serial === undefined
        ? typeof value === 'number'
          ? 'General'
          : (formats[column.field.type] ?? '@')
        : (formats[column.field.type] ?? '@');
    const faults = row.faults.filter(({ field }) => field === column.field.name);
    if (faults.length === 0) continue;
    cell.fill = wrong;
    cell.note = faults.map((fault) => reasonText(fault, language)).join('\n');
  }
  line.getCell(columns.length + 2).value = reasonsText(entry, row.faults, language);
}

function serialFor({ field: { type } }: SheetColumn, value: string): number | undefined {
  return type === 'date' || type === 'date-time' ? serialOf(type, value) : undefined;
}

/** What stands in a cell: as it was given where it is no value of the field. */
function partOf({ part }: SheetColumn, value: Json | undefined): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (part === 'longitude' || part === 'latitude') {
    const position = coordinatesOf(value);
    if (position) return position[part === 'longitude' ? 0 : 1] ?? null;
    return part === 'longitude' ? textOf(value) : null;
  }
  return textOf(value);
}

function coordinatesOf(value: Json): readonly (number | null)[] | undefined {
  if (typeof value !== 'object' || value === null || !('coordinates' in value) || !Array.isArray(value.coordinates)) return undefined;
  const list: readonly Json[] = value.coordinates;
  return list.length === 2 && list.every((each) => typeof each === 'number') ? list.map(Number) : undefined;
}

function textOf(value: Json): string | number | boolean {
  return typeof value === 'object' ? JSON.stringify(value) : value;
}
