import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../core/src/data/open.ts';
import { createTables } from '../../../core/src/data/schema.ts';
import { aloneWriting } from '../../../core/src/jobs/alone.ts';
import { newSchema } from '../../support/databases.ts';

test('the jobs of a process that stands still go on elsewhere within 15 s, and it does nothing twice when it wakes', async () => {
  const place = await newSchema();
  const database = await openDatabase(place.at);
  await createTables(database, []);
  const child = fork(join(import.meta.dirname, 'held-job.mjs'), [place.at.url], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const said: unknown[] = [];
  child.on('message', (message) => said.push(message));
  try {
    await expect.poll(() => [...said].sort(), { timeout: 20_000 }).toEqual(['holds effect', 'holds quiet']);
    const takeEffect = () =>
      aloneWriting(database, 'effect', async (connection) => {
        await connection('meta').insert({ name: 'effect', value: 'second' });
        return true;
      });
    const takeQuiet = () => database.dialect.alone(database.read, 'quiet', async () => {});
    // One that lives keeps its lock, for longer than a connection may say nothing.
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const lives = database.dialect.alone(database.read, 'lives', () => released);
    child.kill('SIGSTOP');
    const stopped = performance.now();
    const took: { effect?: number; quiet?: number } = {};
    while (took.effect === undefined || took.quiet === undefined) {
      if (took.effect === undefined && (await takeEffect())) took.effect = performance.now() - stopped;
      if (took.quiet === undefined && (await takeQuiet())) took.quiet = performance.now() - stopped;
      await sleep(100);
    }
    expect(Math.max(took.effect, took.quiet)).toBeLessThan(15_000);
    expect(await database.dialect.alone(database.read, 'lives', async () => {})).toBe(false);
    release();
    expect(await lives).toBe(true);
    child.kill('SIGCONT');
    child.send('go on');
    await expect.poll(() => said.slice(2).sort(), { timeout: 20_000 }).toEqual(['effect rejected', 'quiet rejected']);
    expect(await database.read('meta').where({ name: 'effect' }).pluck('value')).toEqual(['second']);
  } finally {
    child.kill('SIGKILL');
    await database.close();
    await place.remove();
  }
}, 90_000);
