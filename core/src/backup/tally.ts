import { createHash } from 'node:crypto';

export interface Size {
  readonly bytes: number;
  readonly sha256: string;
}

/** Counts and hashes what passes by. */
export class Tally {
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #lines = 0;

  add(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) this.#lines++;
  }

  /** As a step of a pipeline. */
  async *of(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.add(chunk);
      yield chunk;
    }
  }

  /** As the end of a pipeline. */
  async all(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of chunks) this.add(chunk);
  }

  get lines(): number {
    return this.#lines;
  }

  /** To be asked once, at the end. */
  result(): Size {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}
