import type { Grain } from '../query.ts';
import { type Civil, civilOf, type Moment, weekOf } from './civil.ts';
import { languageOf } from './label.ts';
import { none } from './numbers.ts';

/** How a moment is written: "14:32:07", "14:32", "20/11", "20/11/2026", "14:32 20/11/2026", "thứ Sáu", "thứ Sáu, 20/11/2026". */
export type TimeStyle = 'time' | 'minute' | 'day' | 'date' | 'date-time' | 'weekday' | 'long-date';

const weekdays = {
  vi: ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
};
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment on the wall clock of Asia/Ho_Chi_Minh, whatever the zone of the machine; an en dash for what is no date. Days come before months in every language. */
export function formatTime(moment: Moment, style: TimeStyle, locale = 'vi'): string {
  const civil = civilOf(moment);
  return civil ? write(civil, style, locale) : none;
}

/** As short as the distance to now allows: "14:32:07" today, "14:32 19/11" this year, "20/11/2025" before. */
export function formatMoment(moment: Moment, now: Moment, locale = 'vi'): string {
  const civil = civilOf(moment);
  const today = civilOf(now);
  if (!civil) return none;
  if (civil.year !== today?.year) return write(civil, 'date', locale);
  if (!civil.time) return write(civil, 'day', locale);
  if (civil.month === today.month && civil.day === today.day) return write(civil, civil.time.second === 0 ? 'minute' : 'time', locale);
  return `${write(civil, 'minute', locale)} ${write(civil, 'day', locale)}`;
}

/** A step of time by the moment it begins: "14 giờ", "20/11", "tuần 47", "T11", "Q4", "2026"; `withYear` where an axis spans several. */
export function formatGrain(
  moment: Moment,
  grain: Grain,
  { locale = 'vi', withYear = false }: { locale?: string; withYear?: boolean } = {},
): string {
  const civil = civilOf(moment);
  if (!civil) return String(moment);
  const english = languageOf(locale) !== 'vi';
  const { year, month, time } = civil;
  switch (grain) {
    case 'hour':
      return english ? `${two(time?.hour ?? 0)}:00` : `${time?.hour ?? 0} giờ`;
    case 'day':
      return write(civil, withYear ? 'date' : 'day', locale);
    case 'week': {
      const { year: of, week } = weekOf(civil);
      return `${english ? 'week' : 'tuần'} ${week}${withYear ? `/${of}` : ''}`;
    }
    case 'month':
      return english ? `${months[month - 1]}${withYear ? ` ${year}` : ''}` : `T${month}${withYear ? `/${year}` : ''}`;
    case 'quarter':
      return `Q${Math.ceil(month / 3)}${withYear ? `/${year}` : ''}`;
    case 'year':
      return String(year);
    default:
      return String(moment);
  }
}

/** Exact bounds of a period, whose end is not part of it: "20/11/2026", "01/07/2011 – 31/10/2011", "00:00–14:32 20/11/2026". */
export function formatPeriod({ from, to }: { readonly from: Moment; readonly to: Moment }, locale = 'vi'): string {
  const start = civilOf(from);
  const end = civilOf(to);
  if (!start || !end) return none;
  const last = civilOf(lastMoment(to)) ?? end;
  const [first, final] = [write(start, 'date', locale), write(last, 'date', locale)];
  if (isMidnight(start) && isMidnight(end)) return first === final ? first : `${first} – ${final}`;
  // The end is written with the day that it closes.
  const hours = [write(start, 'minute', locale), isMidnight(end) ? '24:00' : write(end, 'minute', locale)];
  return first === final ? `${hours[0]}–${hours[1]} ${first}` : `${hours[0]} ${first} – ${hours[1]} ${final}`;
}

function lastMoment(to: Moment): number {
  const ms = typeof to === 'number' ? to : Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(to) ? `${to}T00:00:00+07:00` : to);
  return ms - 1;
}

function isMidnight({ time }: Civil): boolean {
  return !time || (time.hour === 0 && time.minute === 0 && time.second === 0);
}

function write(civil: Civil, style: TimeStyle, locale: string): string {
  const { year, month, day, weekday, time = { hour: 0, minute: 0, second: 0 } } = civil;
  const date = `${two(day)}/${two(month)}/${year}`;
  const minute = `${two(time.hour)}:${two(time.minute)}`;
  const name = weekdays[languageOf(locale) === 'vi' ? 'vi' : 'en'][weekday - 1] ?? '';
  switch (style) {
    case 'time':
      return `${minute}:${two(time.second)}`;
    case 'minute':
      return minute;
    case 'day':
      return `${two(day)}/${two(month)}`;
    case 'date':
      return date;
    case 'date-time':
      return `${minute} ${date}`;
    case 'weekday':
      return name;
    case 'long-date':
      return `${name}, ${date}`;
  }
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
