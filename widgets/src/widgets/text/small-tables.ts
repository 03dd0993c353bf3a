import { mostCells } from './limits.ts';

const rule = /^[ \t>|:-]*$/;
const blank = /^[ >]*$/;

/** Lines of a text whose tables have few cells. The reader of Markdown fills each short row up to the width of the head, so a table of few characters can have millions; the line under the head of such a table is made plain text, and with it the table. */
export function smallTables(lines: readonly string[]): readonly string[] {
  const below = linesBelow(lines);
  let left = mostCells;
  return lines.map((line, index) => {
    if (!rule.test(line) || !/[|:]/.test(line)) return line;
    const cells = (line.match(/-+/g)?.length ?? 0) * ((below[index] ?? 0) + 1);
    if (cells > left) return line.replace(/[|:-]/, '\\$&');
    left -= cells;
    return line;
  });
}

/** For each line, how many follow it until the next blank one. */
function linesBelow(lines: readonly string[]): readonly number[] {
  const below: number[] = [];
  let count = 0;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    below[index] = count;
    count = blank.test(lines[index] ?? '') ? 0 : count + 1;
  }
  return below;
}
