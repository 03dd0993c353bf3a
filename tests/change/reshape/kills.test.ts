import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localCaller } from '../../../core/src/access/caller.ts';
import { openDatabase } from '../../../core/src/data/open.ts';
import { testContext } from '../../../core/src/data/testing.ts';
import { writeRecords } from '../../../core/src/data/write.ts';
import { counted } from '../../support/counts.ts';
import { type At, type Copies, copiesOf } from './copies.ts';
import { generate } from './generate.ts';
import type { Job } from './reshape-process.ts';
import { buildReshaper, type Reshaper } from './run-reshape.ts';
import { stateOf } from './state.ts';

/** Copies of a database that are killed by one blow, each one statement later than the one before. */
const together = 16;
const clock = { now: () => Date.parse('2026-11-22T03:00:00Z') };
const changed = counted('datasets whose changes are killed at every statement, for each database', { usual: 2, full: 40 });
const seeds = Array.from({ length: changed / 2 }, (_, index) => index + 1);

type Datasets = Job['datasets'];

let reshaper: Reshaper;
beforeAll(async () => {
  reshaper = await buildReshaper();
});
afterAll(() => reshaper.remove());

/** Changes the datasets of databases, each up to a statement if one is given. */
function reshape(places: readonly Omit<Job, 'datasets'>[], datasets: Datasets, isBroken = false): ReturnType<Reshaper['run']> {
  return reshaper.run({ jobs: places.map((place) => ({ ...place, datasets })), now: clock.now(), isBroken });
}

async function stateAt(at: At): Promise<string> {
  const database = await openDatabase(at);
  try {
    return await stateOf(database);
  } finally {
    await database.close();
  }
}

/** Two datasets with rows, as they were; gives them as they are declared now. */
async function fill({ original }: Copies, seed: number): Promise<Datasets> {
  const both = { first: generate(seed, { rows: 6 }), second: generate(seed + 1000, { rows: 6 }) };
  const database = await openDatabase(original);
  const context = await testContext(database, { clock, datasets: { first: both.first.before, second: both.second.before } });
  for (const [name, { rows }] of Object.entries(both)) {
    const lines = rows.map((row, index) => ({ line: index + 1, row }));
    await writeRecords(context, { dataset: `test/${name}`, rows: lines, caller: localCaller() });
  }
  await database.close();
  return { first: both.first.after, second: both.second.after };
}

for (const kind of ['sqlite', 'postgres'] as const)
  describe(`a process that is killed while it changes datasets on ${kind}`, () => {
    const found = { before: 0, after: 0 };

    it.each(seeds)(
      'leaves them as they were or as they are to be, and the next one comes to the end: changes %i',
      async (seed) => {
        const copies = await copiesOf(kind);
        try {
          const datasets = await fill(copies, seed);
          const before = await stateAt(await copies.copy());
          const finished = await copies.copy();
          const [statements = []] = (await reshape([{ at: finished }], datasets)) as readonly (readonly string[])[];
          const after = await stateAt(finished);
          expect(after).not.toBe(before);
          const victims = await Promise.all(Array.from({ length: together }, () => copies.copy()));
          // The last blow falls when there is nothing left to say.
          const last = statements.length + 1;
          for (let stop = 1; stop <= last; stop += together) {
            const jobs = victims.map((at, index) => ({ at, stop: stop + index })).filter((job) => job.stop <= last);
            expect(await reshape(jobs, datasets)).toBe('SIGKILL');
            for (const [index, { at, stop }] of jobs.entries()) {
              const state = await stateAt(at);
              if (state !== before) expect({ stop, statement: statements[stop - 1], state }).toMatchObject({ state: after });
              found[state === before ? 'before' : 'after']++;
              if (state !== before) victims[index] = await copies.copy();
            }
          }
          // What the last blow left behind is what a start finds.
          const left = victims.slice(0, 2).map((at) => ({ at }));
          await reshape(left, datasets);
          for (const { at } of left) expect(await stateAt(at)).toBe(after);
        } finally {
          await copies.remove();
        }
      },
      300_000,
    );

    it('was killed before the end of the change and after it', () => {
      console.log(`killed on ${kind}: ${found.before} times before the end of the change, ${found.after} times after it`);
      expect(found.before).toBeGreaterThan(found.after);
      expect(found.after).toBeGreaterThan(0);
    });

    it('would leave something in between if there were no transaction', async () => {
      const copies = await copiesOf(kind);
      try {
        const datasets = await fill(copies, 1);
        const [before, finished] = [await stateAt(await copies.copy()), await copies.copy()];
        const [statements = []] = (await reshape([{ at: finished }], datasets, true)) as readonly (readonly string[])[];
        const after = await stateAt(finished);
        const committed = statements.findIndex((text) => /^COMMIT/i.test(text)) + 1;
        const at = await copies.copy();
        expect(await reshape([{ at, stop: committed + 2 }], datasets, true)).toBe('SIGKILL');
        expect([before, after]).not.toContain(await stateAt(at));
      } finally {
        await copies.remove();
      }
    });
  });
