import { createHash, hash as hashed } from 'node:crypto';

/** A row of the audit log: its id, and all that its columns say in one text that says nothing else. */
export interface AuditRow {
  readonly id: number;
  readonly content: string;
}

/** The id of a row and a short digest of its content, by which a change is found without the rest. */
export type Mark = readonly [id: number, digest: string];

/** Up to which block the chain goes, and the hash that stands for all that is in it. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export interface Block extends Head {
  /** When it was sealed, ms. */
  readonly at: number;
  readonly marks: readonly Mark[];
}

/** Rows in a block at most. */
export const blockSize = 500;

/** The head of a chain without blocks. */
export const beginning: Head = { seq: 0, hash: '0'.repeat(64) };

export function markOf({ id, content }: AuditRow): Mark {
  return [id, sha256(content).slice(0, 16)];
}

/** The hash of a block that follows another: over that one's hash, its own number and time, and all that its rows say, which are given one after the other. */
export class BlockHash {
  readonly #hash = createHash('sha256');
  #separator = '';

  constructor(previous: string, { seq, at }: Pick<Block, 'seq' | 'at'>) {
    this.#hash.update(`${previous} ${seq} ${at}\n`);
  }

  add({ id, content }: AuditRow): void {
    this.#hash.update(`${this.#separator}${id} ${content}`);
    this.#separator = '\n';
  }

  /** To be asked once, at the end. */
  result(): string {
    return this.#hash.digest('hex');
  }
}

export function hashOf(previous: string, block: Pick<Block, 'seq' | 'at'>, rows: readonly AuditRow[]): string {
  const hash = new BlockHash(previous, block);
  for (const row of rows) hash.add(row);
  return hash.result();
}

/** Blocks of rows that follow on a head. */
export function sealed<R extends AuditRow>(
  head: Head,
  rows: readonly R[],
  at: number,
): readonly (Block & { readonly rows: readonly R[] })[] {
  const blocks: (Block & { readonly rows: readonly R[] })[] = [];
  let last = head;
  for (let from = 0; from < rows.length; from += blockSize) {
    const part = rows.slice(from, from + blockSize);
    const seq = last.seq + 1;
    const block = { seq, at, rows: part, marks: part.map(markOf), hash: hashOf(last.hash, { seq, at }, part) };
    blocks.push(block);
    last = block;
  }
  return blocks;
}

/** A head as people keep it: "17:9f86d0…". */
export function headText({ seq, hash }: Head): string {
  return `${seq}:${hash}`;
}

/** Reads a head that somebody kept; nothing when it is none. */
export function readHead(text: string): Head | undefined {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash };
}

function sha256(text: string): string {
  return hashed('sha256', text, 'hex');
}
