import type { Knex } from 'knex';
import type { Database } from '../data/database.ts';

/** Runs `work` in one transaction that writes and holds the lock of a job: of all processes on this database one at a time does it, the others get `undefined` at once. Lock, work and commit stand and fall together: a process that was stopped in the middle loses connection and lock within 10 s and cannot commit when it wakes. Work that lost a race with other writers is done again from its beginning. */
export function aloneWriting<T>(database: Database, name: string, work: (connection: Knex) => Promise<T>): Promise<T | undefined> {
  return database.dialect.aloneWriting(database.write, name, work);
}
