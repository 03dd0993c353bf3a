import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { systemCaller } from '../../../core/src/access/caller.ts';
import { openCentre } from '../../../core/src/centre.ts';
import type { Database } from '../../../core/src/data/database.ts';
import { openDatabase } from '../../../core/src/data/open.ts';
import { writeRecords } from '../../../core/src/data/write.ts';
import { Timers } from '../../../core/src/workflow/timers/timers.ts';
import { counted } from '../../support/counts.ts';
import { newSchema } from '../../support/databases.ts';
import { faultsOf, isWriting } from './checks.ts';
import { writePermits } from './permits.ts';

const kills = counted('processes killed while they fired timers', { usual: 4, full: 40 });
const outages = counted('losses of the database while timers fired', { usual: 4, full: 40 });
const asked = Date.parse('2026-11-20T08:00:00+07:00');
const later = asked + 3 * 86_400_000;

for (const kind of ['sqlite', 'postgres'] as const) {
  describe(`timers on ${kind}`, () => {
    /** A centre of permits that has been down for three days. */
    async function permits() {
      const folder = mkdtempSync(join(tmpdir(), 'haidang-timers-'));
      const schema = kind === 'postgres' ? await newSchema() : undefined;
      const place = { ...writePermits(folder), data: join(folder, 'data'), ...(schema && { databaseUrl: schema.at.url }) };
      let now = asked;
      const centre = await openCentre({ ...place, withPages: false, clock: { now: () => now }, changed() {} });
      let known = 0;
      return {
        folder,
        context: centre.context,
        database: centre.context.database,
        /** So many more were asked for before that. */
        async ask(count: number) {
          now = asked;
          const rows = Array.from({ length: count }, (_, index) => ({ line: index + 1, row: { code: `p${known + index}` } }));
          const { added } = await writeRecords(centre.context, { dataset: 'permits/permit', rows, caller: systemCaller });
          expect(added).toBe(count);
          known += count;
          now = later;
        },
        fork: () => startFiring({ ...place, now: later }),
        async remove() {
          await centre.close();
          await schema?.remove();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    }

    test(`fire exactly once and in order though ${kills / 2} processes are killed at it`, { timeout: 600_000 }, async () => {
      let count = 0;
      const { database, ask, fork, remove } = await permits();
      try {
        let [inside, telling] = [0, 0];
        for (let killed = 0; killed < kills / 2; killed++) {
          // People are told many at a time: it takes many of them to be stopped in the middle of that.
          const more = killed % 2 === 0 ? 400 : 40;
          await ask(more);
          count += more;
          const [first, ...others] = await Promise.all(Array.from({ length: kind === 'postgres' ? 2 : 1 }, fork));
          if (!first) throw new Error('no process');
          // Every other one is killed while it takes steps.
          if (killed % 2 === 1) while (await isTelling(database)) await sleep(5);
          if (await stopWriting(database, [first, ...others])) {
            inside++;
            if (await isTelling(database)) telling++;
          }
          expect(first.exitCode, 'there was nothing left to kill').toBeNull();
          await Promise.all([first, ...others].map(kill));
        }
        console.log(`${kind}: ${inside} of ${kills / 2} kills in the middle of a transaction, ${telling} while people were told`);
        expect(inside).toBeGreaterThanOrEqual(kills / 4);
        expect(telling).toBeGreaterThan(0);
        expect(await faultsOf(database, asked, count), 'the processes were killed too late').not.toEqual([]);
        await Promise.all([fork(), fork()].map(async (starting) => ended(await starting)));
        expect(await faultsOf(database, asked, count)).toEqual([]);
        await findsWhatIsWrong(database, count);
      } finally {
        await remove();
      }
    });

    test('fire exactly once though the database goes away again and again', { timeout: 600_000 }, async () => {
      const count = 10 * outages;
      const { context, database, ask, folder, remove } = await permits();
      await ask(count);
      const timers = new Timers(context, (error) => {
        throw error;
      });
      const away = await loseDatabase(kind, folder, database);
      try {
        let lost = 0;
        let isOver = false;
        const fail = () => {
          lost++;
          return true;
        };
        const firing = (async () => {
          while ((await timers.work().catch(fail)) || !isOver) await sleep(1);
        })();
        for (let times = 0; times < outages; times++) {
          await sleep(30 + 60 * Math.random());
          await Promise.race([writing(database), sleep(1000)]);
          await away.lose();
        }
        isOver = true;
        await firing;
        console.log(`${kind}: ${lost} runs failed in ${outages} outages`);
        expect(lost).toBeGreaterThan(0);
        expect(await faultsOf(database, asked, count)).toEqual([]);
      } finally {
        await away.end();
        await remove();
      }
    });
  });
}

/** Ends when something is next written. */
function writing({ write }: Database): Promise<void> {
  return new Promise((resolve) => write.once('query', () => resolve()));
}

function startFiring(options: { readonly [name: string]: unknown }): Promise<ChildProcess> {
  const script = join(import.meta.dirname, 'timer-process.mjs');
  const child = fork(script, [JSON.stringify(options)], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once('exit', resolve));
  expect(child.exitCode).toBe(0);
}

/** Stops processes in the middle of a transaction, in as many tries as that takes; says whether it is one. */
async function stopWriting(database: Database, children: readonly ChildProcess[]): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    await sleep(10 * Math.random());
    for (const child of children) child.kill('SIGSTOP');
    await sleep(10);
    if (await isWriting(database)) return true;
    for (const child of children) child.kill('SIGCONT');
  }
  return false;
}

/** Whether timers that tell of deadlines, many in one transaction, are not all fired yet. */
async function isTelling(database: Database): Promise<boolean> {
  return (await database.read('timer').whereNull('done_at').whereNot({ kind: 'after' }).first('id')) !== undefined;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await gone;
}

/** On PostgreSQL all connections break; SQLite's only one to write is refused because somebody else writes. */
async function loseDatabase(kind: 'sqlite' | 'postgres', folder: string, database: Database) {
  if (kind === 'postgres') {
    const sql = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
    return { lose: async () => void (await database.read.raw(sql)), end: async () => {} };
  }
  await database.write.raw('PRAGMA busy_timeout = 0');
  const other = await openDatabase({ folder: join(folder, 'data') });
  return { lose: () => other.dialect.transaction(other.write, () => sleep(50)), end: () => other.close() };
}

/** The checks see a notice that is missing, one too many, and a step that was not taken. */
async function findsWhatIsWrong(database: Database, count: number): Promise<void> {
  const notice = await database.read('d_core__notification').orderBy('_id').first();
  const [table, first] = ['d_core__notification', { _id: notice._id }];
  const other = notice.ref === 'permits/permit/2' ? 'permits/permit/1' : 'permits/permit/2';
  await database.write(table).where(first).update({ ref: other });
  expect(await faultsOf(database, asked, count)).toHaveLength(2);
  await database.write(table).where(first).update({ ref: notice.ref });
  await database.write('d_permits__permit').where({ _id: 1 }).update({ state: 'asked' });
  expect(await faultsOf(database, asked, count)).toHaveLength(1);
}
