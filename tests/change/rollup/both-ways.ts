import type { Json } from '@haidang/sdk';
import { localCaller } from '../../../core/src/access/caller.ts';
import type { DataContext } from '../../../core/src/data/context.ts';
import { resolveTime } from '../../../core/src/data/query/period.ts';
import { Reading } from '../../../core/src/data/query/reading.ts';
import { sql } from '../../../core/src/data/query/sql.ts';
import { planWork } from '../../../core/src/data/query/work.ts';
import { usableRollups } from '../../../core/src/data/rollup/definition.ts';
import { askMade } from '../../../core/src/data/rollup/made.ts';
import type { Question } from './questions.ts';
import { now } from './world.ts';

/** One question answered from rows and from cells, of one state of the database. */
export interface Answers {
  readonly fromRows: Json;
  /** Absent where no roll-up tells the answer. */
  readonly fromCells?: Json;
  /** Cells were marked then. */
  readonly isMarked: boolean;
}

export async function bothWays(context: DataContext, { query, scope }: Question): Promise<Answers> {
  const { database, units } = context;
  const caller = {
    ...localCaller(),
    rows: (dataset: string) => (dataset === 'test/report' || dataset === 'test/count' ? scope : undefined),
  };
  const work = planWork(query, context, caller);
  const period = query.time === undefined ? undefined : resolveTime(query.time, now);
  const at = { dialect: database.dialect, now, units, ...(period && { period }) };
  const rollups = usableRollups(context);
  const reading = new Reading();
  const rows = work.ask(reading, at);
  const cells = work.ask(reading, { ...at, ...(rollups && { rollups }) });
  const isMade = askMade(reading);
  const marks = reading.select({ columns: [{ name: 'n', store: 'integer' }], statement: sql`SELECT count(*) AS n FROM bucket_mark` });
  const found = await reading.read(database);
  const told = ({ page }: typeof rows): Json => {
    const { n, sample, rows } = page(found);
    return { n, sample, rows };
  };
  const isMarked = Number(marks.rows(found)[0]?.[0]) > 0;
  if (reading.rollups.size === 0) return { fromRows: told(rows), isMarked };
  if (!isMade(found)) throw new Error('the roll-ups are no longer made');
  return { fromRows: told(rows), fromCells: told(cells), isMarked };
}
