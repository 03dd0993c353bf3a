import { HaidangError } from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';
import type { DatasetEntry, Field } from '../../registry.ts';
import type { DataContext } from '../context.ts';
import type { FieldColumns, Table } from '../table.ts';
import { authoriseDataset, authoriseField, mayJudge, mayRead, rowsOf } from './authorise.ts';
import type { Condition, FieldRef } from './condition.ts';

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

/** The rows that a statement reads: a dataset, and what it refers to. Resolves names, asks whether the caller may read them, and keeps account of them. */
export class Source {
  readonly context: DataContext;
  readonly caller: Caller;
  readonly table: Table;
  readonly alias = 't';
  readonly joins = new Map<string, Join>();
  readonly mentions: Mention[] = [];
  /** The business time, where there is one and the caller may read it. */
  readonly time: FieldRef | undefined;
  /** The key, where the caller may read all of it. */
  readonly key: readonly FieldRef[] | undefined;
  /** Whether the reader may be told how good its rows are. */
  readonly mayJudge: boolean;
  /** Rows of the dataset that the caller gets; all when absent. */
  readonly scope: Condition | undefined;

  /** Throws `forbidden` unless the caller may read the dataset; not for what only serves to tell which rows are the caller's. */
  constructor(context: DataContext, caller: Caller, dataset: string, use: 'reading' | 'scope' = 'reading') {
    const table = context.tables.get(dataset);
    if (!table) throw new HaidangError('unknown-dataset', { dataset });
    if (use === 'reading') authoriseDataset(table.entry, caller);
    this.context = context;
    this.caller = caller;
    this.table = table;
    const { time, key } = table.entry.dataset;
    this.time = time === undefined ? undefined : this.#readable(time);
    const parts = key.flatMap((name) => this.#readable(name) ?? []);
    this.key = parts.length === key.length ? parts : undefined;
    this.mayJudge = use === 'reading' && mayJudge(table.entry, caller, context.registry.datasets);
    this.scope = rowsOf(this);
  }

  /** A field that the query mentions. Throws `forbidden` unless the caller may read it, and what leads to it. */
  readonly find: Find = (path, place) => {
    this.#authorise(path, place);
    const ref = this.resolve(path, place);
    this.#mention({ dataset: ref.table.entry, field: ref.field, place });
    if (path.includes('.'))
      this.#mention({ dataset: this.table.entry, field: this.#own(path.slice(0, path.indexOf('.')), place).field, place });
    return ref;
  };

  /** A field that is no part of the query: the caller's scope speaks of it, or the caller may read it anyhow. */
  readonly resolve: Find = (path, place) => {
    const dot = path.indexOf('.');
    if (dot < 0) return this.#own(path, place);
    const join = this.#join(path.slice(0, dot), place);
    const columns = join.source.table.fields.get(path.slice(dot + 1));
    if (!columns) throw unknown(join.source.table.entry, path, place, this.caller);
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

  #mention(mention: Mention): void {
    authoriseField(mention.dataset, mention.field, mention.place, this.caller);
    this.mentions.push(mention);
  }

  /** Before names are looked up: what is wrong with one would tell the fields of a dataset. */
  #authorise(path: string, place: string): void {
    authoriseDataset(this.table.entry, this.caller);
    const dot = path.indexOf('.');
    if (dot >= 0) authoriseDataset(this.#join(path.slice(0, dot), place).source.table.entry, this.caller);
  }

  #readable(name: string): FieldRef | undefined {
    const ref = this.#own(name, 'dataset');
    return mayRead(this.table.entry, ref.field, this.caller) ? ref : undefined;
  }

  #own(path: string, place: string): FieldRef {
    const columns = this.table.fields.get(path);
    if (!columns) throw unknown(this.table.entry, path, place, this.caller);
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
    const source = new Source(this.context, this.caller, on.field.ref, 'scope');
    const join = { alias: `r${this.joins.size}`, on, key: key.column, source };
    this.joins.set(name, join);
    return join;
  }
}

/** The key of a dataset that others can refer to: one field. */
export function keyOf(table: Table | undefined): FieldColumns | undefined {
  const [name, ...others] = table?.entry.dataset.key ?? [];
  return name === undefined || others.length > 0 ? undefined : table?.fields.get(name);
}

function unknown(entry: DatasetEntry, field: string, place: string, caller: Caller): HaidangError {
  const allowed = [...entry.fields.values()].filter((each) => mayRead(entry, each, caller)).map(({ name }) => name);
  return new HaidangError('unknown-field', { dataset: entry.name, field, place, allowed });
}
