import { HaidangError } from '@haidang/sdk';
import type { RefusedRow, WriteOutcome } from '../data/write.ts';
import type { MappedBatch, MappedRecord, Mapper } from './map/mapper.ts';
import type { Batch, Refusal } from './read/batch.ts';
import { refusalText } from './refusal-text.ts';
import type { Brought, BroughtReport, Sink } from './sink.ts';

/** What an import has done so far. `read` = `added` + `changed` + `same` + `refused`. */
export interface Counts {
  read: number;
  added: number;
  changed: number;
  same: number;
  refused: number;
}

export interface Import {
  readonly rows: AsyncIterable<Batch>;
  readonly mapper: Mapper;
  readonly brought: Brought;
  readonly sink: Sink;
  readonly counts: Counts;
  refuse(refusals: readonly Refusal[]): Promise<void>;
  /** Called after each batch. */
  step(): void;
}

export function noCounts(): Counts {
  return { read: 0, added: 0, changed: 0, same: 0, refused: 0 };
}

/** Reads, maps and writes a file. While one batch is written the next is read and mapped. Nothing is written before the header and the first rows were understood. */
export async function runImport({ rows, mapper, brought, sink, counts, refuse, step }: Import): Promise<BroughtReport> {
  const batches = mapAll(rows, mapper);
  try {
    let next = batches.next();
    let result = await next;
    const report = await sink.bring(brought);
    while (!result.done) {
      next = batches.next();
      // A fault in the next batch is met when its turn comes.
      next.catch(() => undefined);
      await write(result.value, { mapper, sink, counts, refuse });
      step();
      result = await next;
    }
    return report;
  } finally {
    await batches.return(undefined);
  }
}

async function* mapAll(rows: AsyncIterable<Batch>, mapper: Mapper): AsyncGenerator<MappedBatch> {
  for await (const batch of rows) yield mapper.map(batch);
}

async function write(
  batch: MappedBatch,
  { mapper, sink, counts, refuse }: Pick<Import, 'mapper' | 'sink' | 'counts' | 'refuse'>,
): Promise<void> {
  const report: WriteOutcome = batch.records.length > 0 ? await sink.write(batch.records) : { added: 0, changed: 0, same: 0, refused: [] };
  const refused = [...batch.refused, ...report.refused.flatMap((refusal) => inFile(refusal, batch, mapper))];
  const refusedByWriter = new Set(report.refused.map(({ line }) => line)).size;
  const known = report.added + report.changed + report.same + refusedByWriter;
  if (known !== batch.records.length)
    throw new HaidangError('internal', { reason: `${batch.records.length} rows written, ${known} accounted for` });
  counts.read += batch.records.length + batch.refusedRows;
  counts.added += report.added;
  counts.changed += report.changed;
  counts.same += report.same;
  counts.refused += batch.refusedRows + refusedByWriter;
  await refuse(refused.sort((a, b) => a.line - b.line || (a.element ?? 0) - (b.element ?? 0)));
}

/** Refusals of the writer, one for each fault, with the line in the file and what stands there. */
function inFile({ line, also = [], ...first }: RefusedRow, { places, rows, records }: MappedBatch, mapper: Mapper): Refusal[] {
  const record: MappedRecord | undefined = records[line - 1];
  return [first, ...also].map(({ field, reason, details }) => {
    const value = field === undefined ? undefined : (mapper.raw(field, rows[line - 1] ?? []) ?? record?.[field]);
    const text = refusalText(reason, details);
    return {
      ...(places[line - 1] ?? { line: 0 }),
      ...(field !== undefined && { field }),
      ...(value !== undefined && { value }),
      reason: text,
    };
  });
}
