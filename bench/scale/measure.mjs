// What the indicators of field-reports cost at several sizes.
import { mkdirSync } from 'node:fs';
import { allCells, fill, finest } from './fill.mjs';

/** Parts of the core: the built ones, or those of the tests.
 * @typedef {{
 *   openCentre: typeof import('../../core/src/centre.ts').openCentre,
 *   runQuery: typeof import('../../core/src/data/query/query.ts').runQuery,
 *   tendRollups: typeof import('../../core/src/data/rollup/job.ts').tendRollups,
 *   findSparse: typeof import('../../core/src/data/rollup/sparse.ts').findSparse,
 *   localCaller: typeof import('../../core/src/access/caller.ts').localCaller,
 *   Hub: typeof import('../../core/src/live/hub.ts').Hub,
 * }} Core */

/** @typedef {import('./fill.mjs').Cells} Cells */
/** @typedef {{ readonly name: string, readonly isAdditive: boolean, readonly ms: number }} Cost */
/** @typedef {{ readonly rows: number, readonly cells: number, readonly costs: readonly Cost[], readonly runsOfOneMore: number }} Size */

const day = 86_400_000;
const plugin = 'field-reports';

/** Breakdowns that each cost is the sum of. */
const breakdowns = [[], ['ward'], ['category_code'], ['lead_agency']];

/** Measures one size in a place of its own.
 * @param {{ core: Core, place: { folder: string, url?: string }, folder: string, rows: number, shape: Omit<Cells, 'wards'> & { readonly wards: number }, rounds: number, now: number, say(text: string): void }} what
 * @returns {Promise<Size>} */
export async function measureSize({ core, place, folder, rows, shape, rounds, now, say }) {
  mkdirSync(place.folder, { recursive: true });
  const centre = await core.openCentre({
    folder,
    data: place.folder,
    ...(place.url && { databaseUrl: place.url }),
    clock: { now: () => now },
    withPages: false,
    changed: () => {},
  });
  try {
    const { context } = centre;
    const wards = context.units
      .within(context.ioc.unit)
      .filter((key) => context.units.get(key)?.level === 'ward')
      .slice(0, shape.wards);
    const cells = { ...shape, wards };
    if (rows < 2 * finest(cells)) throw new Error(`${rows} rows do not fill ${finest(cells)} cells with two each`);
    // A month that is over: its last deadlines too.
    const from = Math.floor(now / day) * day - 45 * day - 7 * 3_600_000;
    const filled = await timed(() => fill(context.database.write, context.database.dialect, { rows, from, cells }));
    say(`${rows} rows of ${allCells(cells)} cells, filled in ${seconds(filled)}`);
    const built = await timed(() => build(core, context));
    const made = await cellsMade(context);
    say(`  ${made} cells of all roll-ups built in ${seconds(built)}`);
    const period = { from: new Date(from).toISOString(), to: new Date(from + (shape.days + 4) * day).toISOString() };
    const caller = core.localCaller();
    const costs = [];
    for (const [name, { plugin: of, indicator }] of context.registry.indicators) {
      if (of !== plugin) continue;
      const isAdditive = !/\b(median|p90|avg|distinct|latest)\(/.test(indicator.formula);
      const queries = breakdowns.map((by) => ({ from: name, time: period, ...(by.length > 0 && { by }) }));
      let ms = 0;
      for (const query of queries) {
        const times = [];
        // What comes first opens connections and files.
        for (let round = isAdditive ? -2 : -1; round < (isAdditive ? rounds : 1); round++) {
          const time = await timed(() => core.runQuery(context, { query, caller }));
          if (round >= 0) times.push(time);
        }
        // Whatever else the machine does only adds to it.
        ms += Math.min(...times);
      }
      costs.push({ name, isAdditive, ms });
      say(`  ${name}: ${ms.toFixed(1)} ms${isAdditive ? '' : ', from rows'}`);
    }
    return { rows, cells: made, costs, runsOfOneMore: await runsOfOneMore(core, context) };
  } finally {
    await centre.close();
  }
}

/** Rows came behind the back of the product: it builds everything from scratch.
 * @param {Core} core @param {import('../../core/src/data/context.ts').DataContext} context */
async function build(core, context) {
  await context.database.write.raw('DELETE FROM rollup_state');
  const isOpen = async () => {
    const [{ n }] = await context.database.read('rollup_state').where({ ready: 0 }).count({ n: '*' });
    return Number(n) > 0;
  };
  do while (await core.tendRollups(context));
  while (await isOpen());
  await core.tendRollups(context);
  await core.findSparse(context);
  if (context.database.dialect.kind === 'postgres') await context.database.write.raw('VACUUM ANALYZE');
}

/** @param {import('../../core/src/data/context.ts').DataContext} context */
async function cellsMade({ database }) {
  let cells = 0;
  for (const { name } of await database.read('rollup_state').select('name').where('name', 'like', 'd_field_reports__report%')) {
    const [{ n }] = await database.read(name).count({ n: '*' });
    cells += Number(n);
  }
  return cells;
}

/** Queries that are run because one more looks at what another looks at already.
 * @param {Core} core @param {import('../../core/src/data/context.ts').DataContext} context */
async function runsOfOneMore(core, context) {
  const hub = new core.Hub(context, (error) => {
    throw error;
  });
  await hub.start();
  const look = () =>
    new Promise((resolve) => {
      hub.watch({ query: { from: `${plugin}/open`, by: ['ward'] }, caller: core.localCaller(), viewer: { tell: resolve } });
    });
  try {
    await look();
    const before = hub.runs;
    await look();
    return hub.runs - before;
  } finally {
    hub.stop();
  }
}

/** @param {() => Promise<unknown>} work */
async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** @param {number} ms */
function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** How many times more each indicator costs at the last size than at the first one.
 * @param {readonly Size[]} sizes */
export function ratios(sizes) {
  const [first, last] = [sizes[0], sizes.at(-1)];
  return (first?.costs ?? []).map(({ name, isAdditive, ms }, index) => ({
    name,
    isAdditive,
    ratio: (last?.costs[index]?.ms ?? Number.NaN) / ms,
  }));
}

/** What is wrong with the costs: an additive figure costs too much more, or one more viewer costs a query.
 * @param {readonly Size[]} sizes @param {number} most */
export function faultsOf(sizes, most) {
  const slow = ratios(sizes).filter(({ isAdditive, ratio }) => isAdditive && !(ratio <= most));
  const other = sizes.filter(({ cells }) => cells !== sizes[0]?.cells);
  const dear = sizes.filter(({ runsOfOneMore }) => runsOfOneMore !== 0);
  return [
    ...slow.map(({ name, ratio }) => `${name}: ${ratio.toFixed(2)} times as much at the last size as at the first, more than ${most}`),
    ...other.map(({ rows, cells }) => `${rows} rows fill ${cells} cells, not ${sizes[0]?.cells}`),
    ...dear.map(({ rows, runsOfOneMore }) => `one more viewer over ${rows} rows costs ${runsOfOneMore} queries`),
  ];
}
