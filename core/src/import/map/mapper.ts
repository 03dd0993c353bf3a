import type { Json, Mapping } from '@haidang/sdk';
import type { UnitLists } from '../../data/units/unit-names.ts';
import type { DatasetEntry, Registry } from '../../registry.ts';
import type { Batch, Place, Refusal, Row } from '../read/batch.ts';
import { type ComputedField, computedFields } from './computed.ts';
import { Fault } from './fault.ts';
import { type FieldRule, fieldRule } from './field-rule.ts';
import { checkFit, fieldOf, misfit, unknownColumn } from './fit.ts';
import { Ignored } from './ignored.ts';
import { RowKeys } from './row-key.ts';

/** A record as the dataset has it; `null` where the file has nothing. */
export type MappedRecord = { [field: string]: Json };

/** Records of a batch with the places they came from, and the rows that are none. */
export interface MappedBatch {
  readonly records: readonly MappedRecord[];
  readonly places: readonly Place[];
  /** The row in the file, to show what stood there. */
  readonly rows: readonly Row[];
  readonly refused: readonly Refusal[];
  /** A row may have several faults. */
  readonly refusedRows: number;
  /** Rows that were read and are no records: with what could be read of them, and the cells as they stand where it could not. */
  readonly unread: readonly { readonly place: Place; readonly record: MappedRecord; readonly faults: readonly Refusal[] }[];
}

/** What makes records of rows. */
export type RowMapper = Pick<Mapper, 'map' | 'raw' | 'unused' | 'ignored'>;

/** A mapping that is compiled for a dataset: turns rows into records, without a look at what the rows hold together. */
export class Mapper {
  readonly ignored: Ignored;
  readonly #rules: readonly FieldRule[];
  readonly #computed: readonly ComputedField[];
  readonly #hash: string | undefined;
  readonly #keys = new RowKeys();
  #columns: readonly string[] = [];
  #places = new Map<string, readonly number[]>();

  /** Throws `validation-failed` with the path inside the mapping when it does not fit the dataset. */
  constructor(mapping: Mapping, entry: DatasetEntry, registry: Registry, units?: UnitLists) {
    checkFit(mapping, entry, registry);
    this.ignored = new Ignored(mapping.ignore);
    this.#rules = Object.entries(mapping.fields).flatMap(([name, rule]) => {
      if ('expression' in rule) return [];
      const made = fieldRule(fieldOf(entry, name, ['fields', name]), rule, mapping, this.ignored, units);
      if (made instanceof Fault) throw misfit(['fields', name], made.reason);
      return [made];
    });
    const computed = computedFields(mapping, entry);
    if ('fault' in computed) throw misfit(['fields', computed.field], computed.fault.reason);
    this.#computed = computed.fields;
    this.#hash = mapping.hash;
  }

  /** Columns of the file that the mapping does not use. */
  get unused(): string[] {
    const used = new Set(this.#rules.flatMap(({ columns }) => columns));
    return this.#columns.filter((column) => column !== '' && !used.has(column));
  }

  map(batch: Batch): MappedBatch {
    if (batch.columns.length !== this.#columns.length) this.#bind(batch.columns);
    const mapped = {
      records: [] as MappedRecord[],
      places: [] as Place[],
      rows: [] as Row[],
      refused: [...batch.refused],
      refusedRows: batch.refused.length,
      unread: [] as { place: Place; record: MappedRecord; faults: readonly Refusal[] }[],
    };
    for (const [index, row] of batch.rows.entries()) {
      const place = batch.places[index] ?? { line: 0 };
      const faults: Refusal[] = [];
      const record = this.#record(row, place, faults);
      if (faults.length > 0) {
        mapped.refused.push(...faults);
        mapped.refusedRows++;
        for (const { field, value } of faults) if (field !== undefined && value !== undefined) record[field] = value;
        mapped.unread.push({ place, record, faults });
        continue;
      }
      mapped.records.push(record);
      mapped.places.push(place);
      mapped.rows.push(row);
    }
    return mapped;
  }

  /** What the file has where a field comes from. */
  raw(field: string, row: Row): Json | undefined {
    const cells = (this.#places.get(field) ?? []).map((place) => shown(row[place] ?? null));
    return cells.length > 1 ? cells : cells[0];
  }

  #record(row: Row, place: Place, faults: Refusal[]): MappedRecord {
    const record: MappedRecord = {};
    for (const { field, read } of this.#rules) {
      const value = read(row);
      if (value instanceof Fault) {
        const raw = this.raw(field, row);
        faults.push({ ...place, field, ...(raw !== undefined && { value: raw }), reason: value.reason });
      } else record[field] = value;
    }
    for (const { field, compute } of this.#computed) record[field] = compute(record);
    if (this.#hash !== undefined && (record[this.#hash] ?? null) === null) record[this.#hash] = this.#keys.of(this.#columns, row);
    return record;
  }

  #bind(columns: readonly string[]): void {
    const isFirst = this.#columns.length === 0;
    this.#columns = columns;
    const placeOf = (column: string) => columns.indexOf(column);
    for (const { field, from, isOptional, bind, ...rule } of this.#rules) {
      const unknown = isFirst && !isOptional ? rule.columns.find((column) => !columns.includes(column)) : undefined;
      if (unknown !== undefined) throw unknownColumn(field, unknown, columns);
      this.#places.set(field, from.map(placeOf));
      bind(placeOf);
    }
  }
}

/** JSON cannot write what is no number. */
function shown(cell: Json): Json {
  return typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell;
}
