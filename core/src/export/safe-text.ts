// What a spreadsheet may take for the start of a formula, in both widths; and the mark itself, so that it can be taken away again.
const risky = /^[\p{Z}\p{C}]*[=+\-@＝＋－＠]|^[\t\r\n']/u;
const mark = "'";

/** Text of a CSV cell that no spreadsheet takes for a formula: an apostrophe before every line that begins like one, also after spaces (OWASP, "CSV Injection"). */
export function safeText(text: string): string {
  return eachLine(text, (line, isFirst) => (risky.test(line) || (isFirst && /^[\r\n]/.test(text)) ? `${mark}${line}` : line));
}

/** The text again: `plainText(safeText(text))` is `text`. */
export function plainText(text: string): string {
  return eachLine(text, (line) => (line.startsWith(mark) ? line.slice(mark.length) : line));
}

function eachLine(text: string, change: (line: string, isFirst: boolean) => string): string {
  // Breaks stand at odd places.
  return text
    .split(/(\r\n|\r|\n)/)
    .map((part, index) => (index % 2 === 0 ? change(part, index === 0) : part))
    .join('');
}
