// A reader of its own, so that the checks do not trust the code they check.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** @param {string} file @returns {Record<string, string>[]} */
export function readCsv(file) {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
  /** @type {string[][]} */
  const rows = [];
  /** @type {string[]} */
  let row = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (isQuoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else isQuoted = false;
    } else if (c === '"') isQuoted = true;
    else if (c === ',') {
      row.push(cell);
      cell = '';
    } else if (c === '\n') {
      row.push(cell.replace(/\r$/, ''));
      rows.push(row);
      row = [];
      cell = '';
    } else cell += c;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  const [header = [], ...body] = rows;
  return body
    .filter((cells) => cells.length === header.length)
    .map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
}

/** @param {Iterable<string>} values @returns {Record<string, number>} */
export function countBy(values) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

const parts = new Map();

/** UTC milliseconds of a wall-clock time in a zone, by asking Intl what the clock says there.
 * @param {string} local "2011-07-01 01:32:33" @param {string} zone */
export function utcOf(local, zone) {
  const wall = Date.parse(`${local.replace(' ', 'T')}Z`);
  const clock =
    parts.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  parts.set(zone, clock);
  const says = (/** @type {number} */ at) => {
    const p = Object.fromEntries(
      clock.formatToParts(at).map((/** @type {{type: string, value: string}} */ part) => [part.type, part.value]),
    );
    return Date.UTC(+p.year, +p.month - 1, +p.day, +p.hour, +p.minute, +p.second);
  };
  const guess = wall - (says(wall) - wall);
  return guess - (says(guess) - wall);
}
