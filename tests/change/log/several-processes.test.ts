import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../core/src/data/database.ts';
import { openDatabase } from '../../../core/src/data/open.ts';
import { counted } from '../../support/counts.ts';
import { delayCommits } from './commit-delay.ts';
import { type Processes, startProcesses } from './core-processes.ts';
import { ask, Page } from './pages.ts';
import { feedReader, naiveReader } from './readers.ts';
import { patchLight, postLight, Writers } from './writers.ts';

const writers = 12;
const minute = 60_000;
/** How wrong a clock can be. */
const wrong = [60 * minute, -60 * minute, 24 * 60 * minute, -24 * 60 * minute, 0];

let centre: Processes;
let database: Database;
let pages: Page[] = [];

beforeAll(async () => {
  centre = await startProcesses(2);
  database = await openDatabase({ url: centre.databaseUrl });
}, 60_000);

afterEach(() => {
  for (const { client } of pages) client.close();
  pages = [];
});

afterAll(async () => {
  await database.close();
  await centre.stop();
}, 60_000);

/** Pages that show something. */
async function open(count: number, urls: readonly string[]): Promise<void> {
  pages = Array.from({ length: count }, () => new Page(urls));
  await expect.poll(() => pages.every(({ rows }) => !rows.includes(undefined)), { timeout: 20_000 }).toBe(true);
}

test('a change in one process is shown by the other at once, not when it would look anyway', async () => {
  const [here = '', there = ''] = centre.processes.map(({ url }) => url);
  await open(1, [there]);
  const [page] = pages;
  const shown = async (turn: number, write: () => Promise<unknown>) => {
    const started = performance.now();
    await write();
    await expect.poll(() => page?.turns.at(-1), { timeout: 10_000, interval: 5 }).toBe(turn);
    return performance.now() - started;
  };
  const id = await postLight(here, 'watched');
  const delays = { woken: 0, looked: 0 };
  for (let revision = 1; revision <= 2; revision++) {
    // A query that took long rests for a while.
    await sleep(1000);
    const turn = 2 * revision;
    delays.woken += await shown(turn, () => patchLight(here, id, { turn, revision }));
    // As a program would that tells nobody.
    delays.looked += await shown(turn + 1, () =>
      database.write.transaction(async (connection) => {
        await connection('d_lights__light').update({ turn: turn + 1 });
        await connection('change').insert({ at: 0, dataset: 'lights/light', record: id, kind: 'changed' });
      }),
    );
  }
  console.log(`shown after ${Math.round(delays.woken / 2)} ms when woken, after ${Math.round(delays.looked / 2)} ms when not`);
  // It looks by itself a second after it looked last.
  expect(delays.looked - delays.woken).toBeGreaterThan(2 * 300);
}, 60_000);

test('nobody misses a change of many writers in two processes whose commits overtake each other, though lines are cut and a clock leaps; who trusts numbers does', async () => {
  const total = counted('changes by 12 writers in two processes', { usual: 6000, full: 200_000 });
  const rounds = counted('times that all writers rest and all pages have to be right', { usual: 3, full: 25 });
  const urls = centre.processes.map(({ url }) => url);
  await delayCommits(database);
  await open(12, urls);
  const before = Number((await database.read('change').max({ id: 'id' }).first())?.id ?? 0);
  // The beginning of all of them: what is written from now on.
  const readers = await Promise.all(Array.from({ length: 3 }, () => feedReader(database)));
  const naive = await naiveReader(database);

  const disturbing = new AbortController();
  const { signal } = disturbing;
  const disturb = (async () => {
    while (!signal.aborted) {
      await sleep(Math.random() * 150);
      pages[Math.floor(Math.random() * pages.length)]?.cut();
    }
  })();
  const crowd = new Writers(urls);
  for (let round = 1; round <= rounds; round++) {
    setTimeout(() => centre.processes[1]?.setClock(wrong[(round - 1) % wrong.length] ?? 0), 200);
    await crowd.write(writers, (total * round) / rounds);
    // Nothing is written any more: a change that was missed now stays missed.
    const [right, same] = await Promise.all(urls.map(ask));
    expect(same).toEqual(right);
    for (const page of pages) await expect.poll(() => page.rows, { timeout: 20_000 }).toEqual(right);
  }
  disturbing.abort();
  await disturb;

  const rows: { at: string; id: number; dataset: string }[] = await database
    .read('change')
    .where('id', '>', before)
    .select(database.read.raw("concat(tx, ':', id) AS at"), 'id', 'dataset')
    .orderByRaw('change.tx, id');
  expect(rows.filter(({ dataset }) => dataset === 'lights/light')).toHaveLength(crowd.accepted);
  const all = rows.map(({ at }) => at);
  for (const reader of readers) {
    // While others on the server held the log back, a reader begins with what had come before.
    const told = () =>
      reader.told.map((position) => position.slice(position.indexOf(':') + 1)).filter((at) => Number(at.split(':')[1]) > before);
    await expect.poll(() => told().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(all.length);
    await reader.stop();
    expect(told()).toEqual(all);
    expect(reader.cuts).toBeGreaterThan(10);
  }
  await naive.stop();
  const seen = new Set(naive.told);
  const missed = rows.filter(({ id }) => !seen.has(String(id))).length;
  expect(missed).toBeGreaterThan(0);

  for (const { turns } of pages) expect(turns).toEqual([...turns].sort((a, b) => a - b));
  const sum = (of: (page: Page) => number) => pages.reduce((added, page) => added + of(page), 0);
  expect(sum(({ cuts }) => cuts)).toBeGreaterThan(10);
  expect(sum(({ heard }) => heard.result ?? 0)).toBeGreaterThan(rounds * pages.length);
  console.log(
    `${crowd.accepted} changes, ${readers.map(({ cuts }) => cuts)} cuts of readers, 0 missed; ${missed} missed by numbers; pages: ${sum(({ cuts }) => cuts)} cuts, ${sum(({ heard }) => heard.result ?? 0)} results, ${sum(({ heard }) => heard.current ?? 0)} current, ${sum(({ heard }) => heard.resync ?? 0)} resync`,
  );
}, 900_000);

test('what a process has acknowledged outlives it, and its pages go on with the other where they were', async () => {
  const [living, dying] = centre.processes;
  if (!living || !dying) throw new Error('there are two');
  const urls = [living.url, dying.url];
  await open(8, urls);
  const acknowledged: number[] = [];
  let isOver = false;
  const write = async (url: string) => {
    for (let turn = 0; !isOver; turn++) {
      try {
        acknowledged.push(await postLight(url, `k${acknowledged.length}-${turn}-${Math.random().toString(36).slice(2)}`));
      } catch (error) {
        if (url === living.url) throw error;
        return;
      }
    }
  };
  const writing = Promise.all(Array.from({ length: 8 }, (_, index) => write(urls[index % 2] ?? '')));
  await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(100);
  dying.child.kill('SIGKILL');
  // As a balancer does that has seen it.
  urls.pop();
  const { length } = acknowledged;
  await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(length + 100);
  // Beside one that is busy another comes up, which finds what it needs and fails nobody's write.
  const next = await centre.start();
  isOver = true;
  await writing;
  const [right, ids] = [await ask(living.url), new Set(await database.read('d_lights__light').pluck('_id'))];
  expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
  expect(await ask(next.url)).toEqual(right);
  for (const page of pages) await expect.poll(() => page.rows, { timeout: 20_000 }).toEqual(right);
  expect(pages.map(({ heard }) => heard.resync ?? 0)).toEqual(pages.map(() => 0));
}, 90_000);
