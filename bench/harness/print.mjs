import { cpus } from 'node:os';
import { floors, isRecordTable } from './result.mjs';

/** @typedef {import('./measure.mjs').Measurement} Measurement */
/** @typedef {import('./result.d.mts').Line} Line */

/** @param {{ database: string, rows: number, rounds: number, seconds: number }} options */
export function heading({ database, rows, rounds, seconds }) {
  const [cpu] = cpus();
  return `${database}, ${rows} reports, ${rounds} rounds on each side in turn of ${seconds} s or a fixed amount, after two to warm up
Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'unknown processor'}; both servers and the load on this machine`;
}

/** What both sides ran on, read from their databases.
 * @param {Measurement} measurement */
export function conditionsText({ ours, bare }) {
  const tables = [...new Set(ours.items.map(({ table }) => table))].filter(isRecordTable);
  const listed = (/** @type {typeof ours} */ { items }, /** @type {string} */ of) =>
    items.flatMap(({ table, name }) => (table === of && name !== of ? [name] : [])).join(', ');
  const lines = tables.flatMap((table) => [`  table ${table}`, `    ours: ${listed(ours, table)}`, `    bare: ${listed(bare, table)}`]);
  const others = new Set(bare.items.map(({ table }) => table));
  const own = [...new Set(ours.items.map(({ table }) => table))].filter((table) => !isRecordTable(table) && !others.has(table));
  return [`ours: ${ours.engine}`, `bare: ${bare.engine}`, ...lines, `  ours alone: ${own.join(', ')}`].join('\n');
}

/** @param {string} unit @param {Line} line @param {Measurement['rounds']} rounds */
export function resultText(unit, { name, ours, bare, ratio }, rounds) {
  const spread = (/** @type {readonly number[]} */ values, digits = 0) =>
    `${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)}`;
  const floor = Reflect.get(floors, name);
  return `${name}: ours ${ours} ${unit} (${spread(rounds.map((round) => round.ours))}), bare ${bare} (${spread(rounds.map((round) => round.bare))}), ratio ${ratio} (round by round ${spread(
    rounds.map((round) => round.ours / round.bare),
    2,
  )})${floor === undefined ? '' : `, floor ${floor}`}`;
}
