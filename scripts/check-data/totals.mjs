// What the import must give, counted from the file by code of its own.

import { serve } from '../serve.mjs';
import { countBy, readCsv, utcOf } from './csv.mjs';
import { same } from './result.mjs';
import { ask, dataset } from './run.mjs';

const zone = 'America/New_York';
const day = 86_400_000;

/** @param {string} file */
export function expectedTotals(file) {
  const rows = readCsv(file);
  const withDue = rows.filter(({ target_dt }) => target_dt);
  const isOnTime = (/** @type {Record<string, string>} */ { closed_dt = '', target_dt = '' }) =>
    closed_dt !== '' && utcOf(closed_dt, zone) <= utcOf(target_dt, zone);
  const now = Date.now();
  const past = withDue.filter(({ target_dt = '' }) => utcOf(target_dt, zone) < now);
  return {
    rows: rows.length,
    months: countBy(rows.map(({ open_dt = '' }) => `${new Date(utcOf(open_dt, zone) + (7 * day) / 24).toISOString().slice(0, 7)}-01`)),
    open: rows.filter(({ case_status }) => case_status === 'Open').length,
    closed: rows.filter(({ case_status }) => case_status === 'Closed').length,
    categories: Object.values(countBy(rows.map(({ type = '' }) => type))).sort((a, b) => a - b),
    neighbourhoods: Object.values(countBy(rows.map(({ neighborhood = '' }) => neighborhood))).sort((a, b) => a - b),
    nowhere: rows.filter(({ neighborhood }) => neighborhood === '').length,
    onDefaultPoint: rows.filter(({ latitude, longitude }) => latitude === '42.3594' && longitude === '-71.0587').length,
    due: withDue.length,
    onTime: withDue.filter(isOnTime).length,
    duePast: past.length,
    onTimePast: past.filter(isOnTime).length,
  };
}

/** Compares what a data folder holds with what the file says.
 * @param {string} name @param {ReturnType<typeof expectedTotals>} expected @param {{ data: string, env?: Record<string, string> }} place */
export async function compareTotals(name, expected, { data, env }) {
  const server = await serve({ data, ...(env && { env }) });
  try {
    // Some deadlines are of 2059; a period may end wherever a calendar does.
    const time = { from: '2011-07-01', to: '2061-01-01' };
    const forEver = { from: '0001-01-01', to: '9999-12-31' };
    const count = { rows: { fn: 'count' } };
    const results = await ask(server.url, {
      all: { from: dataset, measures: count },
      months: { from: dataset, measures: count, by: [{ field: 'reported_at', grain: 'month' }] },
      status: { from: dataset, measures: count, by: ['status'] },
      categories: { from: dataset, measures: count, by: ['category_code'], limit: 1000 },
      wards: { from: dataset, measures: count, by: ['ward'], limit: 1000 },
      placeless: { from: dataset, measures: count, where: { location: { empty: true } } },
      rate: { from: 'field-reports/on_time_rate_original', time },
      rateForEver: { from: 'field-reports/on_time_rate_original', time: forEver },
      rateUntilNow: { from: 'field-reports/on_time_rate_original', time: { from: '2011-07-01', to: new Date().toISOString() } },
    });
    const groups = (/** @type {string} */ id) => Object.fromEntries(results[id]?.rows.map(([key, value]) => [String(key), value]) ?? []);
    const numbers = (/** @type {string} */ id) =>
      Object.values(groups(id))
        .map(Number)
        .sort((a, b) => a - b);
    const first = (/** @type {string} */ id) => results[id]?.rows[0]?.[0];
    same(`${name}: rows`, first('all'), expected.rows);
    same(`${name}: months in Asia/Ho_Chi_Minh`, groups('months'), expected.months);
    const status = groups('status');
    same(`${name}: closed`, status.resolved, expected.closed);
    same(`${name}: open`, numbers('status').reduce((sum, value) => sum + value, 0) - Number(status.resolved), expected.open);
    same(`${name}: categories`, numbers('categories'), expected.categories);
    same(`${name}: neighbourhoods`, numbers('wards'), expected.neighbourhoods);
    same(`${name}: rows without a point`, first('placeless'), expected.onDefaultPoint);
    const onTime = (/** @type {string} */ id) => {
      const judged = results[id]?.trust.n;
      return [Math.round((Number(first(id)) * Number(judged)) / 100), judged];
    };
    same(`${name}: on time by original deadline, of those due`, onTime('rate'), [expected.onTime, expected.due]);
    same(`${name}: the same, in all time`, onTime('rateForEver'), [expected.onTime, expected.due]);
    same(`${name}: the same, deadlines that have passed`, onTime('rateUntilNow'), [expected.onTimePast, expected.duePast]);
    return { wards: groups('wards') };
  } finally {
    await server.stop();
  }
}
