import type { CellRichTextValue } from 'exceljs';

/** Characters that Excel keeps in a cell. */
const mostCharacters = 32_767;

// What would not come back as it was: nothing, spaces at the ends, "&lt;", "_x0041_", and characters that XML cannot hold.
const delicate = /^$|^\s|\s$|&[a-z]*;|_x[0-9A-Fa-f]{4}_|(?![\t\n])[\p{Cc}\p{Cs}\ufffe\uffff]/u;

/** Text of a cell, cut where Excel would cut it; delicate text as a run, which alone keeps it (ISO/IEC 29500-1 §22.9.2.19). */
export function sheetText(text: string): string | CellRichTextValue {
  const whole = text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text;
  return delicate.test(whole) ? { richText: [{ text: escaped(whole) }] } : whole;
}

/** Characters that XML cannot hold as "_x0001_", and what looks like one of these too. */
function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      /(?![\t\n])[\p{Cc}\p{Cs}\ufffe\uffff]/gu,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    );
}
