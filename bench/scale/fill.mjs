// Reports of one month, made by the database itself: however many there are, they fill the same cells.

/** @typedef {{ readonly kind: 'sqlite' | 'postgres' }} Dialect */
/** @typedef {{ raw(sql: string, values?: readonly unknown[]): Promise<any> }} Connection */
/** @typedef {{ readonly days: number, readonly wards: readonly string[], readonly categories: number, readonly agencies: number, readonly channels: readonly string[] }} Cells */

const day = 86_400_000;
const table = 'd_field_reports__report';

/** The finest cells: of a day, a ward and a category.
 * @param {Cells} cells */
export function finest({ days, wards, categories }) {
  return days * wards.length * categories;
}

/** All cells of a roll-up: by ward alone, by category, by agency, by channel.
 * @param {Cells} cells */
export function allCells({ days, wards, categories, agencies, channels }) {
  return days * wards.length * (1 + categories + agencies + channels.length);
}

/** Fills the empty table of reports. Indexes are made afterwards, as whoever loads so much does.
 * @param {Connection} connection @param {Dialect} dialect @param {{ rows: number, from: number, cells: Cells }} what */
export async function fill(connection, dialect, { rows, from, cells }) {
  const isPostgres = dialect.kind === 'postgres';
  /** @type {readonly { name: string, definition: string }[]} */
  const indexes = isPostgres
    ? (await connection.raw('SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = ?', [table])).rows.filter(
        (/** @type {{ name: string }} */ { name }) => !name.endsWith('_pkey'),
      )
    : await connection.raw("SELECT name, sql AS definition FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", [
        table,
      ]);
  for (const { name } of indexes) await connection.raw(`DROP INDEX "${name}"`);
  const columns = columnsOf(from, cells);
  const numbers = isPostgres
    ? `generate_series(0, ${rows - 1}) AS s(i)`
    : `(WITH RECURSIVE numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < ${rows - 1}) SELECT i FROM numbers) AS s`;
  // What a day of a ward has lies together, as it would where days are not so full.
  const n = finest(cells);
  const placed = `SELECT i, cell, i - (cell * ${rows} + ${n - 1}) / ${n} AS k FROM (SELECT s.i, s.i * CAST(${n} AS BIGINT) / ${rows} AS cell FROM ${numbers}) AS z`;
  const worked = `SELECT i, k, cell / ${n / cells.wards.length} AS w, (cell / ${cells.categories}) % ${cells.days} AS d, cell % ${cells.categories} AS c,
    (k * 7919 + cell * 104729) % 86399 AS second, CASE WHEN k = 1 OR k % 10 IN (6, 7) THEN 0 WHEN k % 10 = 8 THEN 2 ELSE 1 END AS fate FROM (${placed}) AS a`;
  await connection.raw(
    `INSERT INTO ${table} (${Object.keys(columns).join(', ')}) SELECT ${Object.values(columns).join(', ')} FROM (${worked}) AS b`,
  );
  if (isPostgres) await connection.raw("SET maintenance_work_mem = '1GB'");
  for (const { definition } of indexes) await connection.raw(definition);
  await connection.raw(isPostgres ? `VACUUM ANALYZE ${table}` : 'ANALYZE');
}

/** What stands in each column, in the words of both databases. Of two reports in each finest cell one is resolved and one is open.
 * @param {number} from @param {Cells} cells @returns {{ readonly [column: string]: string }} */
function columnsOf(from, { wards, agencies, channels }) {
  const pick = (/** @type {readonly string[]} */ list, /** @type {string} */ by) =>
    `CASE ${list.map((value, index) => `WHEN ${by} = ${index} THEN '${value}'`).join(' ')} END`;
  const at = (/** @type {number} */ later, /** @type {string} */ second) =>
    `${from} + (d + ${later}) * CAST(${day} AS BIGINT) + ${second} * 1000`;
  const reported = at(0, 'second');
  const closed = `CASE WHEN fate = 1 THEN ${at(1, '(second * 31) % 86399')} END`;
  return {
    _rev: '1',
    _received_at: reported,
    _first_at: reported,
    _sample: '0',
    report_code: "'S-' || i",
    title: "'Rác tồn đọng trước chợ ' || k",
    title__fold: "'rac ton dong truoc cho ' || k",
    title__sort: "'rac ton dong truoc cho ' || k",
    channel: pick(channels, `c % ${channels.length}`),
    category_code: "'c' || c",
    severity_level: "CASE WHEN k % 5 = 0 THEN 'urgent' ELSE 'normal' END",
    ward: pick(wards, 'w'),
    lead_agency: `'a' || (c % ${agencies})`,
    reported_at: reported,
    accepted_at: reported,
    answered_at: closed,
    closed_at: closed,
    original_due_at: at(3, 'second'),
    due_at: at(3, 'second'),
    status: "CASE fate WHEN 1 THEN 'resolved' WHEN 2 THEN 'rejected' ELSE CASE WHEN k % 2 = 0 THEN 'submitted' ELSE 'in_progress' END END",
  };
}
