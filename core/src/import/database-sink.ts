import type { Caller } from '../access/caller.ts';
import type { Centre } from '../centre.ts';
import { writeRecords } from '../data/write.ts';
import { bring } from './brought.ts';
import type { MappedRecord } from './map/mapper.ts';
import type { Sink } from './sink.ts';

/** Writes through the core into a database that this process has open. */
export function databaseSink({
  centre,
  dataset,
  caller,
}: {
  readonly centre: Centre;
  readonly dataset: string;
  readonly caller: Caller;
}): Sink {
  const write = (into: string, rows: readonly MappedRecord[]) =>
    writeRecords(centre.context, { dataset: into, rows: rows.map((row, index) => ({ line: index + 1, row })), caller, action: 'import' });
  return {
    bring: (brought) => bring(brought, { units: (units) => centre.bringUnits(units, caller.id), records: write }),
    write: (rows) => write(dataset, rows),
    close: () => centre.close(),
  };
}
