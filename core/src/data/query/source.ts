import { HaidangError } from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';
import type { DatasetEntry, Field } from '../../registry.ts';
import type { DataContext } from '../context.ts';
import type { FieldColumns, Table } from '../table.ts';
import { authoriseDataset } from './authorise.ts';
import type { Condition, FieldRef } from './condition.ts';
import { scopeOf } from './scope.ts';

/** A field that a query mentions, and where in the query. */
export interface Mention {
  readonly dataset: DatasetEntry;
  readonly field: Field;
  readonly place: string;
}

/** A dataset that rows refer to. Rows that the caller may not see give no values. */
export interface Join {
  readonly alias: string;
  readonly on: FieldRef;
  readonly key: string;
  readonly source: Source;
}

/** Finds a field by its path; `place` is where in the query it stands. */
export type Find = (path: string, place: string) => FieldRef;

/** The rows that a statement reads: a dataset, and what it refers to. Resolves names and keeps account of them. */
export class Source {
  readonly context: DataContext;
  readonly caller: Caller;
  readonly table: Table;
  readonly alias = 't';
  readonly joins = new Map<string, Join>();
  readonly mentions: Mention[] = [];
  /** Rows of the dataset that the caller gets; all when absent. */
  readonly scope: Condition | undefined;

  constructor(context: DataContext, caller: Caller, dataset: string) {
    const table = context.tables.get(dataset);
    if (!table) throw new HaidangError('unknown-dataset', { dataset });
    this.context = context;
    this.caller = caller;
    this.table = table;
    this.scope = scopeOf(this);
  }

  /** A field that the query mentions. */
  readonly find: Find = (path, place) => {
    this.#authorise(path, place);
    const ref = this.resolve(path, place);
    this.mentions.push({ dataset: ref.table.entry, field: ref.field, place });
    if (path.includes('.'))
      this.mentions.push({ dataset: this.table.entry, field: this.#own(path.slice(0, path.indexOf('.')), place).field, place });
    return ref;
  };

  /** A field that the caller's scope speaks of: it is no part of the query. */
  readonly resolve: Find = (path, place) => {
    const dot = path.indexOf('.');
    if (dot < 0) return this.#own(path, place);
    const join = this.#join(path.slice(0, dot), place);
    const columns = join.source.table.fields.get(path.slice(dot + 1));
    if (!columns) throw unknown(join.source.table.entry, path, place);
    return { path, alias: join.alias, table: join.source.table, columns, field: columns.field };
  };

  /** Datasets whose change can move what is read. */
  datasets(): string[] {
    return [this.table.entry.name, ...[...this.joins.values()].flatMap(({ source }) => source.datasets())];
  }

  /** The conditions by which rows are kept from the caller, of what is referred to too. */
  scopes(): Condition[] {
    return [...(this.scope ? [this.scope] : []), ...[...this.joins.values()].flatMap(({ source }) => source.scopes())];
  }

  /** Before names are looked up: what is wrong with one would tell the fields of a dataset. */
  #authorise(path: string, place: string): void {
    authoriseDataset(this.table.entry, this.caller);
    const dot = path.indexOf('.');
    if (dot >= 0) authoriseDataset(this.#join(path.slice(0, dot), place).source.table.entry, this.caller);
  }

  #own(path: string, place: string): FieldRef {
    const columns = this.table.fields.get(path);
    if (!columns) throw unknown(this.table.entry, path, place);
    return { path, alias: this.alias, table: this.table, columns, field: columns.field };
  }

  #join(name: string, place: string): Join {
    const known = this.joins.get(name);
    if (known) return known;
    const on = this.#own(name, place);
    const key = on.field.ref === undefined ? undefined : keyOf(this.context.tables.get(on.field.ref));
    if (on.field.ref === undefined || !key || key.store !== on.columns.store) {
      throw new HaidangError('unknown-field', {
        dataset: this.table.entry.name,
        field: name,
        place,
        reason: 'The field does not refer to a record by its key.',
      });
    }
    const join = { alias: `r${this.joins.size}`, on, key: key.column, source: new Source(this.context, this.caller, on.field.ref) };
    this.joins.set(name, join);
    return join;
  }
}

/** The key of a dataset that others can refer to: one field. */
export function keyOf(table: Table | undefined): FieldColumns | undefined {
  const [name, ...others] = table?.entry.dataset.key ?? [];
  return name === undefined || others.length > 0 ? undefined : table?.fields.get(name);
}

function unknown(entry: DatasetEntry, field: string, place: string): HaidangError {
  return new HaidangError('unknown-field', { dataset: entry.name, field, place, allowed: [...entry.fields.keys()] });
}
