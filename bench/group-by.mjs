// Figures of a page: reports by category, with their names, and by day of a period.
import { deepStrictEqual } from 'node:assert';
import { connect } from './harness/load.mjs';

export const name = 'group-by';
export const unit = 'answers/s';

const connections = 8;

/** @typedef {{ readonly by: 'category' } | { readonly by: 'day', readonly from: string, readonly to: string }} Figures */

/** Quarters of the two years that the reports are of.
 * @type {readonly Figures[]} */
const periods = [
  '2024-07-01',
  '2024-10-01',
  '2025-01-01',
  '2025-04-01',
  '2025-07-01',
  '2025-10-01',
  '2026-01-01',
  '2026-04-01',
  '2026-07-01',
].flatMap((to, index, days) => (index === 0 ? [] : [{ by: /** @type {const} */ ('day'), from: days[index - 1] ?? to, to }]));
/** @type {readonly Figures[]} */
const asked = periods.flatMap((period) => [{ by: 'category' }, period]);

/** @param {Figures} figures */
const askOurs = (figures) => {
  const query =
    figures.by === 'category'
      ? { by: ['category_code'] }
      : { by: [{ field: 'reported_at', grain: 'day' }], time: { from: figures.from, to: figures.to } };
  return {
    method: 'POST',
    path: '/api/query',
    body: JSON.stringify({ queries: { figures: { from: 'field-reports/report', measures: { n: { fn: 'count' } }, ...query } } }),
  };
};
/** @param {Figures} figures */
const askBare = (figures) => ({ method: 'POST', path: '/figures', body: JSON.stringify(figures) });

/** @type {(() => Promise<number>)[]} */
let sides = [];
let disconnect = () => {};

/** @param {import('./harness/sides.mjs').Env} env */
export async function prepare(env) {
  const [ours, bare] = [connect({ ...env.ours, connections }), connect({ ...env.bare, connections })];
  for (const figures of asked) deepStrictEqual(ofOurs(await ours.send(askOurs(figures))), ofBare(await bare.send(askBare(figures))));
  let next = 0;
  const figures = () => /** @type {Figures} */ (asked[next++ % asked.length]);
  sides = [
    () => ours.rate({ seconds: env.seconds, request: () => askOurs(figures()) }),
    () => bare.rate({ seconds: env.seconds, request: () => askBare(figures()) }),
  ];
  disconnect = () => {
    ours.close();
    bare.close();
  };
}

/** Groups as both sides have them: value, name, number.
 * @param {string} text */
function ofOurs(text) {
  const { fields, rows } = JSON.parse(text).results.figures;
  return rows.map((/** @type {[string, number]} */ [group, n]) => ({ group, ...names(fields[0].values?.[group]), n }));
}

/** @param {{ readonly vi: string, readonly en: string } | undefined} name */
function names(name) {
  return name && { name_vi: name.vi, name_en: name.en };
}

/** @param {string} text */
function ofBare(text) {
  return JSON.parse(text);
}

export const ours = async () => sides[0]?.() ?? Number.NaN;
export const bare = async () => sides[1]?.() ?? Number.NaN;
export const close = async () => disconnect();
