import { appendFileSync } from 'node:fs';

/** Whether this run takes the long counts: `npm run test:full`. */
export const isFullRun = process.env.HAIDANG_FULL === '1';

/** A number that the usual run keeps small; what was taken is said at the end of the run. */
export function counted(name: string, { usual, full }: { readonly usual: number; readonly full: number }): number {
  const taken = isFullRun ? full : usual;
  said(`${name} ${taken}${isFullRun ? '' : ` (full run: ${full})`}`);
  return taken;
}

/** Says at the end of the run what was counted in it. */
export function said(words: string): void {
  const file = process.env.HAIDANG_COUNTS;
  if (file) appendFileSync(file, `count: ${words}\n`);
}
