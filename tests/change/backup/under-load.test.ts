import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { localCaller } from '../../../core/src/access/caller.ts';
import { sealOnce } from '../../../core/src/audit/seal.ts';
import { auditedContext, sealAll, writeReadings } from '../../../core/src/audit/testing.ts';
import { verifyAudit } from '../../../core/src/audit/verify.ts';
import { takeBackup } from '../../../core/src/backup/backup.ts';
import type { Manifest } from '../../../core/src/backup/manifest.ts';
import { restoreBackup } from '../../../core/src/backup/restore.ts';
import type { DataContext } from '../../../core/src/data/context.ts';
import type { Database } from '../../../core/src/data/database.ts';
import { readFeed } from '../../../core/src/data/feed/feed.ts';
import { openDatabase } from '../../../core/src/data/open.ts';
import { deleteRecord } from '../../../core/src/data/record.ts';
import { counted, isFullRun } from '../../support/counts.ts';
import { describeDatabases, newSchema } from '../../support/databases.ts';

const rows = counted('rows of a backup under load', { usual: 4_000, full: 200_000 });
const writers = 6;
const timeout = isFullRun ? 900_000 : 120_000;

const dataset = 'test/reading';
const table = 'd_test__reading';

describeDatabases('a backup that is taken while others write', (open) => {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });
  const newFolder = () => {
    const path = mkdtempSync(join(tmpdir(), 'haidang-load-'));
    cleanups.push(() => rmSync(path, { recursive: true, force: true }));
    return path;
  };
  const restore = async (from: string, kind: Manifest['kind']): Promise<Database> => {
    const data = join(newFolder(), 'data');
    const place = kind === 'postgres' ? await newSchema() : undefined;
    if (place) cleanups.push(place.remove);
    await restoreBackup({ from, data, ...(place && { databaseUrl: place.at.url }) });
    const restored = await openDatabase(place?.at ?? { folder: data });
    cleanups.push(() => restored.close());
    return restored;
  };

  it('restores to equal checksums, with all that was acknowledged before it, each record with what was written about it', {
    timeout,
  }, async () => {
    const context = await auditedContext(await open());
    const { database } = context;
    for (let from = 0; from < rows; from += 2_000) await writeReadings(context, { from, count: Math.min(2_000, rows - from) });
    const load = new Load(context);
    await load.until(() => load.acknowledged.size >= 40);
    const before = new Set(load.acknowledged);
    const out = join(newFolder(), 'backup');
    const writtenBefore = load.acknowledged.size;
    const manifest = await takeBackup({ database, out });
    const writtenMeanwhile = load.acknowledged.size - writtenBefore;
    await load.stop();
    expect(writtenMeanwhile, 'the load went on').toBeGreaterThan(0);

    const restored = await restore(out, database.kind);
    const again = await takeBackup({ database: restored, out: join(newFolder(), 'again') });
    const checksums = ({ tables }: Manifest) =>
      new Map(tables.filter(({ name }) => name !== 'meta').map(({ name, sha256 }) => [name, sha256]));
    expect(checksums(again)).toEqual(checksums(manifest));
    expect(await tellsAll(restored)).toEqual([]);
    const stations: string[] = await restored.read(table).pluck('station');
    const there = new Set(stations);
    expect([...before].filter((station) => !there.has(station))).toEqual([]);

    await sealAll({ database: restored, clock: context.clock });
    expect(await verifyAudit({ database: restored })).toMatchObject({ unsealed: 0, faults: [] });
    expect(await readFeed(restored, { after: manifest.position, limit: 1 }), 'a reader of before').toBe('resync');
  });

  it('goes on after the restore where it stood: new numbers, new changes, one chain', { timeout }, async () => {
    const context = await auditedContext(await open());
    await writeReadings(context, { count: 30 });
    await sealAll(context);
    await writeReadings(context, { from: 30, count: 30 });
    const out = join(newFolder(), 'backup');
    await takeBackup({ database: context.database, out });
    const restored = await auditedContext(await restore(out, context.database.kind));
    const feed = await readFeed(restored.database, { limit: 1_000 });
    const last = feed === 'resync' ? undefined : feed.at(-1)?.position;
    expect(await writeReadings(restored, { from: 55, count: 10, value: 3 })).toMatchObject({ added: 5, changed: 5, refused: [] });
    expect(await readFeed(restored.database, { limit: 1_000, ...(last && { after: last }) })).toHaveLength(10);
    await sealAll(restored);
    expect(await verifyAudit(restored)).toMatchObject({ rows: 70, unsealed: 0, faults: [] });
    expect(await tellsAll(restored.database)).toEqual([]);
  });

  it('is not what comes of reading one table after the other (control)', { timeout }, async () => {
    const context = await auditedContext(await open());
    const load = new Load(context);
    await load.until(() => load.acknowledged.size >= 20);
    const { read } = context.database;
    const ids: number[] = await read(table).pluck('_id');
    await load.until(() => load.acknowledged.size >= 60);
    const told: string[] = await read('audit').where({ dataset, kind: 'added' }).pluck('record');
    await load.stop();
    expect(told.length).toBeGreaterThan(ids.length);
    expect(await tellsAll(context.database)).toEqual([]);
    const { _id } = await read(table).first('_id');
    await context.database
      .write('audit')
      .where({ dataset, record: String(_id) })
      .delete();
    expect(await tellsAll(context.database)).toHaveLength(1);
  });
});

/** Writers that add, change and delete, and a sealer, until they are stopped. */
class Load {
  /** Stations whose record was acknowledged and is not deleted. */
  readonly acknowledged = new Set<string>();
  readonly #context: DataContext;
  readonly #ends: Promise<unknown>[];
  #isOn = true;

  constructor(context: DataContext) {
    this.#context = context;
    this.#ends = [...Array.from({ length: writers }, (_, writer) => this.#write(writer)), this.#seal()];
  }

  async until(isReached: () => boolean): Promise<void> {
    const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
    while (!isReached()) await Promise.race([pause(), ...this.#ends]);
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    await Promise.all(this.#ends);
  }

  async #write(writer: number): Promise<void> {
    const caller = localCaller('vi');
    for (let batch = 0; this.#isOn; batch++) {
      const from = 1_000_000 + writer * 100_000 + batch * 4;
      await writeReadings(this.#context, { from, count: 5 });
      for (let station = from; station < from + 4; station++) this.acknowledged.add(`S${station}`);
      const gone = await this.#context.database
        .read(table)
        .where({ station: `S${from + 4}` })
        .first('_id', '_rev');
      await deleteRecord(this.#context, { dataset, id: gone._id, revision: gone._rev, caller });
    }
  }

  async #seal(): Promise<void> {
    while (this.#isOn) {
      await sealOnce(this.#context.database, this.#context.clock);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Records about which not as much was written as happened to them: a change row and an audit row for each revision, and none for others. */
async function tellsAll({ read }: Database): Promise<readonly string[]> {
  const records: { _id: number; _rev: number }[] = await read(table).select('_id', '_rev');
  const revisions = new Map(records.map(({ _id, _rev }) => [_id, _rev]));
  const faults: string[] = [];
  for (const log of ['change', 'audit']) {
    const told: { record: unknown; kind: string }[] = await read(log).where({ dataset }).select('record', 'kind');
    const count = new Map<number, number>();
    const gone = new Set<number>();
    for (const { record, kind } of told) {
      if (kind === 'deleted') gone.add(Number(record));
      else count.set(Number(record), (count.get(Number(record)) ?? 0) + 1);
    }
    for (const [id, revision] of revisions) if (count.get(id) !== revision) faults.push(`${log}: record ${id} at ${revision}`);
    for (const id of count.keys()) if (revisions.has(id) === gone.has(id)) faults.push(`${log}: record ${id} is not there`);
  }
  return faults;
}
