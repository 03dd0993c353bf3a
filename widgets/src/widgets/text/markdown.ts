import { Lexer, type Token } from 'marked';
import { fewMarks } from './few-marks.ts';
import { deepest, longest } from './limits.ts';
import { smallTables } from './small-tables.ts';

const marker = /[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))/y;

/** The blocks of a text. Only read, never turned into HTML: tags in the text are text. */
export function blocksOf(text: string): readonly Token[] {
  const lines = text
    .normalize('NFC')
    .slice(0, longest)
    .split(/\r\n|\r|\n/);
  return Lexer.lex(fewMarks(smallTables(lines.map(shallow))).join('\n'), { gfm: true, breaks: true });
}

/** The reader of Markdown calls itself for each mark that opens a line; a line of nothing else would exhaust it. */
function shallow(line: string): string {
  marker.lastIndex = 0;
  let end = 0;
  for (let depth = 0; depth < deepest; depth += 1) {
    if (!marker.test(line)) return line;
    end = marker.lastIndex;
  }
  return marker.test(line) ? `${line.slice(0, end)} \\${line.slice(end).trimStart()}` : line;
}
