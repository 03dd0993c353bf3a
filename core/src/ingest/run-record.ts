import { systemCaller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { type Once, writeRecords } from '../data/write.ts';
import { formatInstant } from '../data/zone.ts';

const runs = 'core/ingest_run';
/** Its row among those that are written with it. */
export const line = 1;

/** What has become of a delivery so far. `read` = `added` + `changed` + `same` + `refused`. */
export interface IngestCounts {
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly refused: number;
}

/** A delivery of rows to a dataset: by what way, of which file where that is known. */
export interface IngestRun {
  readonly id: string;
  readonly dataset: string;
  /** By what it came: `bulk`, `import`, `correction`. */
  readonly way: string;
  readonly file?: { readonly name?: string; readonly sha256?: string };
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** Keeps the row of a delivery, at its start and as it ends. An error has stopped it. With `once` not when that was told before. */
export async function recordRun(
  context: DataContext,
  run: IngestRun,
  counts: IngestCounts,
  end?: { readonly error?: string },
  once?: Once,
): Promise<void> {
  // A centre of a test has only the datasets that it declares.
  if (!context.tables.has(runs)) return once && alone(context, once);
  const row = {
    run_id: run.id,
    connection_code: run.way,
    dataset_id: run.dataset,
    started_at: formatInstant(run.startedAt),
    rows_read: counts.read,
    rows_new: counts.added,
    rows_changed: counts.changed,
    rows_same: counts.same,
    rows_rejected: counts.refused,
    outcome: end?.error !== undefined ? 'failed' : counts.refused > 0 || !end ? 'partial' : 'success',
    ...(run.file?.name !== undefined && { file_name: plain(run.file.name) }),
    ...(run.file?.sha256 !== undefined && { file_sha256: run.file.sha256 }),
    ...(end && { ended_at: formatInstant(context.clock.now()) }),
    ...(end?.error !== undefined && { error_code: end.error }),
  };
  await writeRecords(context, { dataset: runs, rows: [{ line, row }], caller: systemCaller, action: 'ingest', ...(once && { once }) });
}

/** What would be kept with the row, without it. */
async function alone({ database: { dialect, write } }: DataContext, once: Once): Promise<void> {
  await dialect.transaction(write, async (connection) => {
    const done = await once.claim(connection);
    if (done.size === 0) await once.keep(connection, { added: [], changed: [], refused: [] });
  });
}

/** The last part of a path, without what is no text. */
function plain(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return last.replace(/[\p{C}]/gu, '').slice(0, 200) || '-';
}
