// Reads an XLSX file from standard input and tells its rows line by line. A process of its own: what a file from outside
// costs in memory and time ends with it (`core/src/sheet/workbook.ts` sets the limits).
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import exceljs from 'exceljs';
import JSZip from 'jszip';

const [unpacked, mostColumns, mostEntries] = process.argv.slice(2).map(Number);

// All but the cells: merges, validations and names are spread over every cell of their range, `cols` over every column.
const ignoreNodes = [
  'sheetPr',
  'dimension',
  'sheetViews',
  'sheetFormatPr',
  'cols',
  'sheetProtection',
  'autoFilter',
  'mergeCells',
  'conditionalFormatting',
  'dataValidations',
  'hyperlinks',
  'printOptions',
  'pageMargins',
  'pageSetup',
  'headerFooter',
  'rowBreaks',
  'drawing',
  'legacyDrawing',
  'picture',
  'tableParts',
  'extLst',
];

class Fault extends Error {}

async function say(message) {
  // These two end a line for whoever reads lines.
  const text = JSON.stringify(message).replace(/[\u2028\u2029]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16)}`);
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain');
}

/** Unpacks everything once without keeping it: what the directory says of sizes may be a lie. */
async function weigh(bytes) {
  const zip = await JSZip.loadAsync(bytes);
  const entries = Object.values(zip.files);
  if (entries.length > mostEntries) throw new Fault('too-large');
  let size = 0;
  for (const entry of entries)
    for await (const chunk of new Readable().wrap(entry.nodeStream())) {
      size += chunk.length;
      if (size > unpacked) throw new Fault('too-large');
    }
  const book = await zip.file('xl/workbook.xml')?.async('string');
  if (book === undefined) throw new Fault('bad-file');
  // Its dates are texts, of which exceljs makes numbers.
  if (book.includes('purl.oclc.org/ooxml')) throw new Fault('strict');
}

async function load(bytes) {
  const book = new exceljs.Workbook();
  Object.defineProperty(book.definedNames, 'model', { get: () => [], set: () => undefined });
  await book.xlsx.load(bytes, { ignoreNodes });
  return book;
}

/** A cell as `SheetCell`; nothing for an empty one. */
function cellOf(value) {
  // An empty text is one only where it was written out as a run.
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? { value } : { value: String(value), isBroken: true };
  if (typeof value === 'string' || typeof value === 'boolean') return { value };
  if (value instanceof Date) {
    const serial = value.getTime() / 86_400_000 + 25_569;
    return Number.isFinite(serial) ? { value: serial, isDate: true } : { value: '', isBroken: true };
  }
  if ('richText' in value) return { value: value.richText.map(({ text }) => text ?? '').join('') };
  if ('error' in value) return { value: String(value.error), isBroken: true };
  if ('formula' in value || 'sharedFormula' in value)
    return value.result === undefined ? { value: `=${value.formula ?? ''}`.slice(0, 200), isBroken: true } : cellOf(value.result);
  return { value: String(value), isBroken: true };
}

async function tell(book) {
  if (book.worksheets.some(({ columnCount }) => columnCount > mostColumns)) throw new Fault('too-wide');
  for (const [sheet, worksheet] of book.worksheets.entries()) {
    const rows = [];
    worksheet.eachRow((row) => rows.push(row));
    for (const row of rows) {
      const cells = [];
      row.eachCell((cell, column) => {
        // A text that is told by its number, and no such text.
        if (cell.type === exceljs.ValueType.String && typeof cell.value === 'number') throw new Fault('unreadable');
        const said = cellOf(cell.value);
        if (said) cells[column - 1] = said;
      });
      if (cells.length > 0) await say({ sheet, line: row.number, cells });
    }
  }
}

try {
  const bytes = await buffer(process.stdin);
  await weigh(bytes);
  await tell(await load(bytes));
  await say({ end: true });
} catch (error) {
  await say({ fault: error instanceof Fault ? error.message : 'unreadable' });
}
