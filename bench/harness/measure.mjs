// Alternating rounds of one scenario on two servers that hold the same data under the same conditions.
import { connect } from './load.mjs';
import { differenceOf } from './result.mjs';
import { dropOthers, itemsOf } from './schema.mjs';
import { startBare, startOurs } from './sides.mjs';

/** @typedef {import('./sides.mjs').Env} Env */
/** @typedef {{ readonly name: string, readonly unit: string, prepare(env: Env): Promise<void>, ours(): Promise<number>, bare(): Promise<number>, close(): Promise<void> }} Scenario */
/** @typedef {import('./result.d.mts').Conditions} Conditions */
/** @typedef {{ readonly ours: Conditions, readonly bare: Conditions, readonly rounds: readonly { readonly ours: number, readonly bare: number }[] }} Measurement */

/** Rounds that do not count: code is compiled, files and pools are opened. */
const warmUp = 2;

/** @param {{ scenario: Scenario, databases: import('./databases.mjs').Databases, report: Env['report'], options: { database: Env['database'], rows: number, seconds: number, rounds: number } }} what
 * @returns {Promise<Measurement>} */
export async function measure({ scenario, databases, report, options: { database, rows, seconds, rounds } }) {
  const places = { ours: await databases.copy('seed', 'ours'), bare: await databases.copy('seed', 'bare') };
  await dropOthers(places.bare);
  const servers = { ours: await startOurs(places.ours), bare: await startBare(places.bare) };
  try {
    const conditions = {
      ours: { engine: (await answer(servers.ours.url, '/api/ready')).database.engine, items: await itemsOf(places.ours) },
      bare: { engine: (await answer(servers.bare.url, '/settings')).database, items: await itemsOf(places.bare) },
    };
    const difference = differenceOf(conditions.ours, conditions.bare);
    if (difference) throw new Error(`the two sides cannot be compared: ${difference}`);
    await scenario.prepare({ database, seconds, rows, report, ...servers });
    try {
      for (let round = 0; round < warmUp; round++) {
        await scenario.ours();
        await scenario.bare();
      }
      const measured = [];
      for (let round = 0; round < rounds; round++) measured.push({ ours: await scenario.ours(), bare: await scenario.bare() });
      return { ...conditions, rounds: measured };
    } finally {
      await scenario.close();
    }
  } finally {
    await servers.ours.stop();
    await servers.bare.stop();
  }
}

/** @param {string} url @param {string} path */
async function answer(url, path) {
  const client = connect({ url });
  const text = await client.send({ path });
  client.close();
  return JSON.parse(text);
}
