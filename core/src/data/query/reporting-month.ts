import type { Ioc } from '@haidang/sdk';
import { day, hour, minute } from './calendar.ts';

/** The rule by which months are cut, as documents have it. */
export function monthRule(cut: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(cut / day) + 1}T${two(Math.floor((cut % day) / hour))}:${two(Math.floor((cut % hour) / minute))}`;
}

/** By how much the reporting months of a centre, or of one of its indicators, are cut: ms after the first of the month before, 0 for calendar months. "15T00:00": month M runs from the 15th of M−1 to the 14th of M (administrative reports, Decree 09/2019/NĐ-CP, art. 12); "25T12:00": from noon of the 25th to noon of the 25th. Quarters and years are made of such months. */
export function monthCut({ month, indicators }: Ioc, of: string): number {
  const rule = indicators?.[of]?.month ?? month;
  const [, date, hours, minutes] = /^(\d{1,2})T(\d{2}):(\d{2})$/.exec(rule ?? '') ?? [];
  return date === undefined ? 0 : (Number(date) - 1) * day + Number(hours) * hour + Number(minutes) * minute;
}
