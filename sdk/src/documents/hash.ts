import { createHash } from 'node:crypto';
import { canonical } from './canonical.ts';

/** SHA-256 of bytes or text as `sha256-<base64>`, the form of Subresource Integrity (W3C). */
export function sha256(content: string | Uint8Array): `sha256-${string}` {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}

/** SHA-256 of a document's canonical form: what a revision is known by. */
export function hash(document: unknown): `sha256-${string}` {
  return sha256(canonical(document));
}
