// Five hundred screens that show the same newest reports. Both servers send at most once in a tick, so time alone would find them alike: what counts is how many results a second of the server's processor brings to the screens, with all that it does for them, the write that sets it off included.
import { readdirSync, readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { connect } from './harness/load.mjs';

export const name = 'live-fan-out';
export const unit = 'results per second of processor';

const sockets = 500;
/** Both sides send at most once in so many ms; writes come a little more slowly, so that neither waits for its tick. */
const tick = 250;
const patience = 20_000;

const query = {
  from: 'field-reports/report',
  select: ['report_code', 'title', 'category_code', 'severity_level', 'ward', 'status', 'reported_at', 'due_at'],
  sort: ['-reported_at'],
  limit: 20,
};

/** Screens of one server, and a sender.
 * @typedef {{ rate(): Promise<number>, last(): Buffer, close(): void }} Side */

/** @type {Side[]} */
let sides = [];

/** @param {import('./harness/sides.mjs').Env} env */
export async function prepare(env) {
  let next = env.rows;
  const fresh = () => ({ ...env.report(next++), reported_at: new Date().toISOString() });
  const watch = JSON.stringify({ type: 'watch', id: 'w1', query });
  const ours = await open({
    ...env.ours,
    socket: '/api/live',
    watch,
    records: '/api/records/field-reports/report',
    fresh,
    seconds: env.seconds,
  });
  sides.push(ours);
  // The bare side wraps its rows into the same bytes.
  const text = ours.last().toString();
  const client = connect({ url: env.bare.url });
  const [head = '', tail = ''] = text.split(JSON.stringify(JSON.parse(text).result.rows));
  await client.send({ method: 'POST', path: '/live/frame', body: JSON.stringify({ head, tail, limit: query.limit, tick }) });
  client.close();
  const bare = await open({ ...env.bare, socket: '/live', watch, records: '/live/report', fresh, seconds: env.seconds });
  sides.push(bare);
  const [a, b] = [ours.last().length, bare.last().length];
  if (Math.abs(a - b) > a / 20) throw new Error(`the two sides do not send the same: ${a} and ${b} bytes`);
}

/** @param {{ url: string, pid: number, socket: string, watch: string, records: string, fresh: () => Record<string, unknown>, seconds: number }} of
 * @returns {Promise<Side>} */
async function open({ url, pid, socket, watch, records, fresh, seconds }) {
  const sender = connect({ url });
  /** @type {Buffer} */
  let last = Buffer.alloc(0);
  let wanted = '';
  let missing = 0;
  let done = () => {};
  const screens = Array.from({ length: sockets }, () => new WebSocket(url.replace('http', 'ws') + socket, { perMessageDeflate: false }));
  /** Sends a report and waits until every screen has it. */
  const round = async () => {
    const row = fresh();
    wanted = String(row.report_code);
    missing = sockets;
    const all = new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${missing} of ${sockets} screens did not get ${wanted} from ${url}`)), patience);
      done = () => {
        clearTimeout(late);
        resolve(undefined);
      };
    });
    await Promise.all([sender.send({ method: 'POST', path: records, body: JSON.stringify(row) }), all]);
  };
  await Promise.all(
    screens.map(
      (screen) =>
        new Promise((resolve, reject) => {
          screen.on('error', reject);
          screen.on('open', () => {
            screen.send(watch);
            resolve(undefined);
          });
          screen.on('message', (/** @type {Buffer} */ data) => {
            if (missing === 0 || !data.includes(wanted)) return;
            last = data;
            if (--missing === 0) done();
          });
        }),
    ),
  );
  const rest = () => new Promise((resolve) => setTimeout(resolve, tick * 1.2));
  await rest();
  await round();
  return {
    async rate() {
      const before = processorTime(pid);
      let results = 0;
      for (const until = performance.now() + seconds * 1000; performance.now() < until; results += sockets) {
        await rest();
        await round();
      }
      return results / (processorTime(pid) - before);
    },
    last: () => last,
    close() {
      for (const screen of screens) screen.terminate();
      sender.close();
    },
  };
}

/** Seconds that the threads of a process have run so far.
 * @param {number} pid */
function processorTime(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const times = threads.map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]));
  return times.reduce((sum, time) => sum + time, 0) / 1e9;
}

export const ours = async () => sides[0]?.rate() ?? Number.NaN;
export const bare = async () => sides[1]?.rate() ?? Number.NaN;
export const close = async () => {
  for (const side of sides) side.close();
  sides = [];
};
