import type { Json } from '@haidang/sdk';
import { isDate, parseInstant } from '../../data/zone.ts';
import type { Field } from '../../registry.ts';
import { dateFormat } from './date-format.ts';
import { Fault } from './fault.ts';

/** Text of a cell, and the cell itself where JSON has more than text. */
export type ReadCell = (text: string, cell: Json) => Json | Fault;

/** What reading a cell depends on beside its field. */
export interface CellOptions {
  readonly format?: string;
  /** Zone of times without offset. */
  readonly zone?: string;
  /** Version of unit codes that come without one. */
  readonly units?: string;
}

/** Text of a cell: trimmed, NFC; empty when there is nothing. */
export function textOf(cell: Json | undefined): string {
  if (cell === undefined || cell === null) return '';
  if (typeof cell === 'string') return cell.normalize('NFC').trim();
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

/** How cells become values of a field; the dataset itself is checked when the row is written. Positions are read elsewhere, of two cells. */
export function cellReader(field: Field, options: CellOptions): ReadCell | Fault {
  const { format } = options;
  const { type, property } = field;
  if (type === 'date' || type === 'date-time') return dateReader(type, options);
  if (format !== undefined) return new Fault(`trường kiểu ${type} không nhận "format".`, `a field of type ${type} takes no "format".`);
  if (property.enum) return choice(property.enum);
  switch (type) {
    case 'integer':
    case 'number':
      return number;
    case 'boolean':
      return boolean;
    case 'json':
    case 'list':
    case 'geo-line':
    case 'geo-polygon':
      return structure;
    case 'unit':
      return (text, cell) => (options.units !== undefined && !text.includes('@') ? `${text}@${options.units}` : plain(text, cell));
    default:
      return plain;
  }
}

function plain(text: string, cell: Json): string | Fault {
  if (typeof cell === 'object' || (typeof cell === 'number' && !Number.isFinite(cell)))
    return new Fault('không phải là văn bản.', 'this is not a text.');
  if (typeof cell === 'number' && Number.isInteger(cell) && !Number.isSafeInteger(cell)) return tooManyDigits;
  return text;
}

// Such a code has lost its last digits when JSON was read, and another one may have become the same.
const tooManyDigits = new Fault(
  'số nguyên dài hơn mức JSON giữ được chính xác; tệp phải ghi mã này trong dấu nháy.',
  'the whole number is longer than JSON keeps exactly; the file has to write this code in quotes.',
);

function number(text: string): number | Fault {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  return new Fault('không phải là số (dấu thập phân là dấu chấm).', 'this is not a number (the decimal mark is a point).');
}

function boolean(text: string): boolean | Fault {
  const value = { true: true, false: false, '1': true, '0': false }[text.toLowerCase()];
  return value ?? new Fault('không phải là true, false, 1 hay 0.', 'this is not true, false, 1 or 0.');
}

function structure(text: string, cell: Json): Json | Fault {
  if (typeof cell !== 'string') return cell;
  try {
    return JSON.parse(text);
  } catch {
    return new Fault('không phải là JSON.', 'this is not JSON.');
  }
}

function choice(values: readonly (string | number | boolean)[]): ReadCell {
  const known = new Map(values.map((value) => [String(value), value]));
  const list = [...known.keys()].slice(0, 20).join(', ');
  return (text) => known.get(text) ?? new Fault(`không có trong danh mục: ${list}.`, `this is none of: ${list}.`);
}

function dateReader(type: 'date' | 'date-time', { format, zone }: CellOptions): ReadCell | Fault {
  const pattern = format === undefined ? undefined : dateFormat(format);
  if (format !== undefined && !pattern) {
    return new Fault(
      `"${format}" không phải là dạng ngày giờ (vd. dd/MM/yyyy HH:mm).`,
      `"${format}" is no format of dates (like dd/MM/yyyy HH:mm).`,
    );
  }
  if (type === 'date') {
    return (text) => {
      const day = pattern ? pattern.day(text) : isDate(text) ? text : undefined;
      return day ?? notDate(format ?? 'yyyy-MM-dd');
    };
  }
  if (pattern && !pattern.hasOffset && zone === undefined)
    return new Fault('thời gian không có múi giờ: cần "zone".', 'times without offset need "zone".');
  return (text) => {
    const ms = pattern ? pattern.instant(text, zone) : parseInstant(text, zone);
    return ms === undefined ? notDate(format ?? 'yyyy-MM-dd HH:mm:ss') : new Date(ms).toISOString();
  };
}

function notDate(format: string): Fault {
  return new Fault(`không phải là ngày giờ có thật theo dạng ${format}.`, `this is no possible date in the format ${format}.`);
}
