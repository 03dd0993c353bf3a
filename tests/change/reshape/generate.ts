import type { Change, Changes, Dataset, Filter, Json, Property, Scalar } from '@haidang/sdk';

// Datasets that change at random, and what has to become of their rows, worked out in plain JavaScript.

export interface Row {
  readonly [field: string]: Json;
}

/** A dataset before and after its changes, the rows that it had, and those that it has to have with their revisions. */
export interface Migration {
  readonly before: Dataset;
  readonly after: Dataset;
  readonly rows: readonly Row[];
  readonly expected: readonly { readonly row: Row; readonly revision: number }[];
}

const properties = {
  code: { type: 'string', format: 'code' },
  string: { type: 'string' },
  text: { type: 'string', format: 'text' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  instant: { type: 'string', format: 'date-time' },
  point: { type: 'object', format: 'geo-point' },
  list: { type: 'array', items: { type: 'string' } },
} as const satisfies { readonly [kind: string]: Property };
type Kind = keyof typeof properties;

const kinds = Object.keys(properties) as Kind[];
const wider: { readonly [kind in Kind]?: Kind } = { code: 'string', string: 'text', integer: 'number', date: 'instant' };
const words = ['Đèn', 'nước', 'Rác thải', 'đường', 'Cây xanh'];

export type Random = () => number;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function generate(seed: number, { rows: count = 12 } = {}): Migration {
  return new Generator(randomOf(seed), count).generate();
}

class Generator {
  readonly #random: Random;
  readonly #fields = new Map<string, Kind>([
    ['number', 'code'],
    ['year', 'integer'],
  ]);
  #key: string[] = ['number'];
  #rows: { [field: string]: Json }[];
  readonly #revisions: number[];
  #names = 0;
  /** Fields that every row has a value in. */
  readonly #filled = new Set(['number', 'year']);

  constructor(random: Random, count: number) {
    this.#random = random;
    this.#rows = Array.from({ length: count }, (_, index) => ({ number: `N-${index}`, year: 2020 + (index % 5) }));
    this.#revisions = this.#rows.map(() => 1);
  }

  generate(): Migration {
    for (let index = 0; index < 4 + this.#below(3); index++) this.#field(this.#pick(kinds));
    const history = this.#random() < 0.4;
    const before = this.#dataset(history);
    const rows = this.#rows.map((row) => ({ ...row }));
    const changes: { [version: number]: Change[] } = {};
    const versions = 1 + this.#below(3);
    for (let version = 2; version < 2 + versions; version++) {
      const list: Change[] = [];
      for (let index = 0; index < 1 + this.#below(3); index++) list.push(this.#change());
      changes[version] = list;
    }
    const expected = this.#rows.map((row, index) => ({ row: withoutNothing(row), revision: this.#revisions[index] ?? 1 }));
    return { before, after: this.#dataset(history, changes), rows: rows.map(withoutNothing), expected };
  }

  #dataset(history: boolean, changes?: Changes): Dataset {
    const row = Object.fromEntries([...this.#fields].map(([name, kind]) => [name, properties[kind]]));
    return {
      row: { type: 'object', additionalProperties: false, properties: row, required: [...this.#key] },
      key: [...this.#key],
      ...(history && { history }),
      ...(changes && { changes }),
    };
  }

  #change(): Change {
    const makers = [
      () => this.#rename(),
      () => this.#archive(),
      () => this.#add(),
      () => this.#widen(),
      () => this.#backfill(),
      () => this.#rekey(),
    ];
    for (;;) {
      const change = this.#pick(makers)();
      if (change) return change;
    }
  }

  #rename(): Change | undefined {
    const [from, kind] = this.#pick([...this.#fields]);
    const to = this.#name();
    this.#fields.delete(from);
    this.#fields.set(to, kind);
    if (this.#filled.delete(from)) this.#filled.add(to);
    this.#key = this.#key.map((name) => (name === from ? to : name));
    this.#rows = this.#rows.map(({ [from]: value, ...row }) => ({ ...row, [to]: value ?? null }));
    return { rename: [from, to] };
  }

  #archive(): Change | undefined {
    const name = this.#pick([...this.#fields.keys()]);
    if (this.#key.includes(name) || this.#filled.has(name)) return undefined;
    this.#fields.delete(name);
    this.#rows = this.#rows.map(({ [name]: _, ...row }) => row);
    return { archive: name };
  }

  #add(): Change | undefined {
    const from = this.#random() < 0.5 ? this.#pick([...this.#fields]) : undefined;
    const kind = from?.[1] ?? this.#pick(kinds);
    const name = this.#name();
    const value = from ? undefined : this.#scalar(kind);
    this.#fields.set(name, kind);
    this.#rows = this.#rows.map((row) => ({ ...row, [name]: (from ? row[from[0]] : value) ?? null }));
    if (from) return { add: name, value: { field: from[0] } };
    return value === undefined ? { add: name } : { add: name, value };
  }

  #widen(): Change | undefined {
    const [name, kind] = this.#pick([...this.#fields]);
    const to = wider[kind];
    if (!to) return undefined;
    this.#fields.set(name, to);
    if (kind === 'date')
      this.#rows = this.#rows.map((row) => ({ ...row, [name]: typeof row[name] === 'string' ? `${row[name]}T00:00:00+07:00` : null }));
    return { widen: name };
  }

  #backfill(): Change | undefined {
    const [name, kind] = this.#pick([...this.#fields]);
    if (this.#key.includes(name) || this.#filled.has(name)) return undefined;
    const from = this.#random() < 0.4 ? this.#pick([...this.#fields].filter(([, other]) => other === kind)) : undefined;
    const value = from ? undefined : this.#scalar(kind);
    if (!from && value === undefined) return undefined;
    const where = this.#where();
    this.#rows = this.#rows.map((row, index) => {
      const next = (from ? row[from[0]] : value) ?? null;
      if (!where.holds(row) || JSON.stringify(next) === JSON.stringify(row[name] ?? null)) return row;
      this.#revisions[index] = (this.#revisions[index] ?? 0) + 1;
      return { ...row, [name]: next };
    });
    return { backfill: name, value: from ? { field: from[0] } : (value as Scalar), ...(where.filter && { where: where.filter }) };
  }

  #rekey(): Change | undefined {
    const [first, second] = [...this.#filled];
    if (first === undefined || second === undefined || this.#key.length > 1) return undefined;
    this.#key = this.#random() < 0.5 ? [first, second] : [second, first];
    return { key: [...this.#key] };
  }

  #where(): { readonly filter?: Filter; holds(row: Row): boolean } {
    const [name, kind] = this.#pick([...this.#fields]);
    const choice = this.#random();
    if (choice < 0.3) return { holds: () => true };
    if (choice < 0.6) return { filter: { [name]: { empty: true } }, holds: (row) => (row[name] ?? null) === null };
    if (kind === 'point' || kind === 'list') return { holds: () => true };
    const values = this.#rows.map((row) => row[name]).filter((value) => value !== null && value !== undefined);
    const value = values.length > 0 ? this.#pick(values) : this.#scalar(kind);
    return { filter: { [name]: value as Scalar }, holds: (row) => row[name] === value };
  }

  #field(kind: Kind): void {
    const name = this.#name();
    this.#fields.set(name, kind);
    this.#rows = this.#rows.map((row) => ({ ...row, [name]: this.#random() < 0.25 ? null : this.#value(kind) }));
  }

  #value(kind: Kind): Json {
    if (kind === 'point') return { type: 'Point', coordinates: [108 + this.#below(100) / 100, 10 + this.#below(100) / 100] };
    if (kind === 'list') return [this.#pick(words), this.#pick(words)];
    return this.#scalar(kind) ?? null;
  }

  #scalar(kind: Kind): Scalar | undefined {
    const two = (value: number) => String(value).padStart(2, '0');
    const day = () => `${2000 + this.#below(26)}-${two(1 + this.#below(12))}-${two(1 + this.#below(28))}`;
    if (kind === 'code' || kind === 'string' || kind === 'text') return this.#pick(words);
    if (kind === 'integer') return this.#below(5);
    if (kind === 'number') return this.#below(20) / 4;
    if (kind === 'boolean') return this.#random() < 0.5;
    if (kind === 'date') return day();
    return kind === 'instant' ? `${day()}T${two(this.#below(24))}:${two(this.#below(60))}:00+07:00` : undefined;
  }

  #name(): string {
    return `f${this.#names++}`;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#below(list.length)] as T;
  }
}

function withoutNothing(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
