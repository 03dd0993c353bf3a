import type { Knex } from 'knex';
import type { CopyStreamQuery, CopyToStreamQuery } from 'pg-copy-streams';

/** The driver's own connection, which takes streams. */
export interface RawConnection {
  query<S extends CopyStreamQuery | CopyToStreamQuery>(stream: S): S;
  readonly connection: { readonly stream: { destroy(): void } };
}

/** Works on the connection of a transaction itself. One on which a stream broke off is given up: what is left of the stream would come before every answer. */
export async function onConnection<T>(connection: Knex, work: (raw: RawConnection) => Promise<T>): Promise<T> {
  const raw: RawConnection = await connection.client.acquireConnection();
  try {
    return await work(raw);
  } catch (error) {
    raw.connection.stream.destroy();
    throw error;
  } finally {
    await connection.client.releaseConnection(raw);
  }
}

/** Runs work in a transaction that `open` begins. When the work fails, its fault is told and not that of taking it back on a connection that was given up. */
export async function inTransaction<T>(
  open: (work: (connection: Knex) => Promise<T>) => Promise<T>,
  work: (connection: Knex) => Promise<T>,
): Promise<T> {
  const faults: unknown[] = [];
  try {
    return await open((connection) =>
      work(connection).catch((fault: unknown) => {
        faults.push(fault);
        throw fault;
      }),
    );
  } catch (error) {
    throw faults[0] ?? error;
  }
}
