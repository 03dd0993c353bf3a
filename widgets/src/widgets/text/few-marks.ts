import { mostMarks } from './limits.ts';

/** Lines of a text with few marks of emphasis. For each of them the reader of Markdown looks through all that follow; those past the limit are made plain text. */
export function fewMarks(lines: readonly string[]): readonly string[] {
  let left = mostMarks;
  // What opens a list is no emphasis, and neither is what is plain text already.
  return lines.map((line) =>
    line.replace(/(^[ \t>]*[*+-](?=[ \t]))|\\.|[*_~]+/g, (found: string, opening: string | undefined) => {
      if (opening !== undefined || found.startsWith('\\')) return found;
      left -= 1;
      return left >= 0 ? found : found.replace(/./g, '\\$&');
    }),
  );
}
