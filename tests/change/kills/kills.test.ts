import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test, vi } from 'vitest';
import type { Database } from '../../../core/src/data/database.ts';
import { openDatabase } from '../../../core/src/data/open.ts';
import { counted, said } from '../../support/counts.ts';
import { startPostgres } from '../../support/postgres.mjs';
import { type Look, lookAtPostgres, lookAtSqlite } from './look.ts';
import { type Program, placeIn, startProgram } from './program.ts';
import { violations } from './violations.ts';
import { Writers } from './writers.ts';

const writers = 16;
/** Acknowledged writes between two kills. */
const enough = 60;
/** Times that the program is stopped to find it inside a transaction. */
const looks = 40;

const folder = mkdtempSync(join(tmpdir(), 'haidang-kills-'));
const place = placeIn(folder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Stops the program until it stands inside a transaction; gives whether it does. */
async function stopInside(program: Program, look: Look): Promise<boolean> {
  for (let left = looks; left > 0; left--) {
    program.signal('SIGSTOP');
    if (await look.isInside()) return true;
    if (left > 1) program.signal('SIGCONT');
    await sleep(Math.random() * 4);
  }
  return false;
}

interface Killing {
  readonly kind: string;
  readonly data: string;
  readonly databaseUrl: string | undefined;
  readonly kills: number;
  readonly look: Look;
  /** Kills the database as well, or instead of the program. */
  readonly crash?: () => Promise<void>;
}

/** Kills again and again under writers, and gives what these were told. */
async function killUnderLoad({ kind, data, databaseUrl, kills, look, crash }: Killing): Promise<Writers> {
  let program = await startProgram(place, { data, databaseUrl });
  const sending = new Writers({ url: () => program.url, count: writers });
  let inside = 0;
  for (let kill = 0; kill < kills; kill++) {
    const before = sending.answered;
    await vi.waitUntil(() => sending.answered >= before + enough, { timeout: 240_000, interval: 5 });
    await sleep(Math.random() * 50);
    if (await stopInside(program, look)) inside++;
    // Of three kills on a server of its own one hits the database alone, one both.
    if (crash && kill % 3 > 0) await crash();
    if (crash && kill % 3 === 1) program.signal('SIGCONT');
    else {
      await program.kill();
      program = await startProgram(place, { data, databaseUrl });
    }
  }
  await sending.stop();
  expect(program.hasEnded).toBe(false);
  await program.stop();
  said(
    `${kind}: ${kills} kills, ${inside} inside a transaction; ${sending.answered} writes acknowledged, ${sending.repeated} sent again, of which ${sending.replayed} had happened`,
  );
  expect(inside).toBeGreaterThan(0);
  expect(sending.repeated).toBeGreaterThan(0);
  return sending;
}

/** What is promised holds, and the checker sees when it does not. */
async function check(database: Database, { acknowledged, wrong }: Writers): Promise<void> {
  expect(wrong).toEqual([]);
  for (const dataset of ['task', 'note'] as const) {
    expect(acknowledged[dataset].size).toBeGreaterThan(0);
    expect(await violations(database, dataset, acknowledged[dataset])).toEqual([]);
  }
  const [code = ''] = acknowledged.task.keys();
  const { _id: record } = await database.read('d_tasks__task').where({ code }).first('_id');
  const damages = [
    () => database.write('change').where({ record, dataset: 'tasks/task' }).delete(),
    () =>
      database
        .write('audit')
        .where({ record: String(record), dataset: 'tasks/task', revision: 1 })
        .delete(),
    () => database.write('d_tasks__task').where({ code }).delete(),
  ];
  let known = 0;
  for (const damage of damages) {
    await damage();
    const found = await violations(database, 'task', acknowledged.task);
    expect(found.length).toBeGreaterThan(known);
    expect(found.some((fault) => fault.includes(code) || fault.includes(String(record)))).toBe(true);
    known = found.length;
  }
}

test('SQLite: what was acknowledged before a kill is there, and happens once', { timeout: 1_800_000 }, async () => {
  const data = join(folder, 'sqlite');
  const look = lookAtSqlite(data);
  const sending = await killUnderLoad({
    kind: 'SQLite',
    data,
    databaseUrl: undefined,
    kills: counted('kills on SQLite', { usual: 2, full: 30 }),
    look,
  });
  expect(await look.faults()).toEqual([]);
  const database = await openDatabase({ folder: data });
  try {
    await check(database, sending);
  } finally {
    await database.close();
  }
});

test('PostgreSQL with fsync: the same, whether the program is killed, the database, or both', { timeout: 1_800_000 }, async () => {
  const postgres = await startPostgres({ durable: true });
  try {
    const look = lookAtPostgres(postgres.url);
    const sending = await killUnderLoad({
      kind: 'PostgreSQL',
      data: join(folder, 'postgres'),
      databaseUrl: postgres.url,
      kills: counted('kills on PostgreSQL', { usual: 3, full: 30 }),
      look,
      crash: () => postgres.crash(),
    });
    expect(await look.faults()).toEqual([]);
    const database = await openDatabase({ url: postgres.url });
    try {
      expect(database.description).toContain('fsync=on');
      await check(database, sending);
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
  }
});
