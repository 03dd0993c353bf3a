import type { Knex } from 'knex';
import { claim, giveBack, keepAnswers } from '../receipts/once.ts';
import type { DataContext } from './context.ts';
import type { Post, PostView } from './post.ts';
import { readStored } from './stored.ts';
import type { Table } from './table.ts';
import type { Kept, Once } from './write.ts';

interface Given {
  readonly context: DataContext;
  readonly table: Table;
  /** By their line, from 0. */
  readonly posts: readonly Post[];
  /** Takes what the posts are answered, by line. */
  readonly answers: Map<number, PostView>;
}

/** What keeps posts that are kept together from being kept twice: each that has a receipt for itself. Nothing when none has. */
export function oncePosts({ context, table, posts, answers }: Given): Once | undefined {
  const { dialect } = context.database;
  const due = posts.flatMap(({ row, view, receipt }, line) => (receipt ? [{ line, row, view, receipt }] : []));
  if (due.length === 0) return undefined;
  return {
    async claim(connection: Knex) {
      answers.clear();
      const receipts = due.map(({ receipt }) => receipt);
      const first = await claim(connection, receipts);
      for (const { line, receipt } of due) {
        const answer = first.get(receipt);
        if (answer) answers.set(line, answer);
      }
      return new Set(answers.keys());
    },
    async keep(connection: Knex, { added, refused, stored }: Kept) {
      const refusedLines = new Set(refused.map(({ line }) => line));
      const own = due.filter(({ line }) => !answers.has(line));
      await giveBack(
        connection,
        own.filter(({ line }) => refusedLines.has(line)).map(({ receipt }) => receipt),
      );
      const kept = own.filter(({ line }) => !refusedLines.has(line));
      const rows = kept.map(({ row }) => row);
      const records = stored ?? (await readStored(connection, dialect, table, rows));
      const isNew = new Set(added.map(({ key }) => key));
      const sealed = kept.flatMap(({ line, row, view, receipt }) => {
        const record = records.get(row.key);
        if (!record) return [];
        const answer = { ...view(record), isNew: isNew.has(row.key) };
        answers.set(line, answer);
        return [receipt.sealed(answer)];
      });
      await keepAnswers(connection, dialect, sealed);
    },
  };
}
