import { readCsv, utcOf } from './csv.mjs';
import { checkReports } from './reports.mjs';

/** "Züri wie neu": reports of a day, without key, time of day or status, some of them equal.
 * @param {string} file */
export function checkZurich(file) {
  const rows = readCsv(file);
  const columns = Object.keys(rows[0] ?? {});
  return checkReports({
    file,
    mapping: 'zurich-zueri-wie-neu',
    rows,
    expect: ({ service_name = '', requested_date, long, lat }) => ({
      category: service_name,
      status: 'archived',
      reportedAt: utcOf(`${requested_date} 00:00:00`, 'Europe/Zurich'),
      point: [Number(long), Number(lat)],
    }),
    box: [8.52, 47.36, 8.56, 47.39],
    write: (mixed) => [columns, ...mixed.map((row) => Object.values(row))].map((cells) => `${cells.map(quoted).join(';')}\r\n`).join(''),
  });
}

/** @param {string} cell */
function quoted(cell) {
  return `"${cell.replaceAll('"', '""')}"`;
}
