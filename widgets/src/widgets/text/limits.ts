/** Most characters of a text in one language: some four pages. */
export const longest = 10_000;

/** Quotes, lists and emphasis within one another; what is written deeper is shown as it is written. */
export const deepest = 8;

/** Cells of all tables of a text, those that its short rows lack too; a table beyond them is shown as it is written. */
export const mostCells = 2000;

/** Runs of marks of emphasis in a text; what is marked further on is shown as it is written. */
export const mostMarks = 1000;
