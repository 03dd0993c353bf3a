import type { Json } from '@haidang/sdk';
import { type StoredRow, toCells, toRow } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import { changeColumns } from '../data/core-tables.ts';
import { markTouched } from '../data/keep.ts';
import { utcOf } from '../data/query/calendar.ts';
import { system, type Table } from '../data/table.ts';
import { formatInstant } from '../data/zone.ts';
import type { Assessment, Finding } from './assess.ts';
import { assessmentOf, everybody } from './assessed.ts';
import { gradeLetter, scoreOf } from './score.ts';

/** Dataset that keeps how good other datasets were. */
export const runDataset = 'core/quality_run';

interface Keeping {
  readonly context: DataContext;
  readonly dataset: string;
  readonly assessment: Assessment;
  /** When it was looked at. */
  readonly at: number;
}

/** Keeps an assessment as the newest of its day and tells those who look at the dataset. What is the same is not written. Gives the number of rows written. */
export async function keepRuns({ context, dataset, assessment, at }: Keeping): Promise<number> {
  const { database, tables } = context;
  const table = tables.get(runDataset);
  if (!table) return 0;
  const { dialect } = database;
  const findings = new Map([...assessment.suppliers, [everybody, assessment.all] as const]);
  const end = lastSecond(assessment);
  const written = await dialect.transaction(database.write, async (connection) => {
    const stored: readonly StoredRow[] = await connection(table.name).where({ dataset_id: dataset, window_end: end }).select();
    const known = new Map(stored.map((row) => [String(row.source_agency_code), row]));
    const rows = [...findings].map(([key, finding]) => rowOf(dataset, key, assessment, finding));
    const news = rows.filter((row) => !isKept(table, context, known.get(String(row.source_agency_code)), row));
    const gone = [...known.keys()].filter((key) => !findings.has(key));
    if (news.length + gone.length === 0) return { rows: 0, names: [] };
    // What is said of illustrative rows is illustrative itself.
    const assessed = tables.get(dataset);
    const isSample = assessed && (await connection(assessed.name).where(system.sample, 1).first(system.id)) !== undefined;
    const columns = [{ name: system.revision, store: 'integer' as const }, ...table.columns];
    await dialect.insert(connection, {
      table: table.name,
      columns,
      shared: [
        { name: system.received, store: 'instant', cell: at },
        { name: system.sample, store: 'flag', cell: isSample ? 1 : 0 },
      ],
      rows: news.map((row) => [
        Number(known.get(String(row.source_agency_code))?.[system.revision] ?? 0) + 1,
        ...toCells(table, dialect, row),
      ]),
      conflict: table.key,
    });
    await connection(table.name)
      .where({ dataset_id: dataset, window_end: end, [system.first]: null })
      .update({ [system.first]: at });
    await markTouched(context, connection, table, { before: stored, now: news.map((row) => toCells(table, dialect, row)) });
    if (gone.length > 0)
      await connection(table.name).where({ dataset_id: dataset, window_end: end }).whereIn('source_agency_code', gone).delete();
    const isMoved = gone.length > 0 || news.some((row) => shown(row) !== shown(known.get(String(row.source_agency_code))));
    const names = [runDataset, ...(isMoved ? [assessmentOf(dataset)] : [])];
    await dialect.insert(connection, { table: 'change', columns: changeColumns, rows: names.map((name) => [at, name, 0, 'changed']) });
    return { rows: news.length + gone.length, names };
  });
  if (written.rows > 0) context.changed(new Set(written.names));
  return written.rows;
}

/** What answers tell of an assessment, as fine as anybody can see it: with every new row the counts move, and not every answer has to be told again for that. */
function shown(row: { readonly [field: string]: unknown } | undefined): string {
  const cut = (name: string, steps: number) => (typeof row?.[name] === 'number' ? Math.floor(row[name] * steps) : null);
  const shares = ['q_dung', 'q_du', 'q_sach', 'q_song', 'fresh'].map((name) => cut(name, 1000));
  return JSON.stringify([row?.grade, (row?.frozen_since ?? null) === null, ...shares, cut('overall', 10)]);
}

/** The last second of the day, so that a result counts as one of that day. */
function lastSecond({ window }: Pick<Assessment, 'window'>): number {
  return utcOf(window.to) - 1000;
}

function isKept(table: Table, { database }: DataContext, stored: StoredRow | undefined, row: { readonly [field: string]: Json }): boolean {
  if (!stored) return false;
  const before = toRow(table, database.dialect, stored);
  const names = new Set([...Object.keys(before), ...Object.keys(row)]);
  return [...names].every((name) => before[name] === row[name]);
}

function rowOf(dataset: string, key: string, { window }: Assessment, finding: Finding): { readonly [field: string]: Json } {
  const { correct, complete, clean, live, overall } = scoreOf(finding);
  const hasSlots = finding.fresh !== undefined;
  const optional: { readonly [field: string]: number | string | undefined } = {
    q_dung: correct,
    q_du: complete,
    q_sach: clean,
    q_song: live,
    overall,
    expected_slots: hasSlots ? finding.expected : undefined,
    received_slots: hasSlots ? finding.received : undefined,
    on_time_slots: hasSlots ? finding.onTime : undefined,
    newest_at: finding.newest === undefined ? undefined : formatInstant(finding.newest),
    frozen_since: finding.frozenSince === undefined ? undefined : formatInstant(finding.frozenSince),
    fresh: finding.fresh,
  };
  return {
    dataset_id: dataset,
    window_start: formatInstant(utcOf(window.from)),
    window_end: formatInstant(lastSecond({ window })),
    source_agency_code: key,
    grade: gradeLetter(overall),
    issues_open: finding.issues,
    checks_weight: finding.checksWeight,
    checks_passed: finding.checksPassed,
    cells_required: finding.cellsRequired,
    cells_filled: finding.cellsFilled,
    rows_total: finding.rows,
    rows_flawed: finding.flawed,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}
