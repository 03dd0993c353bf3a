/** A stable id, never used again: `w_7f3k9q2d`. */
export type Id<P extends string> = `${P}_${string}`;

/** Id of a page. */
export type PageId = Id<'pg'>;

/** Id of a section of a page. */
export type SectionId = Id<'sc'>;

/** Id of a widget on a page. */
export type WidgetId = Id<'w'>;

/** Fractional index, base 62: "a0" < "a0V" < "a1"; a move changes one rank. */
export type Rank = string;
