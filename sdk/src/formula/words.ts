/** Words for an instant or day. */
export const instants: ReadonlySet<string> = new Set(['now', 'today']);

/** Words for the newest business time of a dataset, behind `=`. */
export const newestWords: ReadonlySet<string> = new Set(['latest_date', 'latest_hour', 'latest_check', 'latest_round']);

/** Figures about the units that are asked about. */
export const unitFigures: ReadonlySet<string> = new Set(['pop', 'communes_total']);

/** Figures about a period: they take the word `period`. */
export const periodFigures: ReadonlySet<string> = new Set(['expected_records', 'expected_releases']);

/** Figures that the province keeps as values of an indicator of that code. */
export const keptFigures: ReadonlySet<string> = new Set(['legacy_users']);

/** Every figure that a formula may name without a dataset. */
export const figures: readonly string[] = [...unitFigures, ...periodFigures, ...keptFigures];

/** Tests on a row that ask other datasets. */
export const helpers: readonly string[] = ['on_track', 'on_calendar', 'in_alert_area'];

/** Words for a period, behind `in`; `next_90_days` stands for any number of days. */
export const periods: readonly string[] = ['period', 'today', 'this_week', 'last_week', 'this_year', 'year_to_date', 'next_90_days'];

/** Words for a period, behind `in`: `period` is that of the query; `next_90_days` starts today. */
export function isPeriodWord(word: string): boolean {
  return periods.includes(word) || /^next_[1-9]\d{0,3}_days$/.test(word);
}
