/** Time zone of every jurisdiction; the browser's own zone never counts. */
export const zone = 'Asia/Ho_Chi_Minh';

/** A moment on the wall clock of the jurisdiction. `weekday` counts from Monday, 1, to Sunday, 7; `time` is absent for a plain date. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly time?: { readonly hour: number; readonly minute: number; readonly second: number };
}

/** A moment: an ISO 8601 instant or date, or milliseconds since 1970. */
export type Moment = string | number;

const plainDate = /^(\d{4})-(\d{2})-(\d{2})$/;

const clock = new Intl.DateTimeFormat('en-US', {
  timeZone: zone,
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

/** Wall clock of a moment; nothing when the text is no date. */
export function civilOf(moment: Moment): Civil | undefined {
  const date = typeof moment === 'string' ? plainDate.exec(moment) : null;
  if (date) {
    const [year, month, day] = [Number(date[1]), Number(date[2]), Number(date[3])];
    return { year, month, day, weekday: weekdayOf(year, month, day) };
  }
  const ms = typeof moment === 'number' ? moment : Date.parse(moment);
  if (!Number.isFinite(ms)) return undefined;
  const parts: { [type: string]: number } = {};
  for (const { type, value } of clock.formatToParts(ms)) parts[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, weekday: weekdayOf(year, month, day), time: { hour, minute, second } };
}

/** Number of the week by ISO 8601 and the year that it belongs to. */
export function weekOf({ year, month, day, weekday }: Civil): { readonly year: number; readonly week: number } {
  const thursday = new Date(Date.UTC(year, month - 1, day + 4 - weekday));
  const start = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return { year: thursday.getUTCFullYear(), week: Math.floor((thursday.getTime() - start) / 604_800_000) + 1 };
}

function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
}
