// Pages of a list: the fifty newest reports of a category, a state and a year, with the names of the categories.
import { deepStrictEqual } from 'node:assert';
import { connect } from './harness/load.mjs';

export const name = 'filtered-rows';
export const unit = 'pages/s';

const connections = 8;
const columns = [
  'report_code',
  'title',
  'category_code',
  'status',
  'severity_level',
  'channel',
  'ward',
  'address_text',
  'reported_at',
  'due_at',
];
const statuses = ['submitted', 'assigned', 'in_progress', 'scheduled', 'answered', 'resolved', 'closed_no_action', 'rejected'];
const years = [
  { from: '2024-07-01', to: '2025-07-01' },
  { from: '2025-07-01', to: '2026-07-01' },
];

/** @typedef {{ readonly category: string, readonly status: string, readonly from: string, readonly to: string }} Page */

/** @param {Page} page */
const askOurs = ({ category, status, from, to }) => ({
  method: 'POST',
  path: '/api/query',
  body: JSON.stringify({
    queries: {
      list: {
        from: 'field-reports/report',
        select: columns,
        where: { category_code: category, status },
        time: { from, to },
        sort: ['-reported_at'],
        limit: 50,
      },
    },
  }),
});
/** @param {Page} page */
const askBare = (page) => ({ method: 'POST', path: '/list', body: JSON.stringify(page) });

/** @type {(() => Promise<number>)[]} */
let sides = [];
let disconnect = () => {};

/** @param {import('./harness/sides.mjs').Env} env */
export async function prepare(env) {
  const [ours, bare] = [connect({ ...env.ours, connections }), connect({ ...env.bare, connections })];
  const categories = [...new Set(Array.from({ length: 1000 }, (_, number) => String(env.report(number).category_code)))].sort();
  const pages = categories.flatMap((category) => statuses.flatMap((status) => years.map((year) => ({ category, status, ...year }))));
  for (const page of pages.filter((_, index) => index % 10 === 0))
    deepStrictEqual(ofOurs(await ours.send(askOurs(page))), ofBare(await bare.send(askBare(page))));
  let next = 0;
  const page = () => /** @type {Page} */ (pages[next++ % pages.length]);
  sides = [
    () => ours.rate({ seconds: env.seconds, request: () => askOurs(page()) }),
    () => bare.rate({ seconds: env.seconds, request: () => askBare(page()) }),
  ];
  disconnect = () => {
    ours.close();
    bare.close();
  };
}

/** Rows as both sides have them: instants in milliseconds, the name of the category beside its code.
 * @param {string} text */
function ofOurs(text) {
  const { fields, rows } = JSON.parse(text).results.list;
  return rows.map((/** @type {unknown[]} */ row) => {
    const record = Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null]));
    const { vi, en } = fields[2].values[String(record.category_code)];
    return {
      ...record,
      reported_at: Date.parse(String(record.reported_at)),
      due_at: Date.parse(String(record.due_at)),
      name_vi: vi,
      name_en: en,
    };
  });
}

/** @param {string} text */
function ofBare(text) {
  return JSON.parse(text);
}

export const ours = async () => sides[0]?.() ?? Number.NaN;
export const bare = async () => sides[1]?.() ?? Number.NaN;
export const close = async () => disconnect();
