import type { FieldType, Json } from '@haidang/sdk';
import type { Fault } from '../data/faults.ts';
import { formatInstant, isDate, offsetAt, parseInstant, zone } from '../data/zone.ts';
import type { SheetCell } from './workbook.ts';

const day = 86_400_000;
// Excel counts days from the end of 1899; before March 1900 it is one day off.
const epoch = Date.UTC(1899, 11, 30);
const firstDay = 61;
const lastDay = 2_958_465;

/** Days since the end of 1899 as a spreadsheet counts them, in local time; nothing for what it cannot show. */
export function serialOf(type: 'date' | 'date-time', value: string): number | undefined {
  const ms = parseInstant(type === 'date' ? `${value}T00:00Z` : value);
  if (ms === undefined) return undefined;
  const serial = (ms + (type === 'date' ? 0 : offsetAt(zone, ms)) - epoch) / day;
  return serial >= firstDay && serial < lastDay + 1 ? serial : undefined;
}

/** A day ("2026-11-21") or, when it has a time, local time ("2026-11-21T14:32:07") of a spreadsheet's number. */
export function localText(serial: number): string | undefined {
  if (!(serial >= firstDay && serial < lastDay + 1)) return undefined;
  const text = new Date(Math.round(epoch + serial * day)).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, -1);
}

/** What is wrong with a cell. */
export type CellFault = Pick<Fault, 'reason' | 'details'>;

/** The value that a cell gives a field: `null` for an empty one, or what is wrong. Whether the dataset takes the value is seen when the row is written. */
export function cellValue(type: FieldType, cell: SheetCell | undefined): { readonly value: Json } | { readonly fault: CellFault } {
  if (cell === undefined) return { value: null };
  if (cell.isBroken) return { fault: { reason: 'not-valid', details: { cell: String(cell.value) } } };
  const value = read(type, cell);
  return value === undefined ? { fault: faultOf(type) } : { value };
}

function read(type: FieldType, cell: SheetCell): Json | undefined {
  const { value } = cell;
  const text = String(value).trim();
  if (text === '' && typeof value === 'string' && !isText(type)) return null;
  switch (type) {
    case 'integer':
    case 'number':
      if (typeof value === 'number') return value;
      return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : { true: true, false: false, '1': true, '0': false }[text.toLowerCase()];
    case 'date':
      return typeof value === 'number' ? dateOf(value) : dayOf(text);
    case 'date-time':
      return typeof value === 'number' ? instantOf(value) : momentOf(text);
    case 'json':
    case 'list':
    case 'geo-line':
    case 'geo-polygon':
    case 'geo-point':
      return parsed(text);
    default:
      // A code of digits that the spreadsheet took for a number.
      return typeof value === 'string' ? value : String(value);
  }
}

function isText(type: FieldType): boolean {
  return type === 'string' || type === 'text';
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function faultOf(type: FieldType): CellFault {
  if (type === 'date' || type === 'date-time') return { reason: 'bad-date' };
  return { reason: 'wrong-type', details: { type: type === 'boolean' || type === 'integer' || type === 'number' ? type : 'JSON' } };
}

function dateOf(serial: number): string | undefined {
  if (!(serial >= firstDay && serial < lastDay + 1) || !Number.isInteger(serial)) return undefined;
  return new Date(epoch + serial * day).toISOString().slice(0, 10);
}

function instantOf(serial: number): string | undefined {
  const local = localText(serial);
  return local === undefined ? undefined : momentOf(local);
}

const written = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}:\d{2}(?::\d{2})?))?$/;

/** "2026-11-21" or, as people write it here, "21/11/2026". */
function dayOf(text: string): string | undefined {
  const iso = isoOf(text);
  return iso.length === 10 && isDate(iso) ? iso : undefined;
}

/** With an offset, or in local time. */
function momentOf(text: string): string | undefined {
  const iso = isoOf(text);
  const ms = parseInstant(iso.length === 10 ? `${iso}T00:00` : iso, zone);
  return ms === undefined ? undefined : formatInstant(ms);
}

function isoOf(text: string): string {
  const [, dayOfMonth = '', month = '', year = '', time] = written.exec(text) ?? [];
  if (year === '') return text;
  const date = `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`;
  return time === undefined ? date : `${date}T${time.padStart(time.length < 6 ? 5 : 8, '0')}`;
}
