import { afterEach, beforeEach, expect, test } from 'vitest';
import { newSchema } from '../../../../tests/support/databases.ts';
import type { Database } from '../database.ts';
import { openDatabase } from '../open.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const soon = { timeout: 10_000, interval: 5 };

let databases: Database[] = [];
let place: Awaited<ReturnType<typeof newSchema>>;
let closing: (() => Promise<void>)[] = [];

beforeEach(async () => {
  place = await newSchema();
  databases = await Promise.all([openDatabase(place.at), openDatabase(place.at)]);
});

afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
  for (const database of databases) await database.close();
  await place.remove();
});

/** A process: what it has heard, and how it tells. */
function listener(number: 0 | 1, channel = 'haidang_test') {
  const process = { heard: 0, tell: () => {} };
  const wakeUps = databases[number]?.wakeUps?.({ channel, heard: () => process.heard++ });
  if (!wakeUps) throw new Error('PostgreSQL has wake-ups');
  closing.push(() => wakeUps.close());
  process.tell = () => wakeUps.tell();
  return process;
}

async function connected(...processes: { heard: number }[]) {
  // What came before they listened may have been missed, so they look once.
  await expect.poll(() => processes.every(({ heard }) => heard > 0), soon).toBe(true);
  await pause(100);
  for (const process of processes) process.heard = 0;
}

test('others hear of a commit, who made it does not, nor does another centre', async () => {
  const [one, other, foreign] = [listener(0), listener(1), listener(1, 'haidang_other')];
  await connected(one, other, foreign);
  one.tell();
  await expect.poll(() => other.heard, soon).toBe(1);
  other.tell();
  await expect.poll(() => one.heard, soon).toBe(1);
  await pause(100);
  expect([one.heard, other.heard, foreign.heard]).toEqual([1, 1, 0]);
});

test('many commits share a notice, and the last is never left out', async () => {
  const [one, other] = [listener(0), listener(1)];
  await connected(one, other);
  const started = performance.now();
  let told = 0;
  while (performance.now() - started < 500) {
    for (let time = 0; time < 20; time++) one.tell();
    told += 20;
    await pause(1);
  }
  const before = other.heard;
  expect(before).toBeLessThanOrEqual(Math.ceil((performance.now() - started) / 50) + 1);
  expect(told).toBeGreaterThan(2 * before);
  await pause(200);
  const heard = other.heard;
  one.tell();
  await expect.poll(() => other.heard, soon).toBe(heard + 1);
});

test('a connection that was lost is made again, and what was told meanwhile is heard', async () => {
  const [one, other] = [listener(0), listener(1)];
  await connected(one, other);
  await databases[0]?.read.raw(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'haidang wake-ups' AND datname = current_database()",
  );
  one.tell();
  await expect.poll(() => other.heard, soon).toBeGreaterThan(0);
  await pause(1500);
  const { heard } = other;
  one.tell();
  await expect.poll(() => other.heard, soon).toBeGreaterThan(heard);
});
