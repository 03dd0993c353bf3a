import { addDays, addMonths, startOf, type Wall, wallOf } from '../naive/calendar.ts';
import type { Span } from '../naive/periods.ts';
import { bare } from '../naive/vietnamese.ts';
import type { Random } from './random.ts';

/** A period in words, and what somebody who says them means. */
export interface Saying {
  readonly words: string;
  readonly span: Span;
}

const months = (from: Wall, count: number): Span => ({ from, to: addMonths(from, count), step: { months: count } });
const days = (from: Wall, count: number): Span => ({ from, to: addDays(from, count), step: { days: count } });
const two = (number: number) => String(number).padStart(2, '0');
const at = (year: number, month: number, day = 1): Wall => `${year}-${two(month)}-${two(day)}T00:00:00.000`;

/** Something that people say of a time, some of it without the year: then the newest that has begun. */
export function saying(random: Random, now: number): Saying {
  const wall = wallOf(now);
  const today = startOf(wall, 'day');
  const year = 2023 + random.below(5);
  const thisYear = Number(wall.slice(0, 4));
  const untilToday = (span: Span): Span => {
    const tomorrow = addDays(today, 1);
    return span.from < tomorrow && tomorrow < span.to ? { ...span, to: tomorrow } : span;
  };
  const newest = (start: (year: number) => Wall) => (start(thisYear) <= wall ? start(thisYear) : start(thisYear - 1));
  const quarter = 1 + random.below(4);
  const month = 1 + random.below(12);
  const day = 1 + random.below(28);
  const count = 1 + random.below(40);
  const week = 1 + random.below(52);
  const firstMonday = (of: number) => startOf(at(of, 1, 4), 'week');
  const { words, span } = random.make<Saying>(
    () => ({ words: 'hôm nay', span: days(today, 1) }),
    () => ({ words: 'Hôm qua', span: days(addDays(today, -1), 1) }),
    () => ({ words: 'hôm kia', span: days(addDays(today, -2), 1) }),
    () => ({ words: 'tuần này', span: days(startOf(wall, 'week'), 7) }),
    () => ({ words: 'tuần trước', span: days(addDays(startOf(wall, 'week'), -7), 7) }),
    () => ({ words: 'tháng này', span: months(startOf(wall, 'month'), 1) }),
    () => ({ words: 'tháng trước', span: months(addMonths(startOf(wall, 'month'), -1), 1) }),
    () => ({ words: 'quý này', span: months(startOf(wall, 'quarter'), 3) }),
    () => ({ words: 'quý trước', span: months(addMonths(startOf(wall, 'quarter'), -3), 3) }),
    () => ({ words: 'năm nay', span: months(startOf(wall, 'year'), 12) }),
    () => ({ words: random.pick(['năm trước', 'năm ngoái']), span: months(addMonths(startOf(wall, 'year'), -12), 12) }),
    () => ({ words: random.pick(['luỹ kế', 'từ đầu năm đến nay']), span: untilToday(months(startOf(wall, 'year'), 12)) }),
    () => ({ words: 'đầu tháng đến nay', span: untilToday(months(startOf(wall, 'month'), 1)) }),
    () => ({ words: random.pick([`${year}`, `năm ${year}`]), span: months(at(year, 1), 12) }),
    () => ({
      words: random.pick([`quý ${quarter}/${year}`, `Q${quarter}/${year}`, `quý ${['I', 'II', 'III', 'IV'][quarter - 1]} năm ${year}`]),
      span: months(at(year, 3 * quarter - 2), 3),
    }),
    () => ({
      words: `q${quarter}`,
      span: months(
        newest((of) => at(of, 3 * quarter - 2)),
        3,
      ),
    }),
    () => ({
      words: random.pick([`tháng ${month}/${year}`, `${two(month)}/${year}`, `T${month} ${year}`]),
      span: months(at(year, month), 1),
    }),
    () => ({
      words: `tháng ${month}`,
      span: months(
        newest((of) => at(of, month)),
        1,
      ),
    }),
    () => ({ words: `6 tháng cuối năm ${year}`, span: months(at(year, 7), 6) }),
    () => ({
      words: random.pick([`9t/${year}`, `9 tháng đầu năm ${year}`]),
      span: untilToday({ ...months(at(year, 1), 9), step: { months: 12 } }),
    }),
    () => ({ words: '6 tháng đầu', span: untilToday(months(at(thisYear, 1), 6)) }),
    () => ({ words: `tuần ${week}/${year}`, span: days(addDays(firstMonday(year), 7 * (week - 1)), 7) }),
    () => ({
      words: `tuần ${week}`,
      span: days(
        newest((of) => addDays(firstMonday(of), 7 * (week - 1))),
        7,
      ),
    }),
    () => ({ words: `${count} ngày qua`, span: { from: addDays(today, 1 - count), to: addDays(today, 1) } }),
    () => ({ words: `${count} tuần gần đây`, span: { from: addDays(today, 1 - 7 * count), to: addDays(today, 1) } }),
    () => ({ words: `${count} tháng gần nhất`, span: { from: addMonths(addDays(today, 1), -count), to: addDays(today, 1) } }),
    () => ({ words: `${day}/${month}/${year}`, span: days(at(year, month, day), 1) }),
    () => ({
      words: `ngày ${day}-${month}`,
      span: days(
        newest((of) => at(of, month, day)),
        1,
      ),
    }),
    () => ({
      words: `từ ngày ${day}/${month}/${year - 1} đến ngày ${day}/${month}/${year}`,
      span: { from: at(year - 1, month, day), to: addDays(at(year, month, day), 1) },
    }),
    () => ({
      words: `${day}/12 – ${two(day)}/1/${year}`,
      span: { from: at(year - 1, 12, day), to: addDays(at(year, 1, day), 1) },
    }),
  );
  return { words: random.pick([words, words, bare(words), words.toUpperCase(), words.normalize('NFD'), ` ${words}  `]), span };
}
