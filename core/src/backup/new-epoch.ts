import { randomBytes } from 'node:crypto';
import type { Sql } from '../data/dialect/dialect.ts';

/** Statements after which positions in the change log of before are not taken for ours: what has happened since the backup is not there. */
export function newEpoch(): readonly Sql[] {
  return [
    { sql: "UPDATE meta SET value = ? WHERE name = 'epoch'", values: [randomBytes(6).toString('hex')] },
    // Up to where the log was cut off, and where it stood hour by hour, is told in positions of before.
    { sql: "DELETE FROM meta WHERE name IN ('change_floor', 'change_marks')", values: [] },
  ];
}
