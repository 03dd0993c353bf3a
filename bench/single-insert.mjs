// Sixteen senders, each writing one record after the other and waiting for each to be kept.
import { connect } from './harness/load.mjs';

export const name = 'single-insert';
export const unit = 'records/s';

const connections = 16;

/** @type {(() => Promise<number>)[]} */
let sides = [];
/** @type {() => void} */
let disconnect = () => {};

/** @param {import('./harness/sides.mjs').Env} env */
export async function prepare(env) {
  const clients = [
    { ...env.ours, path: '/api/records/field-reports/report' },
    { ...env.bare, path: '/one' },
  ].map(({ url, path }) => ({ client: connect({ url, connections }), path }));
  sides = clients.map(({ client, path }) => {
    let next = env.rows;
    return () => client.rate({ seconds: env.seconds, request: () => ({ method: 'POST', path, body: JSON.stringify(env.report(next++)) }) });
  });
  disconnect = () => {
    for (const { client } of clients) client.close();
  };
}

export const ours = async () => sides[0]?.() ?? Number.NaN;
export const bare = async () => sides[1]?.() ?? Number.NaN;
export const close = async () => disconnect();
