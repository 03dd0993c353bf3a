import { createHash } from 'node:crypto';
import type { Json } from '@haidang/sdk';
import { systemCaller } from '../access/caller.ts';
import { type Row, type StoredRow, toRow } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import { chunks } from '../data/dialect/statement.ts';
import { utcOf } from '../data/query/calendar.ts';
import { keyColumns, type Table } from '../data/table.ts';
import { writeRecords } from '../data/write.ts';
import { formatInstant } from '../data/zone.ts';
import type { Assessed } from './assessed.ts';
import { flawMessage } from './flaw-message.ts';
import { type Flaw, instantIn } from './flaws.ts';
import type { Window } from './window.ts';

/** Dataset that keeps what is wrong with rows. */
export const issueDataset = 'core/quality_issue';

/** States in which somebody has said that the value stays. */
const settled: ReadonlySet<unknown> = new Set(['accepted_as_true', 'wont_fix']);

/** Characters of a key that the record of an issue has room for. */
const longestKey = 500;

/** Issues of a dataset that are known, by their code. */
export type KnownIssues = ReadonlyMap<string, Row>;

/** Reads the issues of a dataset that are not mended. */
export async function knownIssues({ tables, database }: DataContext, dataset: string): Promise<KnownIssues> {
  const table = tables.get(issueDataset);
  if (!table) return new Map();
  const rows: readonly StoredRow[] = await database.read(table.name).where({ dataset_id: dataset }).whereNot({ state: 'fixed' }).select();
  return new Map(rows.map((row) => [String(row.issue_id), toRow(table, database.dialect, row)]));
}

/** Whether a flaw counts: not when somebody has confirmed this value of this row. */
export function isOpen(known: KnownIssues, dataset: string): (flaw: Flaw) => boolean {
  return (flaw) => !settled.has(known.get(issueCode(dataset, flaw))?.state);
}

interface Keeping {
  readonly context: DataContext;
  readonly assessed: Assessed;
  readonly window: Window;
  readonly flaws: readonly Flaw[];
  /** Kinds of flaws of which not all were looked at. */
  readonly beyond: readonly Pick<Flaw, 'kind' | 'field'>[];
  readonly known: KnownIssues;
  readonly now: number;
}

/** Brings the issues of a dataset in line with what was found: new ones are opened, those that are gone are fixed, those that somebody has settled get the time of it. Gives how many were written. */
export async function keepIssues({ context, assessed, window, flaws, beyond, known, now }: Keeping): Promise<number> {
  if (!context.tables.has(issueDataset)) return 0;
  const { entry, source } = assessed;
  const at = formatInstant(now);
  const found = new Map(flaws.map((flaw) => [issueCode(entry.name, flaw), flaw]));
  const rows: Row[] = [];
  for (const [code, flaw] of found) {
    const before = known.get(code);
    if (!before) rows.push(issueRow(source.table, entry.name, code, flaw, at));
    else if (!settled.has(before.state) && before.resolved_at !== undefined) rows.push({ issue_id: code, resolved_at: null });
  }
  // One that was not looked at may still be there.
  const isSeen = ({ rule_code, field }: Row) => !beyond.some((of) => of.kind === rule_code && of.field.name === field);
  const gone = [...known].filter(([code, row]) => !found.has(code) && !settled.has(row.state) && isSeen(row));
  const keys = gone.flatMap(([, { row_key }]) => (typeof row_key === 'string' ? row_key : []));
  const old = await outOfWindow(context, assessed, window, keys);
  for (const [code, { row_key }] of gone) if (!old.has(String(row_key))) rows.push({ issue_id: code, state: 'fixed', resolved_at: at });
  for (const [code, { state, resolved_at }] of known)
    if (settled.has(state) && resolved_at === undefined) rows.push({ issue_id: code, resolved_at: at });
  for (const part of chunks(rows, 1000)) {
    const lines = part.map((row, index) => ({ line: index + 1, row }));
    const { refused } = await writeRecords(context, { dataset: issueDataset, rows: lines, caller: systemCaller, action: 'assess' });
    if (refused.length > 0) throw new Error(`issues of ${entry.name}: ${JSON.stringify(refused[0])}`);
  }
  return rows.length;
}

/** The same for the same flaw of the same value. */
function issueCode(dataset: string, { kind, field, key, value }: Flaw): string {
  const text = JSON.stringify([dataset, key, field.name, kind, value]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function issueRow(table: Table, dataset: string, code: string, flaw: Flaw, at: string): Row {
  const row: { readonly [field: string]: Json | undefined } = {
    issue_id: code,
    rule_code: flaw.kind,
    dataset_id: dataset,
    row_key: shownKey(table, flaw),
    field: flaw.field.name,
    message: flawMessage(flaw, table),
    found_at: at,
    owner_agency_code: flaw.agency,
    state: 'open',
    resolved_at: null,
  };
  return Object.fromEntries(Object.entries(row).filter((cell): cell is [string, Json] => cell[1] !== undefined));
}

/** The key of the row, where the record has room for it. A key that names a person is told to nobody. */
function shownKey({ entry }: Table, { key }: Flaw): string | undefined {
  if (entry.dataset.key.some((name) => entry.fields.get(name)?.property['x-personal'] !== undefined)) return undefined;
  const text = keyText(key);
  return text.length > longestKey ? undefined : text;
}

/** Cells of a key as they are stored, in one text that can be read again. */
function keyText(key: readonly unknown[]): string {
  return JSON.stringify(key);
}

/** Keys of rows that are there but too old to be looked at: nobody knows whether they were mended. */
async function outOfWindow(
  { database }: DataContext,
  { source }: Assessed,
  window: Window,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const { table, time } = source;
  if (!time || keys.length === 0) return new Set();
  const { column, store } = time.columns;
  const rows = await database.dialect.selectByKeys(database.read, {
    table: table.name,
    columns: [...new Set([...table.key, column])],
    key: keyColumns(table),
    keys: [...new Set(keys)].map((text) => JSON.parse(text)),
  });
  const begins = utcOf(window.from);
  const old = rows.filter((row) => (instantIn(row[column], store === 'date' ? 'date' : 'instant') ?? begins) < begins);
  return new Set(old.map((row) => keyText(table.key.map((name) => row[name]))));
}
