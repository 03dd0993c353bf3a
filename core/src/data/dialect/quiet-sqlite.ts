import { setTimeout } from 'node:timers/promises';
import type { Knex } from 'knex';

/** How long nobody has written when it is quiet; how often that is looked at; how long anybody waits for it, ms. */
const [quiet, look, longest] = [30, 10, 1000];

/** Waits until nobody has written for a moment, though not forever: there is one writer, and who is in the middle of a delivery soon writes again. */
export async function untilQuiet({ client }: Knex): Promise<void> {
  const started = performance.now();
  for (let busy = started, now = started; now - busy < quiet && now - started < longest; now = performance.now()) {
    await setTimeout(look);
    if (client.pool.numUsed() + client.pool.numPendingAcquires() > 0) busy = performance.now();
  }
}
