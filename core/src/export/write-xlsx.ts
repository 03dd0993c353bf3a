import { setImmediate } from 'node:timers/promises';
import { HaidangError, type Json } from '@haidang/sdk';
import exceljs from 'exceljs';
import { serialOf } from '../sheet/cells.ts';
import { temporaryFile } from '../sheet/temporary-file.ts';
import { cellOf, type ExportColumn } from './columns.ts';
import type { Provenance } from './provenance.ts';
import { sheetText } from './sheet-text.ts';
import type { ExportTable } from './table.ts';

interface Writing {
  readonly table: ExportTable;
  readonly columns: readonly ExportColumn[];
  readonly provenance: Provenance;
  readonly language: 'vi' | 'en';
}

type Book = exceljs.stream.xlsx.WorkbookWriter;

/** Rows of a sheet under its header, as Excel keeps it. */
const mostRows = 1_048_575;
/** Rows that are made before anything else gets its turn. */
const rowsAtATime = 200;

const styles = {
  bold: { font: { bold: true } },
  text: { numFmt: '@' },
  date: { numFmt: 'dd/mm/yyyy' },
  'date-time': { numFmt: 'dd/mm/yyyy hh:mm:ss' },
} as const;

const nothing = Buffer.alloc(0);

/** A workbook: where the rows come from on the first sheet, rows as typed cells on the second. There is no formula in it. It is made whole in a temporary file, then sent. */
export function writeXlsx(writing: Writing): AsyncGenerator<Buffer> {
  if ((writing.table.count ?? 0) > mostRows)
    throw new HaidangError('too-large', {
      most: mostRows,
      reason: { vi: 'Excel không giữ được nhiều dòng như vậy; hãy chọn CSV.', en: 'Excel cannot hold that many rows; choose CSV.' },
    });
  return throughFile(writing);
}

async function* throughFile({ table, columns, provenance, language }: Writing): AsyncGenerator<Buffer> {
  const file = await temporaryFile();
  const written = file.writing.createWriteStream();
  const read = file.reading.createReadStream();
  try {
    const failed = new Promise<never>((_, reject) => written.once('error', reject));
    // Heard of where it is waited for.
    failed.catch(() => undefined);
    const book = new exceljs.stream.xlsx.WorkbookWriter({ stream: written, useStyles: true, useSharedStrings: false });
    book.creator = book.lastModifiedBy = 'Hải Đăng';
    book.created = book.modified = new Date(String(provenance.data.exported_at));
    // The rows are what is looked at first.
    book.views = [{ x: 0, y: 0, width: 20_000, height: 12_000, firstSheet: 0, activeTab: 1, visibility: 'visible' }];
    const names = language === 'vi' ? (['Nguồn', 'Dữ liệu'] as const) : (['Source', 'Data'] as const);
    writeSource(book, names[0], provenance);
    for await (const _ of dataRows(book, names[1], { table, columns, language })) {
      if (written.errored) throw written.errored;
      // Nobody waits until all is written for someone who has left: here the work can end.
      yield nothing;
    }
    await Promise.race([book.commit(), failed]);
    for await (const chunk of read) yield chunk;
  } finally {
    written.destroy();
    read.destroy();
  }
}

function writeSource(book: Book, name: string, { lines }: Provenance): void {
  const sheet = book.addWorksheet(name);
  sheet.columns = [{ width: 24 }, { width: 80 }];
  for (const [label, value] of lines) {
    const row = sheet.addRow([sheetText(label), sheetText(value)]);
    row.getCell(1).style = styles.bold;
    row.getCell(2).style = styles.text;
    row.commit();
  }
  sheet.commit();
}

/** Writes the rows; gives a turn to others now and then. */
async function* dataRows(book: Book, name: string, { table, columns, language }: Omit<Writing, 'provenance'>): AsyncGenerator<void> {
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map(() => ({ width: 20 }));
  const header = sheet.addRow(columns.map(({ header: text }) => sheetText(text)));
  header.eachCell((cell) => {
    cell.style = styles.bold;
  });
  header.commit();
  let made = 0;
  for await (const { fields, rows } of table.pages())
    for (const values of rows) {
      const row = sheet.addRow([]);
      for (const [index, column] of columns.entries()) fill(row, index + 1, cellOf(column, values, fields, language), column);
      row.commit();
      if (++made % rowsAtATime !== 0) continue;
      await setImmediate();
      yield;
    }
  sheet.commit();
}

function fill(row: exceljs.Row, place: number, value: Json, { field: { type }, part }: ExportColumn): void {
  if (value === null) return;
  const cell = row.getCell(place);
  if (typeof value === 'number' || typeof value === 'boolean') {
    cell.value = value;
    return;
  }
  if (typeof value === 'string' && part === 'value' && (type === 'date' || type === 'date-time')) {
    const serial = serialOf(type, value);
    if (serial !== undefined) {
      cell.value = serial;
      cell.style = styles[type];
      return;
    }
  }
  cell.value = sheetText(typeof value === 'string' ? value : JSON.stringify(value));
  cell.style = styles.text;
}
