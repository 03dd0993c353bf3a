import type { Json } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { DataContext } from '../data/context.ts';
import { refusedColumns } from '../data/core-tables.ts';
import { chunks } from '../data/dialect/statement.ts';
import type { DatasetEntry } from '../registry.ts';
import { type Kept, keptOf } from './kept.ts';
import type { RefusedFault, RefusedInput, RefusedRow } from './refused.ts';

/** Rows that quarantine keeps of one dataset; the oldest give way. */
export const mostKept = 10_000;

interface Delivery {
  readonly entry: DatasetEntry;
  readonly run: string;
  readonly sender: string;
}

/** Puts refused rows into quarantine. A row that is there already counts as the newer delivery's. */
export async function keepRefused(
  { database: { dialect, write }, clock }: DataContext,
  { entry, run, sender }: Delivery,
  refused: readonly RefusedInput[],
): Promise<void> {
  const now = clock.now();
  const lines = new Map(refused.map((input) => [keptOf(entry, input), input.line]));
  const kept = new Map([...lines].map(([each, line]) => [each.fingerprint, { ...each, line }]));
  await dialect.transaction(write, async (connection) => {
    const open = connection('refused_row').where({ dataset: entry.name, sender }).whereNull('resolved_at');
    for (const part of chunks([...kept.keys()], 500)) {
      const known: { id: number; fingerprint: string }[] = await open.clone().whereIn('fingerprint', part).select('id', 'fingerprint');
      for (const { id, fingerprint } of known) {
        const { line, faults } = kept.get(fingerprint) ?? { line: 0, faults: [] };
        const changed = { run_id: run, line, received_at: now, faults: dialect.encode('json', faults) };
        await connection('refused_row').where({ id }).update(changed);
        kept.delete(fingerprint);
      }
    }
    const cells = [...kept.values()].map((each) =>
      cellsOf({ ...each, dataset: entry.name, run, sender, now }).map(([store, cell]) => dialect.encode(store, cell)),
    );
    if (cells.length > 0) await dialect.insert(connection, { table: 'refused_row', columns: refusedColumns, rows: cells });
    await trim(connection, entry.name);
  });
}

/** Rows in quarantine that a caller may see: all, or those that `sender` has sent; the oldest first. */
export interface Asked {
  readonly dataset: string;
  readonly sender?: string;
}

/** A page of the rows that nobody has mended, after the row of number `after`. */
export async function openRows(
  context: DataContext,
  asked: Asked,
  { after = 0, limit }: { readonly after?: number; readonly limit: number },
): Promise<readonly RefusedRow[]> {
  const rows = await openOf(context, asked).where('id', '>', after).orderBy('id').limit(limit).select('*');
  return rows.map((row) => toRefused(context, row));
}

/** Those of these numbers that are open and may be seen. */
export async function rowsByNumber(context: DataContext, asked: Asked, ids: readonly number[]): Promise<ReadonlyMap<number, RefusedRow>> {
  const found = new Map<number, RefusedRow>();
  for (const part of chunks(ids, 1_000))
    for (const row of await openOf(context, asked).whereIn('id', part).select('*')) {
      const refused = toRefused(context, row);
      found.set(refused.id, refused);
    }
  return found;
}

export async function countOpen(context: DataContext, asked: Asked): Promise<number> {
  const found: { n?: number | string } | undefined = await openOf(context, asked).count({ n: '*' }).first();
  return Number(found?.n ?? 0);
}

/** Numbers of open rows by the key of their record. */
export async function openKeys({ database }: DataContext, dataset: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows: { id: number; record_key: string }[] = await database
    .read('refused_row')
    .where({ dataset })
    .whereNull('resolved_at')
    .whereNotNull('record_key')
    .select('id', 'record_key');
  const keys = new Map<string, number[]>();
  for (const { id, record_key } of rows) keys.set(record_key, [...(keys.get(record_key) ?? []), Number(id)]);
  return keys;
}

/** Marks rows as mended. */
export async function resolveRows({ database: { dialect, write }, clock }: DataContext, ids: readonly number[], by: string): Promise<void> {
  if (ids.length === 0) return;
  await dialect.transaction(write, async (connection) => {
    for (const part of chunks(ids, 1_000))
      await connection('refused_row').whereIn('id', part).whereNull('resolved_at').update({ resolved_at: clock.now(), resolved_by: by });
  });
}

/** Rows that were sent back and are refused again, as they are now. */
export async function keepAgain(
  { database: { dialect, write } }: DataContext,
  entry: DatasetEntry,
  rows: readonly (Pick<RefusedRow, 'id' | 'held'> & RefusedInput)[],
): Promise<void> {
  if (rows.length === 0) return;
  await dialect.transaction(write, async (connection) => {
    for (const { id, held, ...input } of rows) {
      const kept = keptOf(entry, input);
      const given = dialect.encode('json', kept.given);
      const faults = dialect.encode('json', kept.faults);
      const still = dialect.encode('list', [...new Set([...held.filter((name) => !(name in kept.given)), ...kept.held])]);
      const { fingerprint, key, supplier } = kept;
      await connection('refused_row').where({ id }).update({ given, faults, held: still, fingerprint, record_key: key, supplier });
    }
  });
}

function openOf({ database }: DataContext, { dataset, sender }: Asked) {
  return database
    .read('refused_row')
    .where({ dataset, ...(sender !== undefined && { sender }) })
    .whereNull('resolved_at');
}

/** The oldest give way, those that were mended first. */
async function trim(connection: Knex, dataset: string): Promise<void> {
  const found: { n?: number | string } | undefined = await connection('refused_row').where({ dataset }).count({ n: '*' }).first();
  const over = Number(found?.n ?? 0) - mostKept;
  if (over <= 0) return;
  const oldest: { id: number }[] = await connection('refused_row')
    .where({ dataset })
    .orderByRaw('CASE WHEN resolved_at IS NULL THEN 1 ELSE 0 END, id')
    .limit(over)
    .select('id');
  for (const part of chunks(
    oldest.map(({ id }) => id),
    1_000,
  ))
    await connection('refused_row').whereIn('id', part).delete();
}

type Cell = readonly [store: (typeof refusedColumns)[number]['store'], cell: unknown];

function cellsOf(
  row: Kept & { readonly line: number; readonly dataset: string; readonly run: string; readonly sender: string; readonly now: number },
): readonly Cell[] {
  const cells: { readonly [column: string]: unknown } = {
    dataset: row.dataset,
    fingerprint: row.fingerprint,
    run_id: row.run,
    line: row.line,
    record_key: row.key,
    supplier: row.supplier,
    sender: row.sender,
    given: row.given,
    faults: row.faults,
    held: row.held,
    received_at: row.now,
  };
  return refusedColumns.map(({ name, store }) => [store, cells[name]]);
}

function toRefused({ database: { dialect } }: DataContext, row: { readonly [column: string]: unknown }): RefusedRow {
  return {
    id: Number(row.id),
    ...(typeof row.run_id === 'string' && { run: row.run_id }),
    line: Number(row.line),
    given: (dialect.decode('json', row.given) ?? {}) as { readonly [field: string]: Json },
    faults: (dialect.decode('json', row.faults) ?? []) as readonly RefusedFault[],
    held: (dialect.decode('list', row.held) ?? []) as readonly string[],
    receivedAt: Number(row.received_at),
  };
}
