import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { lookWords } from './screens.mjs';

export const usage = `npm run screenshots -- [options]
  every page on desk, wall and phone, dark and light, in Vietnamese and English, each checked with axe
  --page SLUG        only this page (may be repeated)
  --only WORD        only desk, wall, phone, dark, light, vi or en (may be repeated)
  --out DIR          where the pictures go (a folder for temporary files otherwise)
  --server URL       pages of a running server instead of the example
  --docs             the pictures of docs/ instead`;

/** What the command line asks for.
 * @param {string[]} given */
export function readOptions(given) {
  const { values } = parseArgs({
    args: given,
    options: {
      page: { type: 'string', multiple: true, default: [] },
      only: { type: 'string', multiple: true, default: [] },
      out: { type: 'string', default: join(tmpdir(), 'haidang-screenshots') },
      server: { type: 'string' },
      docs: { type: 'boolean', default: false },
    },
  });
  const unknown = values.only.find((word) => !lookWords.includes(word));
  if (unknown !== undefined) throw new TypeError(`--only ${unknown}: write one of ${lookWords.join(', ')}`);
  return { ...values, out: resolve(values.out) };
}
