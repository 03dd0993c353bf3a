import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { HaidangError } from '@haidang/sdk';

const cipher = 'aes-256-gcm';
const [secretBytes, ivBytes, tagBytes] = [32, 12, 16];

/** A receipt as the database has it. Who holds the database and not the key can read neither the request nor the answer. */
export interface StoredReceipt {
  readonly name: string;
  readonly request: string;
  readonly answer: string;
}

interface Given {
  /** Who writes: the keys of one are not those of another. */
  readonly caller: string;
  readonly key: string;
  /** Names one of several transactions of a request. */
  readonly part?: string;
  /** What is asked, as a text that is equal for equal requests. */
  readonly request: string;
}

/** The receipt of one write: who sends the same again under the same key gets the first answer, and nothing is done a second time. */
export class Receipt<T> {
  /** Found by it in the database. */
  readonly name: string;
  /** Equal for equal requests under one key. */
  readonly request: string;
  /** Whether the answer is that of an earlier request. */
  isReplayed = false;
  readonly #secret: Buffer;

  constructor({ caller, key, part, request }: Given) {
    this.name = nameOf({ caller, key, part });
    const secrets = Buffer.from(hkdfSync('sha256', key, caller, `haidang receipt ${this.name}`, 2 * secretBytes));
    this.#secret = secrets.subarray(0, secretBytes);
    this.request = createHmac('sha256', secrets.subarray(secretBytes)).update(request).digest('base64url');
  }

  /** The receipt with its answer, sealed. */
  sealed(answer: T): StoredReceipt {
    const { name, request } = this;
    const iv = randomBytes(ivBytes);
    const sealing = createCipheriv(cipher, this.#secret, iv).setAAD(this.#label());
    const sealed = Buffer.concat([sealing.update(JSON.stringify(answer)), sealing.final()]);
    return { name, request, answer: Buffer.concat([iv, sealing.getAuthTag(), sealed]).toString('base64') };
  }

  /** The first answer. Throws `idempotency-mismatch` when it answered another request. */
  opened({ request, answer }: StoredReceipt): T {
    if (request !== this.request) throw new HaidangError('idempotency-mismatch');
    const bytes = Buffer.from(answer, 'base64');
    const opening = createDecipheriv(cipher, this.#secret, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
    opening.setAAD(this.#label()).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    const text = Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()]).toString();
    return JSON.parse(text) as T;
  }

  /** An answer that was moved to another row does not open. */
  #label(): Buffer {
    return Buffer.from(`${this.name} ${this.request}`);
  }
}

/** The name of a receipt, from which the key cannot be had. */
export function nameOf({
  caller,
  key,
  part = '',
}: {
  readonly caller: string;
  readonly key: string;
  readonly part?: string | undefined;
}): string {
  return createHash('sha256')
    .update(JSON.stringify(['haidang receipt', caller, key, part]))
    .digest('base64url');
}
