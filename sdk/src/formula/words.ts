/** Words for an instant or day. */
export const instants = new Set(['now', 'today']);

const periods = new Set(['period', 'today', 'this_week', 'last_week', 'this_year', 'year_to_date']);

/** Words for a period, behind `in`: `period` is that of the query; `next_90_days` starts today. */
export function isPeriodWord(word: string): boolean {
  return periods.has(word) || /^next_[1-9]\d{0,3}_days$/.test(word);
}

/** Words of the language that nothing computes yet. */
export const unsupportedValues = new Set(['latest_date', 'latest_hour', 'latest_check', 'latest_round', 'plan', 'path', 'same_period']);
export const unsupportedConstants = new Set(['pop', 'communes_total', 'legacy_users', 'expected_releases', 'expected_records']);
export const unsupportedHelpers = new Set(['on_track', 'on_calendar', 'in_alert_area']);
