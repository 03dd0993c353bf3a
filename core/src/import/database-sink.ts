import type { Caller } from '../access/caller.ts';
import type { Centre } from '../centre.ts';
import { writeRecords } from '../data/write.ts';
import { Intake } from '../ingest/intake.ts';
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
  let intake: Intake | undefined;
  return {
    async begin(file) {
      intake = new Intake(centre.context, { dataset, caller, way: 'import', file });
      await intake.begin();
    },
    bring: (brought) => bring(brought, { units: (units) => centre.bringUnits(units, caller.id), records: write }),
    async write(rows, lines) {
      if (!intake) throw new Error('an import that was not begun');
      return intake.write(rows.map((row, index) => ({ line: index + 1, at: lines[index] ?? 0, row })));
    },
    refuse: async (rows) => intake?.refuse(rows),
    end: async (error) => intake?.end(error),
    close: () => centre.close(),
  };
}
