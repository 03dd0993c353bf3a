import { HaidangError } from '@haidang/sdk';

/** A backup that is not as it was made, and therefore not restored. */
export function damaged(file: string, reason: { readonly vi: string; readonly en: string }, cause?: unknown): HaidangError {
  return new HaidangError('bad-file', { file, reason }, { cause });
}
