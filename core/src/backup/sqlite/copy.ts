import type { Knex } from 'knex';
import type sqlite3 from 'sqlite3';
import { SqliteFile } from './file.ts';

/** What the types of the driver leave out: SQLite's online backup. */
interface OnlineBackup {
  readonly remaining: number;
  readonly pageCount: number;
  step(pages: number, done: (error: Error | null, isDone: boolean) => void): void;
  finish(done: (error: Error | null) => void): void;
}

type Connection = sqlite3.Database & { backup(file: string, done: (error: Error | null) => void): OnlineBackup };

/** Pages between two looks at how far it has come. */
const step = 2_000;

/** Copies an open database into a file, as it is at one moment, while others go on writing. */
export async function copyDatabase(read: Knex, file: string, progress: (share: number) => void): Promise<void> {
  const connection: Connection = await read.client.acquireConnection();
  const source = SqliteFile.of(connection);
  try {
    // What has been read stays as it is for this connection; without it the copy would begin anew after each write of others.
    await source.run('BEGIN');
    await source.run('SELECT count(*) FROM meta');
    await copy(connection, file, progress);
  } finally {
    await source.run('ROLLBACK').catch(() => undefined);
    await read.client.releaseConnection(connection);
  }
}

async function copy(connection: Connection, file: string, progress: (share: number) => void): Promise<void> {
  const backup = await new Promise<OnlineBackup>((resolve, reject) => {
    const opened: OnlineBackup = connection.backup(file, (error) => (error ? reject(error) : resolve(opened)));
  });
  const isDone = () =>
    new Promise<boolean>((resolve, reject) => backup.step(step, (error, done) => (error ? reject(error) : resolve(done))));
  try {
    while (!(await isDone())) progress(1 - backup.remaining / Math.max(backup.pageCount, 1));
  } finally {
    await new Promise<void>((resolve) => backup.finish(() => resolve()));
  }
}
