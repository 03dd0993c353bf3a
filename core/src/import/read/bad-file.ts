import { basename } from 'node:path';
import { HaidangError, type L10n } from '@haidang/sdk';

/** What is wrong with a file, and on which line when it is known. The reason names both, so that it can be shown alone. */
export function badFile({
  file,
  line,
  reason,
  cause,
}: {
  readonly file: string;
  readonly line?: number;
  readonly reason: Reason;
  readonly cause?: unknown;
}): HaidangError {
  const name = basename(file);
  const vi = line === undefined ? name : `${name}, dòng ${line}`;
  const en = line === undefined ? name : `${name}, line ${line}`;
  const details = { file, ...(line !== undefined && { line }), reason: { vi: `${vi}: ${reason.vi}`, en: `${en}: ${reason.en}` } };
  return new HaidangError('bad-file', details, cause === undefined ? undefined : { cause });
}

/** A sentence in both languages of the product. */
export interface Reason extends L10n {
  readonly en: string;
}
