import { formatGrain, formatTime } from '@haidang/sdk/client';
import { bucketStart, nextBucket, type TimeGrain } from './buckets.ts';

const day = 86_400_000;
const weekdays = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'];
const roman = ['I', 'II', 'III', 'IV'];

/** Short name of a step of time for an axis: "6 giờ", "20/11", "tuần 47", "T11"; the year too where the axis spans several. Hours of several days take the date at midnight. */
export function axisLabel(
  start: number,
  { grain, locale, first, last }: { grain: TimeGrain; locale: string; first: number; last: number },
): string {
  const moment = `${new Date(start).toISOString().slice(0, 19)}+07:00`;
  if (grain === 'hour' && last - first >= day && start % day === 0) return formatTime(moment, 'day', locale);
  return formatGrain(moment, grain, { locale, withYear: grain !== 'day' && parts(first).year !== parts(last).year });
}

/** Full name of a step of time, for a tooltip, a table or a voice: "14–15 giờ, 20/11/2026", "thứ Sáu 20/11/2026", "tuần 47, 16–22/11/2026". */
export function fullLabel(start: number, grain: TimeGrain, locale: string): string {
  const at = parts(start);
  if (!locale.startsWith('vi')) return englishFull(start, grain);
  const date = `${two(at.day)}/${two(at.month)}/${at.year}`;
  if (grain === 'hour') return `${at.hour}–${at.hour + 1} giờ, ${date}`;
  if (grain === 'day') return `${weekdays[at.weekday]} ${date}`;
  if (grain === 'week') {
    const last = parts(nextBucket(start, 'week') - day);
    const first = at.month === last.month ? two(at.day) : `${two(at.day)}/${two(at.month)}`;
    return `tuần ${isoWeek(start)}, ${first}–${two(last.day)}/${two(last.month)}/${last.year}`;
  }
  if (grain === 'month') return `tháng ${at.month}/${at.year}`;
  if (grain === 'quarter') return `quý ${roman[at.quarter - 1]}/${at.year}`;
  return `năm ${at.year}`;
}

function englishFull(start: number, grain: TimeGrain): string {
  const at = parts(start);
  if (grain === 'hour') return `${two(at.hour)}:00–${two(at.hour + 1)}:00, ${englishDay(start)} ${at.year}`;
  if (grain === 'day') return write(start, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  if (grain === 'week') return `week ${isoWeek(start)}, from ${englishDay(start)} ${at.year}`;
  if (grain === 'month') return write(start, { month: 'long', year: 'numeric' });
  if (grain === 'quarter') return `Q${at.quarter} ${at.year}`;
  return String(at.year);
}

function englishDay(start: number): string {
  return write(start, { day: 'numeric', month: 'short' });
}

function write(start: number, how: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { ...how, timeZone: 'UTC' }).format(start);
}

/** Number of the week by ISO 8601: the week of a year's first Thursday is 1. */
function isoWeek(start: number): number {
  const thursday = bucketStart(start, 'week') + 3 * day;
  return Math.floor((thursday - Date.UTC(new Date(thursday).getUTCFullYear(), 0)) / (7 * day)) + 1;
}

function parts(start: number) {
  const date = new Date(start);
  const month = date.getUTCMonth() + 1;
  return {
    year: date.getUTCFullYear(),
    quarter: Math.ceil(month / 3),
    month,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
