import { HaidangError, type Json } from '@haidang/sdk';
import { columnField } from '../../export/columns.ts';
import type { DatasetEntry } from '../../registry.ts';
import { cellValue } from '../../sheet/cells.ts';
import { type ColumnField, columnFinder, headerOf, type SheetColumn } from '../../sheet/columns.ts';
import type { SheetCell } from '../../sheet/workbook.ts';
import type { Batch, Refusal, Row } from '../read/batch.ts';
import { refusalText } from '../refusal-text.ts';
import { Ignored } from './ignored.ts';
import type { MappedBatch, MappedRecord, RowMapper } from './mapper.ts';

type Read = ReturnType<typeof cellValue>;

/** Reads rows whose columns are headed by names or labels of fields, as exports and templates head them. Names beside codes are passed over. */
export class HeaderMapper implements RowMapper {
  readonly ignored = new Ignored();
  readonly #entry: DatasetEntry;
  readonly #fields: readonly ColumnField[];
  readonly #find: (header: string) => SheetColumn | undefined;
  #columns: readonly string[] = [];
  #bound: readonly (SheetColumn | undefined)[] = [];

  constructor(entry: DatasetEntry) {
    this.#entry = entry;
    this.#fields = [...entry.fields.values()].map(columnField);
    this.#find = columnFinder(this.#fields);
  }

  get unused(): string[] {
    return this.#columns.filter((column, index) => column !== '' && !this.#bound[index]);
  }

  map({ columns, rows, places, refused, isExact = false }: Batch): MappedBatch {
    if (columns.length !== this.#columns.length) this.#bind(columns);
    const mapped = {
      records: [] as MappedRecord[],
      places: [] as MappedBatch['places'][number][],
      rows: [] as Row[],
      refused: [...refused],
      refusedRows: refused.length,
      unread: [] as MappedBatch['unread'][number][],
    };
    for (const [index, row] of rows.entries()) {
      const place = places[index] ?? { line: 0 };
      const record: MappedRecord = {};
      const faults: Refusal[] = [];
      for (const [name, cells] of this.#cells(row)) {
        const read = this.#read(name, cells, isExact);
        if ('value' in read) record[name] = read.value;
        else {
          const value = this.raw(name, row);
          record[name] = value ?? null;
          faults.push({
            ...place,
            field: name,
            ...(value !== undefined && { value }),
            reason: refusalText(read.fault.reason, read.fault.details),
          });
        }
      }
      if (faults.length > 0) {
        mapped.refused.push(...faults);
        mapped.refusedRows++;
        mapped.unread.push({ place, record, faults });
        continue;
      }
      mapped.records.push(record);
      mapped.places.push(place);
      mapped.rows.push(row);
    }
    return mapped;
  }

  raw(field: string, row: Row): Json | undefined {
    const cells = this.#bound.flatMap((column, index) =>
      column?.field.name === field && column.part !== 'name' ? [row[index] ?? null] : [],
    );
    return cells.length > 1 ? cells : cells[0];
  }

  /** Cells of each field that the row says something about. */
  #cells(row: Row): Map<string, (Json | undefined)[]> {
    const cells = new Map<string, (Json | undefined)[]>();
    for (const [index, column] of this.#bound.entries()) {
      if (!column || column.part === 'name' || row[index] === undefined) continue;
      const place = column.part === 'latitude' ? 1 : 0;
      const of = cells.get(column.field.name) ?? [];
      of[place] = row[index];
      cells.set(column.field.name, of);
    }
    return cells;
  }

  #read(name: string, cells: readonly (Json | undefined)[], isExact: boolean): Read {
    const type = this.#entry.fields.get(name)?.type ?? 'string';
    const [first] = cells;
    if (typeof first === 'object' && first !== null) return { value: first };
    const values = cells.map((cell) => toCell(cell, isExact));
    if (type !== 'geo-point' || cells.length < 2) return cellValue(type, values[0]);
    const numbers = values.map((cell) => cellValue('number', cell));
    if (numbers.every((each) => 'value' in each && each.value === null)) return { value: null };
    const coordinates = numbers.map((each) => ('value' in each ? each.value : null));
    return coordinates.every((each) => typeof each === 'number')
      ? { value: { type: 'Point', coordinates: coordinates.map(Number) } }
      : { fault: { reason: 'wrong-type', details: { type: 'number' } } };
  }

  #bind(columns: readonly string[]): void {
    const isFirst = this.#columns.length === 0;
    this.#columns = columns;
    this.#bound = columns.map((column) => this.#find(column));
    if (!isFirst) return;
    for (const name of this.#entry.dataset.key) {
      if (this.#bound.some((column) => column?.field.name === name && column.part === 'value')) continue;
      const field = this.#fields.find((each) => each.name === name);
      const header = (language: 'vi' | 'en') => (field ? headerOf({ field, part: 'value' }, language, this.#fields) : name);
      throw new HaidangError('bad-file', {
        field: name,
        reason: {
          vi: `Không có cột "${header('vi')}" (${name}), là khoá của bản ghi. Đặt tên cột theo trường, hoặc dùng --mapping.`,
          en: `There is no column "${header('en')}" (${name}), which is the key of records. Head columns by fields, or use --mapping.`,
        },
      });
    }
  }
}

function toCell(cell: Json | undefined, isExact: boolean): SheetCell | undefined {
  if (cell === undefined || cell === null || (cell === '' && !isExact)) return undefined;
  return { value: typeof cell === 'object' ? JSON.stringify(cell) : cell };
}
