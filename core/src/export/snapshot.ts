import { HaidangError } from '@haidang/sdk';
import type { DataContext } from '../data/context.ts';

/** Exports that run at once: each holds a connection. */
const mostAtOnce = 2;
/** How long one may take, ms: a state that is held for long keeps the database from tidying up. */
const longest = 10 * 60_000;

const running = new WeakMap<DataContext, number>();

/** What was made of one state of the database. It has to be let go of; after its time it is let go of by itself, and what still reads fails. */
export interface Still<T> {
  readonly made: T;
  release(): void;
}

/** Makes something that reads later on, while the database and the clock stand still for it. */
export async function standStill<T>(context: DataContext, make: (still: DataContext) => Promise<T>): Promise<Still<T>> {
  const { database, clock } = context;
  const count = running.get(context) ?? 0;
  if (count >= mostAtOnce) throw new HaidangError('rate-limited', { most: mostAtOnce });
  running.set(context, count + 1);
  let isCounted = true;
  const leave = () => {
    if (isCounted) running.set(context, (running.get(context) ?? 1) - 1);
    isCounted = false;
  };
  return new Promise((resolve, reject) => {
    database.dialect
      .snapshot(database.read, async (connection) => {
        const now = clock.now();
        const made = await make({ ...context, database: { ...database, read: connection }, clock: { now: () => now } });
        await new Promise<void>((release) => {
          const timer = setTimeout(release, longest);
          resolve({
            made,
            release() {
              clearTimeout(timer);
              leave();
              release();
            },
          });
        });
      })
      .catch(reject)
      .finally(leave);
  });
}
