import type { Json } from '@haidang/sdk';
import type { Knex } from 'knex';
import { keyOf } from '../../quarantine/kept.ts';
import type { RefusedFault } from '../../quarantine/refused.ts';
import type { Dialect } from '../dialect/dialect.ts';
import type { Table } from '../table.ts';
import { formatInstant, isDate, parseInstant, zone } from '../zone.ts';
import { type Declared, finalName } from './versions.ts';

const batch = 500;

type Given = { readonly [field: string]: Json };

/** Rows that were refused follow the changes, so that they can still be mended and sent again. Values of fields that were set aside are gone from them. */
export async function mendRefused(connection: Knex, dialect: Dialect, table: Table, changes: readonly Declared[]): Promise<void> {
  const { entry } = table;
  for (let after = 0; ; ) {
    const rows: { id: number; given: unknown; faults: unknown; held: unknown }[] = await connection('refused_row')
      .where({ dataset: entry.name })
      .where('id', '>', after)
      .orderBy('id')
      .limit(batch)
      .select('id', 'given', 'faults', 'held');
    for (const { id, ...row } of rows) {
      const given = givenAfter((dialect.decode('json', row.given) ?? {}) as Given, changes, table);
      const faults = ((dialect.decode('json', row.faults) ?? []) as readonly RefusedFault[]).map((fault) => faultAfter(fault, changes));
      const held = ((dialect.decode('list', row.held) ?? []) as readonly string[]).flatMap((name) => finalName(name, changes) ?? []);
      await connection('refused_row')
        .where({ id })
        .update({
          given: dialect.encode('json', given),
          faults: dialect.encode('json', faults),
          held: dialect.encode('list', held),
          record_key: keyOf(entry, given),
        });
      after = Number(id);
    }
    if (rows.length < batch) return;
  }
}

function givenAfter(given: Given, changes: readonly Declared[], table: Table): Given {
  const after: { [field: string]: Json } = {};
  for (const [name, value] of Object.entries(given)) {
    const last = finalName(name, changes);
    if (last !== undefined) after[last] = table.fields.get(last)?.store === 'instant' ? instantOf(value) : value;
  }
  return after;
}

/** A day where an instant is asked for now is its beginning. */
function instantOf(value: Json): Json {
  const start = typeof value === 'string' && isDate(value) ? parseInstant(`${value}T00:00`, zone) : undefined;
  return start === undefined ? value : formatInstant(start);
}

function faultAfter({ field, ...fault }: RefusedFault, changes: readonly Declared[]): RefusedFault {
  const last = field === undefined ? undefined : finalName(field, changes);
  return last === undefined ? fault : { field: last, ...fault };
}
