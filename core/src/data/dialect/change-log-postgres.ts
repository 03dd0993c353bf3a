import type { ChangeLog, Hold, LogPlace } from './change-log.ts';

/** Ids and transaction numbers are given before commit, so a smaller one may appear later: rows are certain below the oldest transaction that is open, and two snapshots tell what came between them. */
export const postgresChangeLog: ChangeLog = {
  transactionColumn: ', tx xid8 NOT NULL DEFAULT pg_current_xact_id()',
  // Rows that are there already are older than all that come.
  addTransaction: (table) => [
    `ALTER TABLE "${table}" ADD COLUMN tx xid8 NOT NULL DEFAULT '0'`,
    `ALTER TABLE "${table}" ALTER COLUMN tx SET DEFAULT pg_current_xact_id()`,
  ],
  transaction: 'tx::text',
  order: ['tx', 'id'],
  after: (place) => ({
    sql: '(tx, id) > (?::xid8, ?::bigint) AND tx < pg_snapshot_xmin(pg_current_snapshot())',
    values: valuesOf(place),
  }),
  upTo: (place) => ({ sql: '(tx, id) <= (?::xid8, ?::bigint)', values: valuesOf(place) }),
  head: 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS tx, 0 AS id',
  since: (mark) => ({
    sql: `SELECT s.now::text AS mark, pg_snapshot_xmin(s.now)::text AS head_tx, pg_snapshot_xmax(s.now)::text AS end_tx, 0 AS end_id,
        (SELECT value FROM meta WHERE name = 'change_floor') AS floor, c.dataset, c.tx::text AS tx, c.id
      FROM (SELECT pg_current_snapshot() AS now, ?::pg_snapshot AS before) s LEFT JOIN LATERAL (
        SELECT dataset, max(tx::text::bigint) AS tx, max(id) AS id FROM (
          SELECT dataset, tx, id FROM change WHERE tx >= pg_snapshot_xmax(s.before) AND tx < pg_snapshot_xmax(s.now)
          UNION ALL SELECT dataset, tx, id FROM change WHERE tx = ANY (ARRAY(SELECT pg_snapshot_xip(s.before)))) AS fresh
        GROUP BY dataset) AS c ON true`,
    values: [mark ?? null],
  }),

  // Of sessions of other users only a privileged one is told more than the process. A transaction that was prepared has no session.
  async held(read) {
    const { rows }: { rows: { mark: string; holder: string | null }[] } = await read.raw(
      `SELECT s.oldest::text AS mark, coalesce(
          (SELECT 'process ' || a.pid || ' of PostgreSQL' FROM pg_stat_activity AS a WHERE a.backend_xid = s.oldest::xid LIMIT 1),
          (SELECT 'a prepared transaction' FROM pg_prepared_xacts AS p WHERE p.transaction = s.oldest::xid LIMIT 1)) AS holder
        FROM (SELECT pg_snapshot_xmin(now) AS oldest, pg_snapshot_xmax(now) AS newest FROM pg_current_snapshot() AS now) AS s WHERE s.oldest < s.newest`,
    );
    return rows.map(({ mark, holder }): Hold => ({ mark, ...(holder !== null && { holder }) }))[0];
  },
};

function valuesOf({ transaction, id }: LogPlace): readonly string[] {
  return [String(transaction), String(id)];
}
