import type { Json, L10n, ResultField } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Caller } from '../../access/caller.ts';
import type { Field } from '../../registry.ts';
import type { DataContext } from '../context.ts';
import { mayRead, mayReadDataset } from './authorise.ts';
import { columnOf } from './compile-condition.ts';
import { fromWhere } from './compile-source.ts';
import type { Moment } from './moment.ts';
import { keyOf, Source } from './source.ts';
import { identifier, join, select, sql } from './sql.ts';

const batch = 5000;

/** A column whose codes have names. */
export interface NamedColumn {
  readonly index: number;
  readonly field: Field;
}

/** Dataset whose records name the values of a field, where the caller may read it. */
export function namingDataset({ ref }: Field, context: DataContext, caller: Caller): string | undefined {
  const entry = ref === undefined ? undefined : context.registry.datasets.get(ref);
  if (!entry?.naming || !keyOf(context.tables.get(entry.name)) || !mayReadDataset(entry, caller)) return undefined;
  const isOpen = [entry.naming.vi, entry.naming.en].every((name) => {
    const field = name === undefined ? undefined : entry.fields.get(name);
    return field === undefined || mayRead(entry, field, caller);
  });
  return isOpen ? entry.name : undefined;
}

/** Adds the names of the codes that occur in rows to their columns: of enum values, units, records referred to. */
export async function addNames(
  fields: readonly ResultField[],
  rows: readonly (readonly Json[])[],
  named: readonly NamedColumn[],
  asked: Asked,
): Promise<readonly ResultField[]> {
  const result = [...fields];
  for (const { index, field } of named) {
    const codes = codesOf(rows, index);
    const values = await namesOf(field, codes, asked);
    const column = result[index];
    if (column && Object.keys(values).length > 0) result[index] = { ...column, values };
  }
  return result;
}

interface Asked {
  readonly context: DataContext;
  readonly caller: Caller;
  readonly connection: Knex;
  readonly at: Moment;
}

type Names = { [value: string]: L10n };

async function namesOf(field: Field, codes: readonly string[], asked: Asked): Promise<Names> {
  const { context, caller } = asked;
  const names: Names = {};
  if (field.values) for (const code of codes) addName(names, code, field.values[code]);
  else if (field.type === 'unit') for (const code of codes) addName(names, code, context.units.get(code)?.title);
  else {
    const dataset = namingDataset(field, context, caller);
    if (dataset === undefined) return names;
    for (let at = 0; at < codes.length; at += batch) Object.assign(names, await readNames(dataset, codes.slice(at, at + batch), asked));
  }
  return names;
}

async function readNames(dataset: string, codes: readonly string[], { context, caller, connection, at }: Asked): Promise<Names> {
  const source = new Source(context, caller, dataset);
  const { naming, dataset: declared } = source.table.entry;
  const key = source.resolve(declared.key[0] ?? '', 'key');
  const languages = [naming?.vi, naming?.en].filter((name) => name !== undefined).map((name) => source.resolve(name, 'naming'));
  const list = [
    sql`${columnOf(key)} AS ${identifier('code')}`,
    ...languages.map((ref, index) => sql`${columnOf(ref)} AS ${identifier(`n${index}`)}`),
  ];
  const names: Names = {};
  for (const row of await select(
    connection,
    sql`SELECT ${join(list, ', ')} ${fromWhere(source, { kind: 'one-of', ref: key, values: codes }, at)}`,
  )) {
    if (typeof row.n0 === 'string') names[String(row.code)] = { vi: row.n0, ...(typeof row.n1 === 'string' && { en: row.n1 }) };
  }
  return names;
}

/** Codes of a column, of lists their items. */
function codesOf(rows: readonly (readonly Json[])[], index: number): readonly string[] {
  const codes = new Set<string>();
  for (const row of rows) {
    const cell = row[index] ?? null;
    for (const code of Array.isArray(cell) ? cell : [cell])
      if (typeof code === 'string' || typeof code === 'number' || typeof code === 'boolean') codes.add(String(code));
  }
  return [...codes];
}

function addName(names: Names, code: string, name: L10n | undefined): void {
  if (name) names[code] = name;
}
