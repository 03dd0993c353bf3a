import type { Knex } from 'knex';
import { run } from './statement.ts';

/** Names of the statements that connections keep. */
const statements = new Map<string, string>();
let named = 0;

/** Runs a statement of which there are few for each table; a connection parses and plans it once. When a table has other columns since, all are planned anew: at once, or when the transaction is tried again. */
export async function prepared(connection: Knex, sql: string, values: readonly unknown[]): Promise<Record<string, unknown>[]> {
  const name = statements.get(sql) ?? `haidang_${named++}`;
  statements.set(sql, name);
  try {
    return await run(connection, sql, values, { name });
  } catch (error) {
    if (!isOfOldPlan(error)) throw error;
    if (statements.get(sql) === name) statements.clear();
    if (connection.isTransaction) throw error;
    return prepared(connection, sql, values);
  }
}

/** A connection keeps a plan whose result has other types by now. */
export function isOfOldPlan(error: unknown): boolean {
  return codeOf(error) === '0A000' && error instanceof Error && 'routine' in error && error.routine === 'RevalidateCachedQuery';
}

/** What the database or the driver calls a failure. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
