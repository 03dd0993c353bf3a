import { appendFileSync } from 'node:fs';

/** Whether this run takes the long counts: `npm run test:full`. */
export const isFullRun = process.env.HAIDANG_FULL === '1';

/** A number that the usual run keeps small; what was taken is said at the end of the run. */
export function counted(name: string, { usual, full }: { readonly usual: number; readonly full: number }): number {
  const taken = isFullRun ? full : usual;
  const file = process.env.HAIDANG_COUNTS;
  if (file) appendFileSync(file, `count: ${name} ${taken}${isFullRun ? '' : ` (full run: ${full})`}\n`);
  return taken;
}
