import type { FieldType, Json } from '@haidang/sdk';
import { cellOf, type ExportColumn } from './columns.ts';
import type { Provenance } from './provenance.ts';
import { safeText } from './safe-text.ts';
import type { ExportTable } from './table.ts';

interface Writing {
  readonly table: ExportTable;
  readonly columns: readonly ExportColumn[];
  readonly provenance: Provenance;
  readonly language: 'vi' | 'en';
}

const byteOrderMark = '\ufeff';
const lineEnd = '\r\n';

/** CSV (RFC 4180) in UTF-8 with a byte order mark, by which Excel knows it; where the rows come from stands in lines that begin with `#`. */
export async function* writeCsv({ table, columns, provenance, language }: Writing): AsyncGenerator<string> {
  const comments = provenance.lines.map(([label, value]) => `# ${quoted(label)},${quoted(safeText(value))}`);
  const header = columns.map((column) => quoted(headerText(column.header))).join(',');
  yield byteOrderMark + [...comments, header].map((line) => line + lineEnd).join('');
  for await (const { fields, rows } of table.pages()) {
    let text = '';
    for (const row of rows)
      text += `${columns.map((column) => csvCell(cellOf(column, row, fields, language), column.field.type)).join(',')}${lineEnd}`;
    yield text;
  }
}

/** Numbers, times and truth values as they are; text so that no spreadsheet takes it for a formula. */
function csvCell(value: Json, type: FieldType): string {
  if (value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string' && (type === 'date' || type === 'date-time')) return value;
  // Nothing and an empty text stay apart.
  if (value === '') return "'";
  return quoted(safeText(typeof value === 'string' ? value : JSON.stringify(value)));
}

/** A header is never taken for a line of `#`. */
function headerText(header: string): string {
  return header.startsWith('#') ? `'${header}` : safeText(header);
}

// Also what other separators, a line of `#` or an apostrophe would make of it.
const needsQuotes = /["',;\t\r\n|#]|^\s|\s$/;

function quoted(text: string): string {
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
