import { basename } from 'node:path';
import { HaidangError, type L10n } from '@haidang/sdk';

/** What is wrong with a file, and on which line and in which element of an array when it is known. The reason names them, so that it can be shown alone. */
export function badFile({
  file,
  line,
  element,
  reason,
  cause,
}: {
  readonly file: string;
  readonly line?: number;
  readonly element?: number;
  readonly reason: Reason;
  readonly cause?: unknown;
}): HaidangError {
  const name = basename(file);
  const place = (lineWord: string, elementWord: string) =>
    [name, line !== undefined && `${lineWord} ${line}`, element !== undefined && `${elementWord} ${element}`].filter(Boolean).join(', ');
  const vi = place('dòng', 'phần tử');
  const en = place('line', 'element');
  const numbers = { ...(line !== undefined && { line }), ...(element !== undefined && { element }) };
  const details = { file, ...numbers, reason: { vi: `${vi}: ${reason.vi}`, en: `${en}: ${reason.en}` } };
  return new HaidangError('bad-file', details, cause === undefined ? undefined : { cause });
}

/** A sentence in both languages of the product. */
export interface Reason extends L10n {
  readonly en: string;
}
