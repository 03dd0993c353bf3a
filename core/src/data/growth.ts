import type { Database } from './database.ts';

/** New rows after which the planner is told of them; then each time as many have come again, but these at most. */
const [first, most] = [1_000, 50_000];

const grown = new WeakMap<Database, { added: number; due: number }>();

/** Notes new rows that are kept; now and then lets the planner know. */
export async function noteGrowth(database: Database, rows: number): Promise<void> {
  const growth = grown.get(database) ?? { added: 0, due: first };
  grown.set(database, growth);
  growth.added += rows;
  if (growth.added < growth.due) return;
  growth.due = growth.added + Math.min(growth.added, most);
  try {
    await database.dialect.tend(database.write);
  } catch {
    // The rows are kept, which is what the writer asked for; the planner is told with those that follow.
  }
}
