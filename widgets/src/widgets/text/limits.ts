/** Most characters of a text in one language: some four pages. */
export const longest = 10_000;

/** Quotes, lists and emphasis within one another; what is written deeper is shown as it is written. */
export const deepest = 8;
