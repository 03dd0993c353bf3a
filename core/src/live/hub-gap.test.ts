import { afterEach, expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { pruneLog } from '../data/feed/prune.ts';
import { count, type LiveBench, liveBench } from './testing.ts';

const soon = { timeout: 10_000 };
const hour = 3_600_000;

describeDatabases('a process that stood still until what it had not read was removed', (open) => {
  let bench: LiveBench | undefined;

  afterEach(() => bench?.hub.stop());

  test('asks every watch anew, and those who come back as well', async () => {
    bench = await liveBench(await open());
    const { context, add, ask, watch } = bench;
    await add(1);
    const viewer = watch(count);
    await expect.poll(() => viewer.count, soon).toBe(1);
    const { at } = await ask(count);
    // It looks only now and then unless it is woken.
    await add(2, { quietly: true });
    for (const since of [0, hour, 7 * 24 * hour]) await pruneLog(context.database, since);
    const [kept] = await context.database.read('change').count({ n: '*' });
    await expect.poll(() => viewer.count, soon).toBe(2);
    expect(Number(kept?.n)).toBeLessThanOrEqual(context.database.kind === 'sqlite' ? 0 : 3);
    const back = watch(count, { at });
    await expect.poll(() => back.news.length, soon).toBe(1);
    expect(back.news[0]?.type).not.toBe('current');
  });
});
