import type { Change, Filter, Scalar } from '@haidang/sdk';
import type { Field } from '../../registry.ts';
import type { Kind, Ledger } from '../ledger.ts';
import { kindOf } from '../ledger.ts';
import type { Column, FieldColumns, Table } from '../table.ts';
import { columnsOf, Draft } from './draft.ts';
import { constantOf, type Given } from './given.ts';
import { asideName, changesAfter, type Declared, declaredVersion, finalName, isWidened } from './versions.ts';

/** What is done to a table, one thing at a time. */
export type Step =
  | { readonly kind: 'rename'; readonly columns: readonly (readonly [from: string, to: string])[] }
  | { readonly kind: 'add'; readonly columns: readonly Column[] }
  /** Values of one column in another kind. */
  | { readonly kind: 'convert'; readonly from: string; readonly to: FieldColumns }
  /** Rows without a value get this one, earlier versions of them too: it is what the field means where nobody said anything. */
  | { readonly kind: 'fill'; readonly to: FieldColumns; readonly given: Given }
  /** Rows get another value, as if somebody had written it. */
  | { readonly kind: 'backfill'; readonly to: FieldColumns; readonly given: Given; readonly where: Filter | undefined; readonly of: Table }
  /** The copies of a text to search in and to sort by are made anew. */
  | { readonly kind: 'copy'; readonly field: FieldColumns };

/** The steps that lead to a version, and what was declared. */
export interface VersionPlan {
  readonly version: number;
  readonly changes: readonly Change[];
  readonly steps: readonly Step[];
}

export interface Plan {
  readonly versions: readonly VersionPlan[];
  /** Whether the columns of the key are others at the end, or kept differently. */
  readonly isKeyNew: boolean;
  /** What is remembered of the table at the end. */
  readonly ledger: Ledger;
  /** Sentences; when there are any, nothing can be done. */
  readonly faults: readonly string[];
}

/** What a kind may have been before it was widened. */
const narrower: { readonly [wide in Kind]?: Kind } = { number: 'integer', instant: 'date' };

/** Lays out how a table comes from the version that it is at to the one that its dataset declares. */
export function planChanges(table: Table, ledger: Ledger): Plan {
  return new Planner(table, ledger).plan();
}

class Planner {
  readonly #table: Table;
  readonly #ledger: Ledger;
  readonly #draft: Draft;
  readonly #pending: readonly Declared[];
  readonly #faults: string[] = [];
  #at = 0;
  #steps: Step[] = [];
  #isKeyNew = false;

  constructor(table: Table, ledger: Ledger) {
    this.#table = table;
    this.#ledger = ledger;
    this.#draft = new Draft(ledger);
    this.#pending = changesAfter(table.entry.dataset, ledger.version ?? 1);
  }

  plan(): Plan {
    const versions: VersionPlan[] = [];
    const last = declaredVersion(this.#table.entry.dataset);
    for (let version = (this.#ledger.version ?? 1) + 1; version <= last; version++) {
      this.#steps = [];
      const changes: Change[] = [];
      for (const [index, declared] of this.#pending.entries()) {
        if (declared.version !== version) continue;
        this.#at = index;
        changes.push(declared.change);
        this.#plan(declared.change, version);
      }
      if (changes.length === 0) this.#faults.push(`its changes leave out version ${version}`);
      versions.push({ version, changes, steps: this.#steps });
    }
    return { versions, isKeyNew: this.#isKeyNew, ledger: this.#draft.ledger(last), faults: this.#faults };
  }

  #plan(change: Change, version: number): void {
    if ('add' in change) this.#add(change.add, change.value);
    else if ('rename' in change) this.#rename(...change.rename);
    else if ('archive' in change) this.#rename(change.archive, asideName(change.archive, version));
    else if ('widen' in change) this.#widen(change.widen, version);
    else if ('backfill' in change) this.#backfill(change.backfill, change.value, change.where);
    else this.#rekey(change.key);
  }

  /** A field is there already where the dataset gained it before that was declared. */
  #add(name: string, value: Scalar | { readonly field: string } | undefined): void {
    if (this.#draft.kindOf(name) === undefined) this.#addField(name, value);
    const to = this.#field(name);
    const given = to && value !== undefined ? this.#given(to, value) : undefined;
    if (!to || !given) return;
    this.#steps.push({ kind: 'fill', to, given });
    this.#copyAfter(to, given);
  }

  #addField(name: string, value: Scalar | { readonly field: string } | undefined): void {
    const becomes = this.#final(name);
    const wide = becomes ? kindOf(becomes) : this.#passing(value);
    const kind = (isWidened(name, this.#pending.slice(this.#at + 1)) && narrower[wide]) || wide;
    const columns =
      becomes && kind === wide ? named(becomes, name) : columnsOf({ field: unknownField(name), store: storeOf(kind), column: name });
    const added = this.#draft.add(name, kind, columns);
    if (added.length > 0) this.#steps.push({ kind: 'add', columns: added });
  }

  /** How a field is kept that a later change sets aside again. */
  #passing(value: Scalar | { readonly field: string } | undefined): Kind {
    if (typeof value === 'object') return this.#draft.kindOf(value.field) ?? 'text';
    return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text';
  }

  /** What this database has never had cannot be renamed; the new name is then simply new. */
  #rename(from: string, to: string): void {
    if (this.#draft.kindOf(from) === undefined) return;
    if (this.#draft.kindOf(to) !== undefined) {
      this.#faults.push(`${from} cannot become ${to}, which the table has already; archive that first`);
      return;
    }
    const columns = this.#draft.rename(from, to);
    if (columns.length > 0) this.#steps.push({ kind: 'rename', columns });
  }

  #widen(name: string, version: number): void {
    const now = this.#draft.kindOf(name);
    const becomes = this.#final(name);
    if (now === undefined || !becomes) return;
    const wide = kindOf(becomes);
    if (now === wide) this.#widenText(name, becomes);
    else if (now === narrower[wide]) {
      const aside = asideName(name, version);
      const isKey = this.#draft.key.includes(name);
      this.#rename(name, aside);
      this.#addField(name, undefined);
      if (isKey) {
        this.#draft.key = this.#draft.key.map((column) => (column === aside ? name : column));
        this.#isKeyNew = true;
      }
      const to = this.#field(name);
      if (to) this.#steps.push({ kind: 'convert', from: aside, to });
    } else this.#faults.push(`${name} is kept as ${now} and cannot be widened to ${wide}`);
  }

  /** Text stays where it is; what people may search and sort by is made. */
  #widenText(name: string, becomes: FieldColumns): void {
    const before = this.#field(name);
    const columns = named(becomes, name);
    if (!before || columns.every((column) => columnsOf(before).some((known) => known.name === column.name))) return;
    const added = this.#draft.add(name, kindOf(becomes), columns);
    if (added.length > 0) this.#steps.push({ kind: 'add', columns: added });
    const field = this.#field(name);
    if (field) this.#steps.push({ kind: 'copy', field });
  }

  #backfill(name: string, value: Scalar | { readonly field: string }, where: Filter | undefined): void {
    if (this.#draft.kindOf(name) === undefined) this.#addField(name, value);
    const to = this.#field(name);
    const given = to && this.#given(to, value);
    if (!to || !given) return;
    const of = this.#draft.table(this.#table, (each) => this.#final(each)?.field);
    this.#steps.push({ kind: 'backfill', to, given, where, of });
    this.#copyAfter(to, given);
  }

  #rekey(names: readonly string[]): void {
    const fields = names.map((name) => ({ name, columns: this.#field(name) }));
    for (const { name, columns } of fields)
      if (!columns || columns.latitude !== undefined) this.#faults.push(`the key names ${name}, which is no field of single values`);
    this.#draft.key = fields.map(({ name, columns }) => columns?.column ?? name);
    this.#isKeyNew = true;
  }

  #field(name: string): FieldColumns | undefined {
    return this.#draft.field(name, this.#final(name)?.field);
  }

  /** The field of the dataset that a field becomes by the changes that are still to come. */
  #final(name: string): FieldColumns | undefined {
    const last = finalName(name, this.#pending.slice(this.#at + 1));
    return last === undefined ? undefined : this.#table.fields.get(last);
  }

  #given(to: FieldColumns, value: Scalar | { readonly field: string }): Given | undefined {
    const { name } = to.field;
    if (typeof value === 'object') {
      const from = this.#field(value.field);
      const isFit = from && (kindOf(from) === kindOf(to) || (from.store === 'integer' && to.store === 'number'));
      if (!isFit) this.#faults.push(`${name} cannot be given what ${value.field} holds`);
      return isFit ? { from } : undefined;
    }
    const constant = constantOf(to, value);
    if (constant === undefined) this.#faults.push(`${JSON.stringify(value)} is no value of ${name}`);
    return constant === undefined ? undefined : { constant };
  }

  #copyAfter(to: FieldColumns, given: Given): void {
    if (!('from' in given) || !(to.folded || to.sorted)) return;
    this.#steps.push({ kind: 'copy', field: to });
  }
}

/** Columns of a field under the name that it has for now. */
function named(columns: FieldColumns, name: string): readonly Column[] {
  const last = columns.field.name;
  return columnsOf(columns).map((column) => ({ ...column, name: `${name}${column.name.slice(last.length)}` }));
}

function unknownField(name: string): Field {
  return { name, property: {}, type: 'json', label: { vi: name }, required: false };
}

function storeOf(kind: Kind): FieldColumns['store'] {
  return kind === 'unit' ? 'text' : kind;
}
