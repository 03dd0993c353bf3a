import type { Database } from '../data/database.ts';
import { type Block, BlockHash, beginning, type Head, markOf } from './chain.ts';
import { countUnsealed, readAhead, readBlocks, readIds, readRows, readSealed, type Sealed } from './log.ts';

/** What is wrong with a row of the audit log. */
export interface RowFault {
  readonly kind: 'edited' | 'removed' | 'inserted' | 'reordered' | 'sealed-twice';
  readonly row: number;
  /** The block that it stands in; absent for one that is in none, or in two. */
  readonly block?: number;
}

/** What is wrong with the chain itself: a block is not as it was sealed or is not there; a head that was kept elsewhere is not in it. */
export interface ChainFault {
  readonly kind: 'block-edited' | 'block-removed' | 'head-missing';
  readonly block: number;
}

export interface Verification {
  readonly head: Head;
  readonly blocks: number;
  /** Rows that are sealed. */
  readonly rows: number;
  readonly unsealed: number;
  /** Since when the oldest row waits to be sealed, ms. */
  readonly unsealedSince?: number;
  /** In the order of the log; `more` were found beyond those listed. */
  readonly faults: readonly (RowFault | ChainFault)[];
  readonly more: number;
}

interface Options {
  readonly database: Database;
  /** Heads that were kept outside the database. */
  readonly heads?: readonly Head[];
}

/** Blocks that are read together. */
const together = 20;
const idsTogether = 20_000;
/** Faults that are listed at most. */
const mostFaults = 1_000;

/** Compares the audit log with its chain. It may be written meanwhile: what was sealed when it began is looked at. */
export async function verifyAudit(options: Options): Promise<Verification> {
  const { database } = options;
  const end = await readSealed(database.read);
  const walk = new Walk(options, end);
  await walk.blocks();
  await walk.rowsBetween();
  await walk.rowsAhead();
  const unsealed = await countUnsealed(database, end.place);
  return {
    head: { seq: end.seq, hash: end.hash },
    ...walk.result(),
    unsealed: unsealed.rows,
    ...(unsealed.oldest !== undefined && { unsealedSince: unsealed.oldest }),
  };
}

/** A row that is not as it was sealed, with what it should say and what it says. */
interface Odd {
  readonly row: number;
  readonly block?: number;
  readonly sealed?: string;
  readonly found?: string;
}

class Walk {
  readonly #options: Options;
  readonly #end: Sealed;
  readonly #heads: Map<number, Set<string>>;
  readonly #ids: number[] = [];
  readonly #odd: Odd[] = [];
  readonly #faults: ChainFault[] = [];
  readonly #misplaced: RowFault[] = [];
  #blocks = 0;

  constructor(options: Options, end: Sealed) {
    this.#options = options;
    this.#end = end;
    this.#heads = new Map();
    for (const { seq, hash } of options.heads ?? []) this.#heads.set(seq, (this.#heads.get(seq) ?? new Set()).add(hash));
    this.#heads.get(0)?.delete(beginning.hash);
  }

  /** Goes along the chain and looks at the rows of each block. */
  async blocks(): Promise<void> {
    const { database } = this.#options;
    let last: Head = beginning;
    for (;;) {
      const blocks = await readBlocks(database, last.seq, together);
      for (const block of blocks) {
        if (block.seq > this.#end.seq) break;
        for (let missing = last.seq + 1; missing < block.seq; missing++) this.#faults.push({ kind: 'block-removed', block: missing });
        await this.#block(block, block.seq === last.seq + 1 ? last : undefined);
        last = block;
      }
      if (blocks.length < together || last.seq >= this.#end.seq) break;
    }
    for (const [block, hashes] of this.#heads) if (hashes.size > 0) this.#faults.push({ kind: 'head-missing', block });
  }

  /** `before` is unknown where a block is missing. */
  async #block(block: Block, before: Head | undefined): Promise<void> {
    const { seq, marks, hash } = block;
    this.#blocks++;
    const digests = new Map<number, string>();
    const expected = before && new BlockHash(before.hash, block);
    const ids = marks.map(([id]) => id);
    for await (const rows of readRows(this.#options.database, ids)) {
      for (const row of rows) {
        digests.set(row.id, markOf(row)[1]);
        expected?.add(row);
      }
    }
    let isWhole = true;
    for (const [id, digest] of marks) {
      this.#ids.push(id);
      const found = digests.get(id);
      if (found === digest) continue;
      isWhole = false;
      this.#odd.push({ row: id, block: seq, sealed: digest, ...(found !== undefined && { found }) });
    }
    // Where rows differ the hash differs with them, and the rows have been named.
    if (marks.length === 0 || (isWhole && expected && expected.result() !== hash)) this.#faults.push({ kind: 'block-edited', block: seq });
    this.#heads.get(seq)?.delete(hash);
  }

  /** Looks for rows that stand among the sealed ones and are in no block. */
  async rowsBetween(): Promise<void> {
    const { database } = this.#options;
    const sealedIds = Float64Array.from(this.#ids).sort();
    for (let index = 1; index < sealedIds.length; index++) {
      const row = sealedIds[index];
      if (row !== undefined && row === sealedIds[index - 1]) this.#misplaced.push({ kind: 'sealed-twice', row });
    }
    let index = 0;
    for (let after: number | undefined; ; ) {
      const ids = await readIds(database, this.#end.place, after, idsTogether);
      const strange: number[] = [];
      for (const id of ids) {
        while ((sealedIds[index] ?? Number.POSITIVE_INFINITY) < id) index++;
        if (sealedIds[index] !== id) strange.push(id);
      }
      await this.#inserted(strange);
      if (ids.length < idsTogether) return;
      after = ids.at(-1) ?? after;
    }
  }

  /** Looks for rows that stand after all that can be, where nothing would seal them. */
  async rowsAhead(): Promise<void> {
    const ahead = new Set(await readAhead(this.#options.database, this.#end.place, mostFaults));
    const sealed = this.#ids.filter((id) => ahead.delete(id));
    for (const row of sealed) this.#misplaced.push({ kind: 'reordered', row });
    await this.#inserted([...ahead]);
  }

  /** Notes rows that are in no block, with what they say. */
  async #inserted(ids: readonly number[]): Promise<void> {
    const digests = new Map<number, string>();
    for await (const rows of readRows(this.#options.database, ids.slice(0, mostFaults)))
      for (const row of rows) digests.set(row.id, markOf(row)[1]);
    for (const row of ids) {
      const found = digests.get(row);
      this.#odd.push({ row, ...(found !== undefined && { found }) });
    }
  }

  result(): Pick<Verification, 'blocks' | 'rows' | 'faults' | 'more'> {
    // Rows of a block that is gone stand in none, as if somebody had put them there.
    const isGap = this.#faults.some(({ kind }) => kind === 'block-removed');
    const faults = [...rowFaults(this.#odd).filter(({ kind }) => kind !== 'inserted' || !isGap), ...this.#faults, ...this.#misplaced];
    const place = ({ block = Number.POSITIVE_INFINITY }: RowFault | ChainFault) => block;
    faults.sort((a, b) => place(a) - place(b));
    return {
      blocks: this.#blocks,
      rows: this.#ids.length,
      faults: faults.slice(0, mostFaults),
      more: Math.max(faults.length - mostFaults, 0),
    };
  }
}

/** Tells what became of rows that are not as they were sealed: what says what another one said has changed its place. */
function rowFaults(odd: readonly Odd[]): RowFault[] {
  const sealed = new Set(odd.map(({ sealed }) => sealed));
  const found = new Set(odd.map(({ found }) => found));
  return odd.map(({ row, block, ...is }): RowFault => {
    const isMoved = (is.found !== undefined && sealed.has(is.found)) || (is.sealed !== undefined && found.has(is.sealed));
    const kind = isMoved ? 'reordered' : is.sealed === undefined ? 'inserted' : is.found === undefined ? 'removed' : 'edited';
    return { kind, row, ...(block !== undefined && { block }) };
  });
}
