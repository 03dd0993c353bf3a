import { languageOf } from './label.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in words: "32 giây", "40 phút", "1 giờ 05", "1 ngày 4 giờ", "3 ngày". Parts of the smallest word are dropped. */
export function formatDuration(ms: number, locale = 'vi'): string {
  const english = languageOf(locale) !== 'vi';
  const length = Math.abs(ms);
  if (length < minute) return `${Math.floor(length / second)} ${english ? 's' : 'giây'}`;
  if (length < hour) return `${Math.floor(length / minute)} ${english ? 'min' : 'phút'}`;
  const hours = Math.floor(length / hour);
  if (length < day) {
    const minutes = Math.floor((length % hour) / minute);
    return `${hours} ${english ? 'h' : 'giờ'}${minutes === 0 ? '' : ` ${String(minutes).padStart(2, '0')}`}`;
  }
  const days = Math.floor(length / day);
  const rest = hours - days * 24;
  const words = english ? `${days} ${days === 1 ? 'day' : 'days'}` : `${days} ngày`;
  return days > 1 || rest === 0 ? words : `${words} ${rest} ${english ? 'h' : 'giờ'}`;
}

/** Time left until a deadline or run over it: "còn 40 phút", "quá 1 giờ 05". Both in milliseconds since 1970. */
export function formatRemaining(due: number, now: number, locale = 'vi'): string {
  const words = formatDuration(due - now, locale);
  if (languageOf(locale) !== 'vi') return due >= now ? `${words} left` : `${words} overdue`;
  return due >= now ? `còn ${words}` : `quá ${words}`;
}

/** How long ago: "32 giây trước"; under a second, or in the future of a wrong clock, "vừa xong". Both in milliseconds since 1970. */
export function formatAge(at: number, now: number, locale = 'vi'): string {
  const english = languageOf(locale) !== 'vi';
  if (now - at < second) return english ? 'just now' : 'vừa xong';
  return `${formatDuration(now - at, locale)} ${english ? 'ago' : 'trước'}`;
}
