import { createHash } from 'node:crypto';
import { HaidangError } from '@haidang/sdk';
import { nameOf, Receipt } from './receipt.ts';

const visible = /^[\x21-\x7e]{1,200}$/;

/** The key under which somebody sends a write, and sends it again when no answer came. */
export class ReceiptKey {
  readonly #caller: string;
  readonly #key: string;

  /** Throws `bad-request` for what is no key. */
  constructor(caller: string, key: string) {
    if (!visible.test(key))
      throw new HaidangError('bad-request', {
        reason: {
          vi: 'Khoá chống lặp (Idempotency-Key) phải gồm 1 đến 200 ký tự ASCII nhìn thấy được, không có dấu cách.',
          en: 'An idempotency key (Idempotency-Key) has 1 to 200 visible ASCII characters and no spaces.',
        },
      });
    this.#caller = caller;
    this.#key = key;
  }

  /** Name of the receipt of a whole request. */
  get name(): string {
    return nameOf({ caller: this.#caller, key: this.#key });
  }

  /** An id for what the request makes, the same each time. */
  get id(): string {
    const hex = createHash('sha256').update(`id ${this.name}`).digest('hex');
    // A UUID of version 8 (RFC 9562), whose bits are the maker's own.
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  /** The receipt of a request, or of the part of it that is kept in a transaction of its own. */
  receipt<T>(request: string, part = ''): Receipt<T> {
    return new Receipt<T>({ caller: this.#caller, key: this.#key, part, request });
  }
}
