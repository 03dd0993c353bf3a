import { setTimeout } from 'node:timers/promises';
import type { Knex } from 'knex';

/** So many looks in a row have to find nobody; how far they are apart and how long anybody waits for it, ms. */
const [looks, apart, longest] = [3, 10, 1000];

/** Waits until nobody has written for a moment, though not forever: there is one writer, and who is in the middle of a delivery soon writes again. */
export async function untilQuiet({ client }: Knex): Promise<void> {
  const end = performance.now() + longest;
  for (let free = 0; free < looks && performance.now() < end; ) {
    await setTimeout(apart);
    free = client.pool.numUsed() + client.pool.numPendingAcquires() > 0 ? 0 : free + 1;
  }
}
