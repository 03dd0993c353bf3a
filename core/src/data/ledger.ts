import { HaidangError } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Store } from './dialect/dialect.ts';
import { declaredVersion } from './reshape/versions.ts';
import type { FieldColumns, Table } from './table.ts';

/** How a field is kept, as far as its values would not fit another kind. */
export type Kind = Store | 'point' | 'unit';

/** What the framework remembers of a table it made: the columns that exist, which of them the dataset used last, how fields are kept, and the indexes besides that of the key. */
export interface Ledger {
  readonly format: 1;
  /** Version of the dataset whose changes it has seen; 1 when absent. */
  readonly version?: number;
  readonly table: string;
  readonly key: readonly string[];
  readonly fields: { readonly [field: string]: Kind };
  readonly columns: readonly string[];
  readonly used: readonly string[];
  readonly indexes?: readonly string[];
}

/** What has to be done to a table that exists. */
export interface Difference {
  /** Sentences; when there are any, the table is left as it is. */
  readonly faults: readonly string[];
  readonly add: ReadonlySet<string>;
  /** Copies of text (folded, sortable) that rows do not have yet. */
  readonly fill: readonly FieldColumns[];
}

const entry = (dataset: string) => `table ${dataset}`;

export async function readLedger(connection: Knex, dataset: string): Promise<Ledger | undefined> {
  const row: { value: string } | undefined = await connection('meta')
    .where({ name: entry(dataset) })
    .first('value');
  if (!row) return undefined;
  const ledger: Ledger = JSON.parse(row.value);
  if (ledger.format !== 1)
    throw new HaidangError('version-unsupported', {
      dataset,
      reason: `The data of ${dataset} were written by a newer version of Hải Đăng.`,
    });
  return ledger;
}

/** Remembers a table as it is now; columns that the dataset no longer uses stay known. */
export async function writeLedger(connection: Knex, table: Table, indexes: readonly string[], before: Ledger | undefined): Promise<void> {
  const used = table.columns.map(({ name }) => name);
  const fields = Object.fromEntries([...table.fields].map(([name, columns]) => [name, kindOf(columns)]));
  const ledger: Ledger = {
    format: 1,
    version: declaredVersion(table.entry.dataset),
    table: table.name,
    key: table.key,
    fields: { ...before?.fields, ...fields },
    columns: [...new Set([...(before?.columns ?? []), ...used])],
    used,
    indexes,
  };
  await storeLedger(connection, table.entry.name, ledger);
}

export async function storeLedger(connection: Knex, dataset: string, ledger: Ledger): Promise<void> {
  await connection('meta')
    .insert({ name: entry(dataset), value: JSON.stringify(ledger) })
    .onConflict('name')
    .merge();
}

export function compare(table: Table, ledger: Ledger): Difference {
  const faults: string[] = [];
  const known = new Set(ledger.columns);
  const used = new Set(ledger.used);
  const [at, declared] = [ledger.version ?? 1, declaredVersion(table.entry.dataset)];
  if (at !== declared) faults.push(`they are at version ${at}, the dataset is at version ${declared}`);
  if (ledger.key.join() !== table.key.join()) faults.push(`the key was (${ledger.key.join(', ')}) and is now (${table.key.join(', ')})`);
  for (const [name, columns] of table.fields) {
    const before = ledger.fields[name];
    const now = kindOf(columns);
    if (before !== undefined && before !== now) faults.push(`field ${name} was kept as ${before} and is now ${now}`);
  }
  const add = new Set(table.columns.map(({ name }) => name).filter((name) => !known.has(name)));
  const fill = [...table.fields.values()].filter(
    ({ column, folded, sorted }) => known.has(column) && [folded, sorted].some((copy) => copy !== undefined && !used.has(copy)),
  );
  return { faults, add, fill };
}

export function kindOf({ field, store }: FieldColumns): Kind {
  return field.type === 'unit' ? 'unit' : store;
}
