import type { Json } from '@haidang/sdk';
import type { Knex } from 'knex';
import { auditColumns, changeColumns } from './core-tables.ts';
import type { Addition, Dialect, Insertion } from './dialect/dialect.ts';
import type { Column } from './table.ts';

export type ChangeKind = 'added' | 'changed' | 'deleted';

/** Old and new value of each changed field; `*` for one that is personal and therefore kept in the record only, where it can be erased. */
export interface FieldChanges {
  readonly [field: string]: readonly [old: Json, now: Json] | '*';
}

/** What happened to one record or unit. */
export interface Entry {
  /** Number of the record; 0 for what is not a record. */
  readonly id: number;
  /** Name in the audit log when it is not the number. */
  readonly name?: string;
  readonly kind: ChangeKind;
  readonly revision?: number;
  readonly fields?: FieldChanges;
}

/** Who did it, by what, to which dataset. `at` is in milliseconds. */
export interface Deed {
  readonly at: number;
  /** When it was to be done, where it is done later: the system may have been down. Deadlines count from it. */
  readonly meantAt?: number;
  readonly caller: string;
  readonly action: string;
  readonly dataset: string;
}

/** Writes one change row and one audit row for each entry, in the transaction of the change itself. */
export async function writeJournal(connection: Knex, dialect: Dialect, deed: Deed, entries: readonly Entry[]): Promise<void> {
  const changes = entries.map(({ id, kind }) => [id, kind]);
  const audit = entries.map(({ id, name, kind, revision, fields }) => [
    kind,
    name ?? String(id),
    revision ?? null,
    dialect.encode('json', fields),
  ]);
  await dialect.insert(connection, { table: 'change', ...split(changeColumns, deed), rows: changes });
  await dialect.insert(connection, { table: 'audit', ...split(auditColumns, deed), rows: audit });
}

/** Writes one change row for each record that is removed, and one audit row for all of them: who removes what is due does not decide about each. */
export async function writeRemoval(
  connection: Knex,
  dialect: Dialect,
  deed: Deed,
  ids: readonly number[],
  fields: FieldChanges,
): Promise<void> {
  const kind: ChangeKind = 'deleted';
  await dialect.insert(connection, { table: 'change', ...split(changeColumns, deed), rows: ids.map((id) => [id, kind]) });
  const row = [kind, 'several', null, dialect.encode('json', fields)];
  await dialect.insert(connection, { table: 'audit', ...split(auditColumns, deed), rows: [row] });
}

/** What is written about records that are new: of all the same but for the number. */
export function aboutAdded(deed: Deed): Addition['about'] {
  const cells = { ...deed, kind: 'added' satisfies ChangeKind, revision: 1 };
  return [
    { table: 'change', number: numberOf(changeColumns), shared: split(changeColumns, cells).shared },
    { table: 'audit', number: numberOf(auditColumns), shared: split(auditColumns, cells).shared },
  ];
}

function numberOf(columns: readonly Column[]): Column {
  const column = columns.find(({ name }) => name === 'record');
  if (!column) throw new Error('a journal without records');
  return column;
}

/** What all rows of a deed share, and the other columns in their order. */
function split(columns: readonly Column[], deed: Deed): Required<Pick<Insertion, 'columns' | 'shared'>> {
  const cells: ReadonlyMap<string, unknown> = new Map(Object.entries(deed));
  return {
    shared: columns.filter(({ name }) => cells.has(name)).map((column) => ({ ...column, cell: cells.get(column.name) })),
    columns: columns.filter(({ name }) => !cells.has(name)),
  };
}
