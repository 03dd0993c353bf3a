import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { testContext } from '../testing.ts';
import { rollupJob } from './job.ts';
import { markTable } from './rollup.ts';
import { anyRow, dice, settleAll, setup, writeRows } from './testing.ts';

const soon = { timeout: 20_000, interval: 20 };

describeDatabases('the job that keeps roll-ups', (open) => {
  test('lets a few marks wait for others, and makes many anew at once', async () => {
    const context = await testContext(await open(), setup);
    const roll = dice(7);
    const write = (count: number) =>
      writeRows(
        context,
        Array.from({ length: count }, () => anyRow(roll, 50_000)),
      );
    const waiting = async () => Number((await context.database.read(markTable).count({ n: '*' }).first())?.n);
    await write(1);
    await settleAll(context);
    const faults: Error[] = [];
    const job = rollupJob(context, (error) => faults.push(error));
    await write(1);
    expect(await waiting()).toBeGreaterThan(0);
    job.start();
    try {
      await expect.poll(waiting, soon).toBe(0);
      await write(2);
      const few = await waiting();
      job.wake();
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(few).toBeGreaterThan(0);
      expect(await waiting()).toBe(few);
      for (let count = few; count <= 200; count = await waiting()) await write(50);
      job.wake();
      await expect.poll(waiting, soon).toBe(0);
    } finally {
      await job.stop();
    }
    expect(faults).toEqual([]);
  });
});
