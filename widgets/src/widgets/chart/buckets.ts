import type { Grain } from '@haidang/sdk';

/** Steps of time that a column can be grouped by. */
export type TimeGrain = Exclude<Grain, 'ward' | 'province'>;

const hour = 3_600_000;
const day = 24 * hour;
const most = 2000;

// Year, then month and day, then hour and minute; what follows is seconds and offset.
const shape = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2}))?)?)?/;

/** Wall clock of a time of the server as milliseconds, counted as if it were UTC: bounds of periods are wall-clock bounds. The server writes local times with their offset, so the digits are already local. */
export function wallClock(text: string): number | undefined {
  const found = shape.exec(text);
  if (!found) return undefined;
  const [, years, months = '01', days = '01', hours = '00', minutes = '00'] = found;
  const local = Date.UTC(Number(years), Number(months) - 1, Number(days), Number(hours), Number(minutes));
  return text.endsWith('Z') ? local + 7 * hour : local;
}

/** Start of the step of time that holds the wall-clock time. */
export function bucketStart(at: number, grain: TimeGrain): number {
  if (grain === 'hour') return Math.floor(at / hour) * hour;
  const midnight = Math.floor(at / day) * day;
  if (grain === 'day') return midnight;
  const date = new Date(midnight);
  if (grain === 'week') return midnight - ((date.getUTCDay() + 6) % 7) * day;
  const month = date.getUTCMonth();
  if (grain === 'month') return Date.UTC(date.getUTCFullYear(), month);
  if (grain === 'quarter') return Date.UTC(date.getUTCFullYear(), month - (month % 3));
  return Date.UTC(date.getUTCFullYear(), 0);
}

const cutShape = /^(\d{1,2})T(\d{2}):(\d{2})$/;

/** How long after the first of the month before a reporting month begins, ms; 0 where months are those of the calendar, or the step is no month. */
export function cutOf(month: string | undefined, grain: TimeGrain): number {
  const found = cutShape.exec(month ?? '');
  if (!found || grain === 'hour' || grain === 'day' || grain === 'week') return 0;
  return (Number(found[1]) - 1) * day + Number(found[2]) * hour + Number(found[3]) * 60_000;
}

/** First day of the month that the reports call so; the time itself where nothing is cut. */
export function reported(at: number, cut: number): number {
  const date = new Date(at - cut);
  return cut === 0 ? at : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** When a step that is named by its first month begins. */
export function beginning(start: number, cut: number): number {
  const date = new Date(start);
  return cut === 0 ? start : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1) + cut;
}

/** Start of the step after the one that starts here. */
export function nextBucket(start: number, grain: TimeGrain): number {
  if (grain === 'hour') return start + hour;
  if (grain === 'day') return start + day;
  if (grain === 'week') return start + 7 * day;
  const date = new Date(start);
  const months = { month: 1, quarter: 3, year: 12 }[grain];
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months);
}

/** Starts of all steps from the first time to the last, both included; at most 2,000. */
export function bucketsBetween(first: number, last: number, grain: TimeGrain): readonly number[] {
  const starts: number[] = [];
  for (let start = bucketStart(first, grain); start <= last && starts.length < most; start = nextBucket(start, grain)) starts.push(start);
  return starts;
}
