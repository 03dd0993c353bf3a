import { HaidangError } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { Row, StoredRow } from './cells.ts';
import type { DataContext } from './context.ts';
import { Gathering } from './gathering.ts';
import { type IncomingRow, type Refusal, readIncoming } from './incoming.ts';
import { isScoped, scopeKey } from './query/authorise.ts';
import { canonical } from './query/canonical.ts';
import { Source } from './query/source.ts';
import { getRecord, permit, type RecordView, view } from './record.ts';
import { readStored } from './stored.ts';
import { system, type Table } from './table.ts';
import { keepIncoming, tableFor } from './write.ts';

/** Records in one transaction. */
const most = 200;

interface Posted {
  readonly refusal?: Refusal;
  readonly isNew: boolean;
  /** Records that were written together, as they then stand, by key. */
  found(): Promise<ReadonlyMap<unknown, StoredRow>>;
}

type Posts = Gathering<IncomingRow, Posted>;
const gatherings = new WeakMap<DataContext, Map<string, Posts>>();

/** Writes one record by its key and gives it as it then stands. Records that one caller posts at the same time are kept in one transaction, each accepted or refused for itself. */
export async function postRecord(
  context: DataContext,
  { dataset, row, caller }: { readonly dataset: string; readonly row: Row; readonly caller: Caller },
): Promise<RecordView & { readonly isNew: boolean }> {
  const table = tableFor(context, dataset);
  permit(caller, dataset, 'write');
  const { incoming, refused } = readIncoming(table, context.database.dialect, [{ line: 1, row }]);
  const [only] = incoming;
  if (!only) throw notKept(refused);
  const { refusal, isNew, found } = await postsOf(context, table, caller).add(only);
  if (refusal) throw notKept([{ ...refusal, line: 1 }]);
  permit(caller, dataset, 'read');
  const stored = (await found()).get(only.key);
  if (!stored) throw new HaidangError('not-found', { dataset });
  // Somebody may have moved it out of the caller's rows since.
  const seen = isScoped(table.entry, caller)
    ? await getRecord(context, { dataset, id: Number(stored[system.id]), caller })
    : view(context, table, caller, stored);
  return { ...seen, isNew };
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
    const work = (rows: readonly IncomingRow[]) => keepPosts(context, table, caller, rows);
    posts = new Gathering({
      work,
      keyOf: ({ key }) => key,
      isOfItem: (error) => error instanceof HaidangError || context.database.dialect.isOfRow(error),
      most,
      lanes: context.database.dialect.writers,
      idle: () => ofContext.delete(name),
    });
    ofContext.set(name, posts);
  }
  return posts;
}

async function keepPosts(context: DataContext, table: Table, caller: Caller, rows: readonly IncomingRow[]): Promise<readonly Posted[]> {
  const numbered = rows.map((row, index) => ({ ...row, line: index }));
  const { added, refused, stored } = await keepIncoming(
    { context, table, caller, sample: false, action: 'write', isShown: true },
    numbered,
  );
  const refusals = new Map(refused.map((refusal) => [refusal.line, refusal]));
  // Asked once for all, and while the next are written already.
  let answer = stored && Promise.resolve(stored);
  const found = () => {
    answer ??= readStored(context.database.read, context.database.dialect, table, numbered);
    return answer;
  };
  return numbered.map(({ key, line }) => {
    const refusal = refusals.get(line);
    return { isNew: added.has(key), found, ...(refusal && { refusal }) };
  });
}
