import type { ChangeLog } from './change-log.ts';

const end = "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'change'), 0)";

/** There is one writer, so ids are in commit order. */
export const sqliteChangeLog: ChangeLog = {
  transactionColumn: '',
  addTransaction: () => [],
  transaction: "'0'",
  order: ['id'],
  after: ({ id }) => ({ sql: 'id > ?', values: [Number(id)] }),
  upTo: ({ id }) => ({ sql: 'id <= ?', values: [Number(id)] }),
  head: `SELECT '0' AS tx, ${end} AS id`,
  since: (mark) => ({
    sql: `SELECT s.id AS mark, '0' AS head_tx, '0' AS end_tx, s.id AS end_id, s.floor, c.dataset, '0' AS tx, c.id
      FROM (SELECT ${end} AS id, (SELECT value FROM meta WHERE name = 'change_floor') AS floor) AS s
      LEFT JOIN (SELECT dataset, max(id) AS id FROM change WHERE id > CAST(? AS INTEGER) GROUP BY dataset) AS c ON true`,
    values: [mark ?? null],
  }),
  held: async () => undefined,
};
