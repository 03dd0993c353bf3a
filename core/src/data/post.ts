import { HaidangError } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { Receipt } from '../receipts/receipt.ts';
import type { Row, StoredRow } from './cells.ts';
import type { DataContext } from './context.ts';
import { Gathering } from './gathering.ts';
import { type IncomingRow, type Refusal, readIncoming } from './incoming.ts';
import { oncePosts } from './once-posts.ts';
import { isScoped, scopeKey } from './query/authorise.ts';
import { canonical } from './query/canonical.ts';
import { Source } from './query/source.ts';
import { findRecord, permit, type RecordView, view } from './record.ts';
import { readStored } from './stored.ts';
import { system, type Table } from './table.ts';
import { keepIncoming, tableFor } from './write.ts';

/** Records in one transaction. */
const most = 200;

/** A record as its poster may see it, and whether the post has made it. */
export type PostView = RecordView & { readonly isNew: boolean };

/** A record that is posted; with a receipt once. */
export interface Post {
  readonly row: IncomingRow;
  readonly receipt: Receipt<PostView> | undefined;
  /** The record as the poster may see it. */
  view(stored: StoredRow): RecordView;
}

interface Posted {
  readonly refusal?: Refusal;
  /** What the first post of a receipt was answered. */
  readonly answer?: PostView;
  readonly isNew: boolean;
  /** Records that were written together, as they then stand, by key. */
  found(): Promise<ReadonlyMap<unknown, StoredRow>>;
}

type Posts = Gathering<Post, Posted>;
const gatherings = new WeakMap<DataContext, Map<string, Posts>>();
/** Tables of which the last posts were not all new. */
const changing = new WeakSet<Table>();

export interface PostRequest {
  readonly dataset: string;
  readonly row: Row;
  readonly caller: Caller;
  readonly receipt?: Receipt<PostView> | undefined;
}

/** Writes one record by its key and gives it as it then stands. Records that one caller posts at the same time are kept in one transaction, each accepted or refused for itself. */
export async function postRecord(context: DataContext, { dataset, row, caller, receipt }: PostRequest): Promise<PostView> {
  const table = tableFor(context, dataset);
  permit(caller, dataset, 'write');
  const { incoming, refused } = readIncoming(table, context.database.dialect, [{ line: 1, row }]);
  const [only] = incoming;
  if (!only) throw notKept(refused);
  const viewed = (stored: StoredRow) => view(context, table, caller, stored);
  const { refusal, answer, isNew, found } = await postsOf(context, table, caller).add({ row: only, receipt, view: viewed });
  if (refusal) throw notKept([{ ...refusal, line: 1 }]);
  if (answer) return answer;
  const stored = (await found()).get(only.key);
  if (!stored) throw new HaidangError('not-found', { dataset });
  // Somebody may have moved it out of the caller's rows since.
  const one = { dataset, id: Number(stored[system.id]), caller };
  const seen = isScoped(table.entry, caller) ? await findRecord(context, context.database.read, table, one) : stored;
  return { ...viewed(seen), isNew };
}

function notKept(refused: readonly Refusal[]): HaidangError {
  const [{ field, reason = '' } = {}] = refused;
  return new HaidangError('validation-failed', { refused, reason: field ? `${field}: ${reason}` : reason });
}

/** Posts to one table by callers who are the same to the database. */
function postsOf(context: DataContext, table: Table, caller: Caller): Posts {
  const dataset = table.entry.name;
  const ofContext = gatherings.get(context) ?? new Map<string, Posts>();
  gatherings.set(context, ofContext);
  // A scope may go through what rows refer to.
  const name = canonical([dataset, caller.id, scopeKey(new Source(context, caller, dataset, 'scope'))]);
  let posts = ofContext.get(name);
  if (!posts) {
    const work = (waiting: readonly Post[]) => keepPosts(context, table, caller, waiting);
    posts = new Gathering({
      work,
      keyOf: ({ row }) => row.key,
      isOfItem: (error) => error instanceof HaidangError || context.database.dialect.isOfRow(error),
      most,
      lanes: context.database.dialect.writers,
      idle: () => ofContext.delete(name),
    });
    ofContext.set(name, posts);
  }
  return posts;
}

async function keepPosts(context: DataContext, table: Table, caller: Caller, posts: readonly Post[]): Promise<readonly Posted[]> {
  const numbered = posts.map(({ row }, index) => ({ ...row, line: index }));
  const answers = new Map<number, PostView>();
  const once = oncePosts({ context, table, posts, answers });
  const { added, refused, stored } = await keepIncoming(
    { context, table, caller, sample: false, action: 'write', isShown: true, areLikelyNew: !changing.has(table), ...(once && { once }) },
    numbered,
  );
  const isNew = new Set(added.map(({ key }) => key));
  if (isNew.size < posts.length) changing.add(table);
  else changing.delete(table);
  const refusals = new Map(refused.map((refusal) => [refusal.line, refusal]));
  // Asked once for all, and while the next are written already.
  let answer = stored && Promise.resolve(stored);
  const found = () => {
    answer ??= readStored(context.database.read, context.database.dialect, table, numbered);
    return answer;
  };
  return numbered.map(({ key, line }) => {
    const [refusal, answer] = [refusals.get(line), answers.get(line)];
    return { isNew: isNew.has(key), found, ...(refusal && { refusal }), ...(answer && { answer }) };
  });
}
