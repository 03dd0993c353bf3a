// Reports as cells of their table, by hand.
import { fold, sortKey } from '@haidang/sdk';

/** @typedef {{ readonly [field: string]: any }} Report */
/** @typedef {readonly [column: string, type: 'text' | 'number' | 'instant' | 'boolean', cell: (report: Report) => unknown]} Column */

const instant = (/** @type {string | undefined} */ text) => (text === undefined ? null : Date.parse(text));

/** Columns that a report fills, and how.
 * @type {readonly Column[]} */
export const columns = [
  ['report_code', 'text', (report) => report.report_code],
  ['channel', 'text', (report) => report.channel],
  ['title', 'text', (report) => report.title],
  ['title__fold', 'text', (report) => fold(report.title)],
  ['title__sort', 'text', (report) => sortKey(report.title)],
  ['description', 'text', (report) => report.description ?? null],
  ['description__fold', 'text', (report) => (report.description === undefined ? null : fold(report.description))],
  ['category_code', 'text', (report) => report.category_code],
  ['severity_level', 'text', (report) => report.severity_level],
  ['location__lon', 'number', (report) => report.location?.coordinates[0] ?? null],
  ['location__lat', 'number', (report) => report.location?.coordinates[1] ?? null],
  ['ward', 'text', (report) => report.ward],
  ['address_text', 'text', (report) => report.address_text ?? null],
  ['address_text__fold', 'text', (report) => (report.address_text === undefined ? null : fold(report.address_text))],
  ['address_text__sort', 'text', (report) => (report.address_text === undefined ? null : sortKey(report.address_text))],
  ['lead_agency', 'text', (report) => report.lead_agency ?? null],
  ['reported_at', 'instant', (report) => instant(report.reported_at)],
  ['accepted_at', 'instant', (report) => instant(report.accepted_at)],
  ['answered_at', 'instant', (report) => instant(report.answered_at)],
  ['closed_at', 'instant', (report) => instant(report.closed_at)],
  ['original_due_at', 'instant', (report) => instant(report.original_due_at)],
  ['due_at', 'instant', (report) => instant(report.due_at)],
  ['status', 'text', (report) => report.status],
  ['resolution_type', 'text', (report) => report.resolution_type ?? null],
  ['is_public', 'boolean', (report) => report.is_public],
];

const table = 'd_field_reports__report';
const types = { text: 'text', number: 'double precision', instant: 'bigint', boolean: 'boolean' };
const names = columns.map(([name]) => name);
const update = [
  ...names.slice(1).map((name) => `${name} = excluded.${name}`),
  '_received_at = excluded._received_at',
  `_rev = ${table}._rev + 1`,
];
const into = `INSERT INTO ${table} (_rev, _sample, _received_at, ${names.join(', ')})`;
const upsert = `ON CONFLICT (report_code) DO UPDATE SET ${update.join(', ')}`;

/** INSERT of so many rows for SQLite; values: for each row the instant and its cells.
 * @param {number} rows */
export function insertValues(rows) {
  const tuple = `(1, 0, ${[...'?'.repeat(columns.length + 1)].join(', ')})`;
  return `${into} VALUES ${Array(rows).fill(tuple).join(', ')}`;
}

/** Upsert of so many rows for SQLite, with the same values.
 * @param {number} rows */
export function upsertValues(rows) {
  return `${insertValues(rows)} ${upsert}`;
}

/** INSERT of any number of rows for PostgreSQL; values: the instant and one list for each column. */
export const insertLists = `${into} SELECT 1, 0, $1::bigint, v.* FROM unnest(${columns.map(([, type], index) => `$${index + 2}::${types[type]}[]`).join(', ')}) AS v`;

/** Upsert of any number of rows for PostgreSQL, with the same values. */
export const upsertLists = `${insertLists} ${upsert}`;

/** Upsert of one row for PostgreSQL; values: the instant and its cells. */
export const upsertOne = `${into} VALUES (1, 0, ${[...names, ''].map((_, index) => `$${index + 1}`).join(', ')}) ${upsert}`;

/** @param {Report} report */
export function cellsOf(report) {
  return columns.map(([, , cell]) => cell(report));
}
