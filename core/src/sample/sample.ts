import { type Caller, localCaller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { system, type Table } from '../data/table.ts';
import { writeRecords } from '../data/write.ts';
import { generateSample } from './generate.ts';
import type { Sample } from './load.ts';
import type { Row } from './plan.ts';
import { simulate } from './simulate.ts';
import type { Stream } from './stream.ts';

const caller: Caller = { ...localCaller(), id: 'sample', isSystem: true };
const batch = 2000;

/** Writes the lists that a locality brings, such as categories and agencies; unchanged ones cost nothing. */
export async function loadRecords(context: DataContext, { records }: Sample): Promise<void> {
  for (const [dataset, rows] of records) {
    if (context.tables.has(dataset)) await writeRecords(context, { dataset, rows: numbered(rows), caller: { ...caller, id: 'locality' } });
  }
}

/** Fills each dataset that is still empty with the locality's illustrative rows, once in the life of a database; of several processes one does it, and the others do not wait. */
export async function fillSample(context: DataContext, { streams }: Sample, say: (line: string) => void): Promise<void> {
  const { dialect, read } = context.database;
  for (const [dataset, stream] of streams) {
    const table = context.tables.get(dataset);
    if (table) await dialect.alone(read, markOf(dataset), () => fill({ context, table, stream, say }));
  }
}

interface Filling {
  readonly context: DataContext;
  readonly table: Table;
  readonly stream: Stream;
  readonly say: (line: string) => void;
}

async function fill({ context, table, stream, say }: Filling): Promise<void> {
  const { database, clock } = context;
  const dataset = table.entry.name;
  const mark = markOf(dataset);
  if (await database.read('meta').where({ name: mark }).first()) return;
  // Illustrative rows without the mark are those of a start that was broken off.
  if (!(await database.read(table.name).where(system.sample, 0).first(system.id))) {
    const started = performance.now();
    let written = 0;
    for (const rows of inBatches(generateSample({ stream, to: clock.now() }))) {
      const { refused } = await writeRecords(context, { dataset, rows: numbered(rows), caller, sample: true });
      if (refused.length > 0) throw new Error(`sample of ${dataset}: ${JSON.stringify(refused[0])}`);
      written += rows.length;
    }
    say(`${dataset}: ${written} số liệu minh hoạ / illustrative records (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
  await database
    .write('meta')
    .insert({ name: mark, value: new Date(clock.now()).toISOString() })
    .onConflict('name')
    .ignore();
}

/** Keeps illustrative rows coming where they were filled in; ends with the returned function. */
export async function startSimulator(context: DataContext, { streams }: Sample, failed: (error: unknown) => void): Promise<() => void> {
  const { database, tables, clock, registry } = context;
  const stop = new AbortController();
  for (const [dataset, stream] of streams) {
    const table = tables.get(dataset);
    const time = registry.datasets.get(dataset)?.dataset.time;
    if (!table || !time) continue;
    const newest: { at?: number | string | null } | undefined = await database
      .read(table.name)
      .where(system.sample, 1)
      .max({ at: time })
      .first();
    const filled: { value: string } | undefined = await database
      .read('meta')
      .where({ name: markOf(dataset) })
      .first();
    if (newest?.at === null || newest?.at === undefined || !filled) continue;
    const write = async (rows: readonly Row[]) => {
      const { refused } = await writeRecords(context, { dataset, rows: numbered(rows), caller, sample: true });
      if (refused.length > 0) failed(new Error(`sample of ${dataset}: ${JSON.stringify(refused[0])}`));
    };
    void simulate({ stream, clock, since: Number(newest.at), filled: Date.parse(filled.value), signal: stop.signal, write, failed }).catch(
      failed,
    );
  }
  return () => stop.abort();
}

function markOf(dataset: string): string {
  return `sample ${dataset}`;
}

function numbered(rows: readonly Row[]): { line: number; row: Row }[] {
  return rows.map((row, index) => ({ line: index + 1, row }));
}

function* inBatches(rows: Iterable<Row>): Generator<Row[]> {
  let some: Row[] = [];
  for (const row of rows) {
    some.push(row);
    if (some.length >= batch) {
      yield some;
      some = [];
    }
  }
  if (some.length > 0) yield some;
}
