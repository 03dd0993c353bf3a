// What every file of reports must give, whatever its format: imported into empty centres, counted there and in the file, imported again, and again in another order.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '../serve.mjs';
import { onBoth } from './both.mjs';
import { countBy } from './csv.mjs';
import { same } from './result.mjs';
import { ask, dataset, importFile, mappingFile, withFolder } from './run.mjs';

/** A report as the file says it, read by code of its own; `reportedAt` in UTC milliseconds.
 * @typedef {{ category: string, status: string, reportedAt: number, closedAt?: number, dueAt?: number, point?: [number, number] }} Expected */

const vietnam = 7 * 3_600_000;

/** @template T @param {{
 *   file: string, mapping: string, rows: readonly T[], expect: (row: T) => Expected, box: [number, number, number, number],
 *   write: (rows: readonly T[]) => string }} options `write` gives the same rows as another file; `box` is west, south, east, north of a part of the city */
export async function checkReports({ file, mapping, rows, expect, box, write }) {
  const codes = JSON.parse(readFileSync(mappingFile(mapping), 'utf8')).fields.category_code.codes;
  const expected = rows.map(expect).map((row) => ({ ...row, category: codes[row.category] }));
  const count = expected.length;
  await onBoth(async (name, place) => {
    const run = { ...place, mapping: mappingFile(mapping) };
    const first = await importFile({ file, ...run });
    if (!first.summary) console.log(first.output);
    const { read, accepted, refused } = first.summary ?? {};
    same(`${name}: accepted of read, refused`, [accepted, read, refused], [count, count, 0]);
    await compare(name, expected, box, place);
    const again = await importFile({ file, ...run });
    same(`${name}: changed and same the second time`, [again.summary?.changed, again.summary?.same], [0, count]);
    await withFolder(async (folder) => {
      const other = join(folder, 'shuffled');
      writeFileSync(other, write(shuffled(rows)));
      const third = await importFile({ file: other, ...run });
      same(`${name}: changed and same in another order`, [third.summary?.changed, third.summary?.same], [0, count]);
    });
    await compare(`${name}, after three times`, expected, box, place);
  });
}

/** @param {string} name @param {readonly Expected[]} expected @param {[number, number, number, number]} box @param {import('./both.mjs').Place} place */
async function compare(name, expected, box, place) {
  const server = await serve(place);
  try {
    const rows = { rows: { fn: 'count' } };
    const by = (/** @type {object | string} */ field) => ({ from: dataset, measures: rows, by: [field], limit: 10_000 });
    const where = (/** @type {object} */ filter) => ({ from: dataset, measures: rows, where: filter });
    const results = await ask(server.url, {
      all: { from: dataset, measures: rows },
      categories: by('category_code'),
      status: by('status'),
      days: by({ field: 'reported_at', grain: 'day' }),
      months: by({ field: 'reported_at', grain: 'month' }),
      closedDays: { ...by({ field: 'closed_at', grain: 'day' }), ...where({ closed_at: { empty: false } }) },
      dueDays: { ...by({ field: 'original_due_at', grain: 'day' }), ...where({ original_due_at: { empty: false } }) },
      placed: where({ location: { empty: false } }),
      placeless: where({ location: { empty: true } }),
      inBox: where({ location: { within: box } }),
    });
    const groups = (/** @type {string} */ id) => Object.fromEntries(results[id]?.rows.map(([key, value]) => [String(key), value]) ?? []);
    const first = (/** @type {string} */ id) => results[id]?.rows[0]?.[0];
    const points = expected.flatMap(({ point }) => (point ? [point] : []));
    same(`${name}: rows`, first('all'), expected.length);
    same(`${name}: categories`, groups('categories'), countBy(expected.map(({ category }) => category)));
    same(`${name}: status`, groups('status'), countBy(expected.map(({ status }) => status)));
    same(`${name}: days`, groups('days'), days(expected.map(({ reportedAt }) => reportedAt)));
    same(`${name}: months`, groups('months'), months(expected.map(({ reportedAt }) => reportedAt)));
    same(`${name}: days of closing`, groups('closedDays'), days(expected.map(({ closedAt }) => closedAt)));
    same(`${name}: days of deadlines`, groups('dueDays'), days(expected.map(({ dueAt }) => dueAt)));
    same(`${name}: with and without a point`, [first('placed'), first('placeless')], [points.length, expected.length - points.length]);
    const isInside = ([x, y]) => x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3];
    same(`${name}: inside of ${box}`, first('inBox'), points.filter(isInside).length);
  } finally {
    await server.stop();
  }
}

/** Days in Vietnam, where days are counted. @param {readonly (number | undefined)[]} instants */
function days(instants) {
  return countBy(instants.flatMap((at) => (at === undefined ? [] : [new Date(at + vietnam).toISOString().slice(0, 10)])));
}

/** @param {readonly number[]} instants */
function months(instants) {
  return countBy(instants.map((at) => `${new Date(at + vietnam).toISOString().slice(0, 7)}-01`));
}

/** The same order every time (Fisher and Yates; numbers by a linear congruence). @template T @param {readonly T[]} rows @returns {T[]} */
function shuffled(rows) {
  const mixed = [...rows];
  let seed = 20_261_122;
  for (let at = mixed.length - 1; at > 0; at--) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const other = seed % (at + 1);
    [mixed[at], mixed[other]] = [/** @type {T} */ (mixed[other]), /** @type {T} */ (mixed[at])];
  }
  return mixed;
}
