import type { DatasetEntry, Field } from '../../registry.ts';
import type { Kind, Ledger } from '../ledger.ts';
import type { Column, FieldColumns, Table } from '../table.ts';

const types: { readonly [kind in Exclude<Kind, 'flag'>]: Field['type'] } = {
  text: 'code',
  unit: 'unit',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  instant: 'date-time',
  date: 'date',
  json: 'json',
  list: 'list',
  point: 'geo-point',
};

/** A table on its way from one version to the next, on paper: its fields, its columns, its key. */
export class Draft {
  readonly #ledger: Ledger;
  readonly #kinds: Map<string, Kind>;
  #columns: Set<string>;
  #used: Set<string>;
  #key: readonly string[];

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#kinds = new Map(Object.entries(ledger.fields));
    this.#columns = new Set(ledger.columns);
    this.#used = new Set(ledger.used);
    this.#key = ledger.key;
  }

  kindOf(name: string): Kind | undefined {
    return this.#kinds.get(name);
  }

  /** A field as it is kept now. What it may hold and who may see it is that of `final`, which it becomes. */
  field(name: string, final?: Field): FieldColumns | undefined {
    const kind = this.#kinds.get(name);
    if (kind === undefined || kind === 'flag') return undefined;
    const personal = final?.property['x-personal'];
    const folded = this.#copy(`${name}__fold`);
    const field: Field = {
      name,
      property: personal ? { 'x-personal': personal } : {},
      type: folded === undefined ? types[kind] : 'string',
      label: { vi: name },
      required: false,
    };
    if (kind === 'point') return { field, store: kind, column: `${name}__lon`, latitude: `${name}__lat` };
    const sorted = this.#copy(`${name}__sort`);
    return { field, store: kind === 'unit' ? 'text' : kind, column: name, ...(folded && { folded }), ...(sorted && { sorted }) };
  }

  #copy(column: string): string | undefined {
    return this.#used.has(column) ? column : undefined;
  }

  /** Gives a field another name; gives its columns, as they were and as they are called now. */
  rename(from: string, to: string): readonly (readonly [from: string, to: string])[] {
    const kind = this.#kinds.get(from);
    if (kind === undefined) return [];
    this.#kinds.delete(from);
    this.#kinds.set(to, kind);
    const endings = kind === 'point' ? ['__lon', '__lat'] : ['', '__fold', '__sort'];
    const names = new Map(endings.map((ending) => [`${from}${ending}`, `${to}${ending}`]));
    const renamed = [...names].filter(([name]) => this.#columns.has(name));
    const moved = (list: Iterable<string>) => [...list].map((name) => names.get(name) ?? name);
    this.#columns = new Set(moved(this.#columns));
    this.#used = new Set(moved(this.#used));
    this.#key = moved(this.#key);
    return renamed;
  }

  /** Takes on a field; gives the columns that are new. */
  add(name: string, kind: Kind, columns: readonly Column[]): readonly Column[] {
    this.#kinds.set(name, kind);
    const added = columns.filter((column) => !this.#columns.has(column.name));
    for (const { name: column } of columns) {
      this.#columns.add(column);
      this.#used.add(column);
    }
    return added;
  }

  set key(columns: readonly string[]) {
    this.#key = columns;
  }

  get key(): readonly string[] {
    return this.#key;
  }

  /** The table as it stands, to ask its rows by; `finalOf` tells what a field becomes. */
  table(last: Table, finalOf: (name: string) => Field | undefined): Table {
    const fields = new Map<string, FieldColumns>();
    for (const name of this.#kinds.keys()) {
      const columns = this.field(name, finalOf(name));
      if (columns) fields.set(name, columns);
    }
    const { row } = last.entry.dataset;
    const entry: DatasetEntry = {
      ...last.entry,
      dataset: { row, key: [], ...(last.entry.dataset.history && { history: true }) },
      fields: new Map([...fields].map(([name, { field }]) => [name, field])),
    };
    const columns = [...fields.values()].filter(({ field }) => finalOf(field.name) !== undefined).flatMap(columnsOf);
    return { name: last.name, entry, fields, columns, key: this.#key, lookups: new Set() };
  }

  /** What is remembered of the table once it is so. */
  ledger(version: number): Ledger {
    return {
      ...this.#ledger,
      version,
      key: this.#key,
      fields: Object.fromEntries(this.#kinds),
      columns: [...this.#columns],
      used: [...this.#used],
      indexes: [],
    };
  }
}

/** All columns of a field. */
export function columnsOf({ store, column, latitude, folded, sorted }: FieldColumns): readonly Column[] {
  if (store === 'point')
    return [
      { name: column, store: 'number' },
      { name: latitude ?? column, store: 'number' },
    ];
  const copies = [folded, sorted].filter((name) => name !== undefined);
  return [{ name: column, store }, ...copies.map((name): Column => ({ name, store: 'text' }))];
}
