import type { Position } from '@haidang/sdk';
import { positionOf } from '../changes.ts';
import type { Database } from '../database.ts';
import type { Found, Reading } from './reading.ts';

/** Asks where the change log ends in what the reading sees. */
export function askHead(reading: Reading, database: Database): (found: Found) => Promise<Position> {
  const selected = reading.select({
    columns: [
      { name: 'tx', store: 'text' },
      { name: 'id', store: 'integer' },
    ],
    statement: { sql: database.dialect.changes.head, values: [] },
  });
  return (found) => {
    const [tx, id] = selected.rows(found)[0] ?? [];
    return positionOf(database, { tx, id });
  };
}
