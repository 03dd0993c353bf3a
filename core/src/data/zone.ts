import { offsetAt, toUtc } from './offsets.ts';

export { isZone, offsetAt, type Transition, toUtc, transitions } from './offsets.ts';

/** Time zone of the jurisdiction. */
export const zone = 'Asia/Ho_Chi_Minh';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const [space, plus, minus, dot, colon, letterT, letterZ] = [32, 43, 45, 46, 58, 84, 90];

/** Whether text is a day of the calendar, "2024-02-29"; years 0001 to 9999. */
export function isDate(text: string): boolean {
  if (text.length !== 10 || text.charCodeAt(4) !== minus || text.charCodeAt(7) !== minus) return false;
  return daysFrom1970(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)) !== undefined;
}

/** Milliseconds since 1970 of an ISO 8601 instant; without an offset it is local time of `inZone`, and nothing when that is not given. Impossible dates and times give nothing. Digits beyond the millisecond are cut. */
export function parseInstant(text: string, inZone?: string): number | undefined {
  const { length } = text;
  const between = text.charCodeAt(10);
  if (length < 16 || length > 35 || (between !== letterT && between !== space)) return undefined;
  if (text.charCodeAt(4) !== minus || text.charCodeAt(7) !== minus || text.charCodeAt(13) !== colon) return undefined;
  const days = daysFrom1970(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
  const hours = digits(text, 11, 13);
  const minutes = digits(text, 14, 16);
  let at = 16;
  let seconds = 0;
  let fraction = 0;
  if (text.charCodeAt(at) === colon) {
    seconds = digits(text, 17, 19);
    at = 19;
    if (text.charCodeAt(at) === dot) {
      const end = endOfDigits(text, ++at);
      if (end === at || end > at + 9) return undefined;
      fraction = Number(text.slice(at, end).padEnd(3, '0').slice(0, 3));
      at = end;
    }
  }
  if (days === undefined || !(hours <= 23 && minutes <= 59 && seconds <= 59)) return undefined;
  const local = days * day + hours * hour + minutes * minute + seconds * 1000 + fraction;
  if (at === length) return inZone === undefined ? undefined : toUtc(inZone, local);
  const mark = text.charCodeAt(at);
  if (mark === letterZ) return at + 1 === length ? local : undefined;
  if ((mark !== plus && mark !== minus) || length !== at + 6 || text.charCodeAt(at + 3) !== colon) return undefined;
  const offsetHours = digits(text, at + 1, at + 3);
  const offsetMinutes = digits(text, at + 4, at + 6);
  if (!(offsetHours <= 23 && offsetMinutes <= 59)) return undefined;
  const ahead = offsetHours * hour + offsetMinutes * minute;
  return mark === plus ? local - ahead : local + ahead;
}

/** ISO 8601 with the offset of the jurisdiction, "2026-11-21T14:32:07+07:00"; milliseconds only when there are some. Times before 1911, whose offset had seconds, are given in UTC. */
export function formatInstant(ms: number): string {
  const offset = offsetAt(zone, ms);
  if (offset % minute !== 0) return `${formatLocal(ms)}Z`;
  const minutes = Math.abs(offset) / minute;
  return `${formatLocal(ms + offset)}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function formatLocal(local: number): string {
  const days = Math.floor(local / day);
  const rest = local - days * day;
  const ms = rest % 1000;
  const time = `${two(Math.floor(rest / hour))}:${two(Math.floor(rest / minute) % 60)}:${two(Math.floor(rest / 1000) % 60)}`;
  return `${formatDays(days)}T${time}${ms === 0 ? '' : `.${String(ms).padStart(3, '0')}`}`;
}

// Civil calendar by whole numbers (H. Hinnant, "chrono-compatible low-level date algorithms"): no Date objects where rows are counted in tens of thousands.
function daysFrom1970(year: number, month: number, dayOfMonth: number): number | undefined {
  if (!isDay(year, month, dayOfMonth)) return undefined;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

function formatDays(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const part = Math.floor((5 * dayOfYear + 2) / 153);
  const month = part + (part < 10 ? 3 : -9);
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfYear - Math.floor((153 * part + 2) / 5) + 1)}`;
}

function isDay(year: number, month: number, dayOfMonth: number): boolean {
  if (!(year >= 1 && month >= 1 && month <= 12 && dayOfMonth >= 1)) return false;
  if (dayOfMonth <= 28) return true;
  if (month === 2) return dayOfMonth === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return dayOfMonth <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function endOfDigits(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at++;
  return at;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
