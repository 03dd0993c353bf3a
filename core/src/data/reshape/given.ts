import { fold, type Scalar, sortKey } from '@haidang/sdk';
import type { Sql } from '../dialect/dialect.ts';
import { identifier, join, sql } from '../query/sql.ts';
import type { FieldColumns } from '../table.ts';
import { isDate, parseInstant, zone } from '../zone.ts';

/** What a field is given: one value for all rows, as it is stored, or what another field holds. */
export type Given = { readonly constant: string | number | boolean } | { readonly from: FieldColumns };

/** A value as a field stores it; nothing when it is none of that kind. */
export function constantOf({ store }: FieldColumns, value: Scalar): string | number | boolean | undefined {
  switch (store) {
    case 'text':
      return typeof value === 'string' ? value.normalize('NFC') : undefined;
    case 'integer':
      return Number.isSafeInteger(value) ? value : undefined;
    case 'number':
      return typeof value === 'number' ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'date':
      return typeof value === 'string' && isDate(value) ? value : undefined;
    case 'instant':
      if (typeof value !== 'string') return undefined;
      return isDate(value) ? parseInstant(`${value}T00:00`, zone) : parseInstant(value, zone);
    default:
      return undefined;
  }
}

/** The assignments by which a field is given something, with the copies that it has. */
export function cellsGiven({ column, latitude, folded, sorted }: FieldColumns, given: Given): Sql {
  const parts: (readonly [name: string | undefined, cell: Sql])[] =
    'constant' in given
      ? [
          [column, sql`${given.constant}`],
          [folded, sql`${fold(String(given.constant))}`],
          [sorted, sql`${sortKey(String(given.constant))}`],
        ]
      : [
          [column, identifier(given.from.column)],
          [latitude, identifier(given.from.latitude ?? given.from.column)],
          // Made anew afterwards.
          [folded, sql`NULL`],
          [sorted, sql`NULL`],
        ];
  return join(
    parts.flatMap(([name, cell]) => (name === undefined ? [] : [sql`${identifier(name)} = ${cell}`])),
    ', ',
  );
}

/** Whether a row holds something else than what it is given. */
export function isOther({ column, latitude, store }: FieldColumns, given: Given): Sql {
  if ('constant' in given) return sql`${identifier(column)} IS DISTINCT FROM ${given.constant}`;
  const { from } = given;
  // Objects have no order, their text has.
  const isObject = store === 'json' || store === 'list';
  const value = (name: string) => (isObject ? sql`CAST(${identifier(name)} AS text)` : identifier(name));
  const differs = sql`${value(column)} IS DISTINCT FROM ${value(from.column)}`;
  if (latitude === undefined || from.latitude === undefined) return differs;
  return sql`(${differs} OR ${identifier(latitude)} IS DISTINCT FROM ${identifier(from.latitude)})`;
}
