import { expect, test } from 'vitest';
import type { DataContext } from '../../../core/src/data/context.ts';
import { Random } from '../../../core/src/data/query/oracle/random/random.ts';
import { tendRollups } from '../../../core/src/data/rollup/job.ts';
import { counted } from '../../support/counts.ts';
import { describeDatabases } from '../../support/databases.ts';
import { bothWays } from './both-ways.ts';
import { question } from './questions.ts';
import { disturb, openWorld } from './world.ts';

const checks = counted('answers from roll-ups compared with answers from rows', { usual: 150, full: 2000 });
const seed = process.env.HAIDANG_ROLLUP_SEED ?? '20261122';

/** Does something again and again until it is stopped. */
function again(work: () => Promise<unknown>): { stop(): Promise<void> } {
  let isStopped = false;
  const run = async () => {
    while (!isStopped) await work();
  };
  const running = run();
  return {
    async stop() {
      isStopped = true;
      await running;
    },
  };
}

async function built(context: DataContext): Promise<void> {
  while (await tendRollups(context));
  await tendRollups(context);
}

describeDatabases('answers from roll-ups', (open) => {
  test(`are those from rows, in ${checks} random questions while rows are written and cells are made`, { timeout: 900_000 }, async () => {
    const random = new Random(seed, 'questions');
    const context = await openWorld(await open(), new Random(seed, 'rows'));
    await built(context);
    const work = [
      ...[1, 2].map((number) => {
        const own = new Random(seed, 'writer', number);
        return again(() => disturb(context, own));
      }),
      again(() => tendRollups(context)),
    ];
    let compared = 0;
    let asked = 0;
    let marked = 0;
    try {
      while (compared < checks) {
        const one = question(random);
        const { fromRows, fromCells, isMarked } = await bothWays(context, one);
        asked++;
        if (isMarked) marked++;
        if (fromCells === undefined) continue;
        compared++;
        expect(fromCells, `question ${asked} of seed ${seed}: ${JSON.stringify(one)}`).toEqual(fromRows);
      }
    } finally {
      for (const each of work) await each.stop();
    }
    // Most of what indicators ask is told by cells.
    expect(compared / asked).toBeGreaterThan(0.5);
    // What was written since the cells were made was in it.
    expect(marked / asked).toBeGreaterThan(0.1);
  });

  test('are found to be others when one writer forgets its marks', { timeout: 120_000 }, async () => {
    const random = new Random(seed, 'forgetful');
    const context = await openWorld(await open(), new Random(seed, 'rows'));
    await built(context);
    const { database } = context;
    const dialect: typeof database.dialect = {
      ...database.dialect,
      add: (connection, addition) => database.dialect.add(connection, { ...addition, besides: [] }),
      insert: async (connection, insertion) => {
        if (insertion.table !== 'bucket_mark') await database.dialect.insert(connection, insertion);
      },
    };
    await disturb({ ...context, database: { ...database, dialect } }, random);
    let found = false;
    for (let asked = 0; asked < 200 && !found; asked++) {
      const { fromRows, fromCells } = await bothWays(context, question(random));
      found = fromCells !== undefined && JSON.stringify(fromCells) !== JSON.stringify(fromRows);
    }
    expect(found).toBe(true);
  });
});
