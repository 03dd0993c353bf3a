import { HaidangError } from '@haidang/sdk';
import type { RefusedRow, WriteOutcome } from '../data/write.ts';
import type { RefusedInput } from '../quarantine/refused.ts';
import type { MappedBatch, MappedRecord, RowMapper } from './map/mapper.ts';
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
  readonly file: Parameters<Sink['begin']>[0];
  readonly rows: AsyncIterable<Batch>;
  readonly mapper: RowMapper;
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
export async function runImport({ file, rows, mapper, brought, sink, counts, refuse, step }: Import): Promise<BroughtReport> {
  const batches = mapAll(rows, mapper);
  let isBegun = false;
  try {
    let next = batches.next();
    let result = await next;
    const report = await sink.bring(brought);
    await sink.begin(file);
    isBegun = true;
    while (!result.done) {
      next = batches.next();
      // A fault in the next batch is met when its turn comes.
      next.catch(() => undefined);
      await write(result.value, { mapper, sink, counts, refuse });
      step();
      result = await next;
    }
    await sink.end();
    return report;
  } catch (error) {
    // What stopped the import is told, also when not even that can be noted.
    if (isBegun) await sink.end(error).catch(() => undefined);
    throw error;
  } finally {
    await batches.return(undefined);
  }
}

async function* mapAll(rows: AsyncIterable<Batch>, mapper: RowMapper): AsyncGenerator<MappedBatch> {
  for await (const batch of rows) yield mapper.map(batch);
}

async function write(
  batch: MappedBatch,
  { mapper, sink, counts, refuse }: Pick<Import, 'mapper' | 'sink' | 'counts' | 'refuse'>,
): Promise<void> {
  const report: WriteOutcome =
    batch.records.length > 0
      ? await sink.write(
          batch.records,
          batch.places.map(({ line }) => line),
        )
      : { added: 0, changed: 0, same: 0, refused: [] };
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
  await sink.refuse([...batch.unread.map(unread), ...noRows(batch)]);
  await refuse(refused.sort((a, b) => a.line - b.line || (a.element ?? 0) - (b.element ?? 0)));
}

function unread({ place, record, faults }: MappedBatch['unread'][number]): RefusedInput {
  return { line: place.line, row: record, faults: faults.map(faultOf) };
}

/** What stands where a row should: too few cells, broken JSON. */
function noRows({ refused, unread }: MappedBatch): RefusedInput[] {
  const known = new Set(unread.flatMap(({ faults }) => faults));
  return refused.filter((refusal) => !known.has(refusal)).map((refusal) => ({ line: refusal.line, row: {}, faults: [faultOf(refusal)] }));
}

function faultOf({ field, reason }: Refusal): RefusedInput['faults'][number] {
  const of = field === undefined ? {} : { field };
  return typeof reason === 'string' ? { ...of, reason: reason.slice(0, 200) } : { ...of, reason: 'unread', text: reason };
}

/** Refusals of the writer, one for each fault, with the line in the file and what stands there. */
function inFile({ line, also = [], ...first }: RefusedRow, { places, rows, records }: MappedBatch, mapper: RowMapper): Refusal[] {
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
