import type { Json, Mapping, Scalar } from '@haidang/sdk';
import type { UnitLists } from '../../data/units/unit-names.ts';
import type { Field } from '../../registry.ts';
import type { Row } from '../read/batch.ts';
import { type CellOptions, cellReader, type ReadCell, textOf } from './cell.ts';
import { Fault } from './fault.ts';
import type { Ignored } from './ignored.ts';
import { type NamedUnit, namedUnit } from './named-unit.ts';
import { pointReader } from './point.ts';
import { RowCondition } from './row-condition.ts';

/** How a field gets its value from a row: `null` when the row has none. */
export interface FieldRule {
  readonly field: string;
  /** Columns that its value is made of. */
  readonly from: readonly string[];
  /** All columns that it looks at. */
  readonly columns: readonly string[];
  /** Whether the file may come without them. */
  readonly isOptional: boolean;
  /** Told where columns stand, -1 for those that there are none of, before rows are read. */
  bind(placeOf: (column: string) => number): void;
  read(row: Row): Json | Fault;
}

type Rule = Exclude<Mapping['fields'][string], { readonly expression: string }>;

/** Compiles the rule of one field, or says why it cannot be. */
export function fieldRule(field: Field, rule: Rule, mapping: Mapping, ignored: Ignored, units?: UnitLists): FieldRule | Fault {
  const options: CellOptions = {
    ...('format' in rule && rule.format !== undefined && { format: rule.format }),
    ...(mapping.zone !== undefined && { zone: mapping.zone }),
    ...(mapping.units !== undefined && { units: mapping.units }),
  };
  if ('value' in rule) return constant(field, rule.value, options);
  const from = typeof rule.from === 'string' ? [rule.from] : rule.from;
  const codes = rule.codes && codeTable(field, rule.codes, options);
  if (codes instanceof Fault) return codes;
  const named = rule.named && namedUnit(field, rule.named, mapping, units);
  if (named instanceof Fault) return named;
  const read =
    field.type === 'geo-point' ? point(field, from, rule.format, ignored) : cell(field, from.length, options, codes, ignored, named);
  if (read instanceof Fault) return read;
  const condition = new RowCondition(rule.when);
  let places: readonly number[] = [];
  return {
    field: field.name,
    from,
    columns: [...from, ...(named?.columns ?? []), ...condition.columns],
    isOptional: rule.optional ?? false,
    bind(placeOf) {
      places = from.map(placeOf);
      named?.bind(placeOf);
      condition.bind(placeOf);
    },
    read: (row) => (condition.holds(row) ? read(row, places) : null),
  };
}

type Read = (row: Row, places: readonly number[]) => Json | Fault;

function constant(field: Field, value: Scalar, options: CellOptions): FieldRule | Fault {
  const reader = cellReader(field, options);
  const read = reader instanceof Fault ? reader : reader(textOf(value), value);
  return read instanceof Fault
    ? read
    : { field: field.name, from: [], columns: [], isOptional: false, bind: () => undefined, read: () => read };
}

/** The table with its values as the field has them. */
function codeTable(
  field: Field,
  codes: { readonly [value: string]: Scalar },
  { format: _, ...options }: CellOptions,
): ReadonlyMap<string, Json> | Fault {
  const reader = cellReader(field, options);
  if (reader instanceof Fault) return reader;
  const table = new Map<string, Json>();
  for (const [code, value] of Object.entries(codes)) {
    const read = reader(textOf(value), value);
    if (read instanceof Fault) return new Fault(`codes, "${code}": ${read.reason.vi}`, `codes, "${code}": ${read.reason.en}`);
    table.set(textOf(code), read);
  }
  return table;
}

function cell(
  { name, ...field }: Field,
  columns: number,
  options: CellOptions,
  codes: ReadonlyMap<string, Json> | undefined,
  ignored: Ignored,
  named?: NamedUnit,
): Read | Fault {
  const reader = named
    ? (text: string, _: Json, row: Row) => codes?.get(text) ?? named.read(text, row)
    : codes
      ? lookUp(codes)
      : cellReader({ name, ...field }, options);
  if (reader instanceof Fault) return reader;
  // A table may say what an empty cell means.
  const empty = codes?.get('') ?? null;
  const take = (text: string, raw: Json, row: Row) => {
    if (text === '') return empty;
    return ignored.has(name, text) ? null : reader(text, raw, row);
  };
  if (columns === 1) return (row, [place = 0]) => take(textOf(row[place]), row[place] ?? null, row);
  return (row, places) => {
    const text = places
      .map((place) => textOf(row[place]))
      .filter((part) => part !== '')
      .join(' ');
    return take(text, text, row);
  };
}

function lookUp(codes: ReadonlyMap<string, Json>): ReadCell {
  const unknown = new Fault('không có trong bảng mã của bản ánh xạ.', 'the code table of the mapping does not have it.');
  return (text) => codes.get(text) ?? unknown;
}

function point({ name }: Field, from: readonly string[], format: string | undefined, ignored: Ignored): Read | Fault {
  const reader = pointReader(from.length, format);
  if (reader instanceof Fault) return reader;
  return (row, places) => {
    const cells = places.map((place) => row[place]);
    if (cells.some((part) => typeof part === 'string' && ignored.has(name, textOf(part)))) return null;
    const value = reader(cells);
    return value instanceof Fault || value === null || !ignored.has(name, value) ? value : null;
  };
}
