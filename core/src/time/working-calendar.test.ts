import { describe, expect, test } from 'vitest';
import { parseLocal } from '../data/query/calendar.ts';
import { readShifts } from './shifts.ts';
import { isWorkingDay, nextWorkingDay, roundTheClock, workingCalendar } from './working-calendar.ts';

const off = ['02-16', '02-17', '02-18', '02-19', '02-20', '04-27', '04-30', '05-01', '08-31', '09-01', '09-02'];
const calendar = workingCalendar([
  ...off.map((date) => ({ date: `2026-${date}`, isWorking: false })),
  { date: '2026-08-22', isWorking: true },
]);

describe('a working calendar', () => {
  test('a due day off moves to the next working day, over a holiday and a weekend', () => {
    expect(isWorkingDay(calendar, parseLocal('2026-08-22'))).toBe(true);
    expect(isWorkingDay(calendar, parseLocal('2026-08-29'))).toBe(false);
    expect(nextWorkingDay(calendar, parseLocal('2026-02-14'))).toBe(parseLocal('2026-02-23'));
    expect(nextWorkingDay(calendar, parseLocal('2026-05-01'))).toBe(parseLocal('2026-05-04'));
    expect(nextWorkingDay(calendar, parseLocal('2026-11-20'))).toBe(parseLocal('2026-11-20'));
    expect(nextWorkingDay(workingCalendar(), parseLocal('2026-02-16'))).toBe(parseLocal('2026-02-16'));
  });

  test('of an agency settles the days that it names; the others as the usual one does', () => {
    const usual = workingCalendar([{ date: '2026-01-01', isWorking: false, isOfficial: true }]);
    const own = workingCalendar([{ date: '2027-06-01', isWorking: true, isOfficial: true }], usual);
    const settled = (date: string) => [usual, own].map((each) => each.isSettled(parseLocal(date)));
    expect(settled('2026-12-31')).toEqual([true, true]);
    expect(settled('2027-06-01')).toEqual([false, true]);
    // One day of an agency does not say which days of 2027 are off for everybody.
    expect(settled('2027-01-01')).toEqual([false, false]);
    const restless = workingCalendar([{ date: '2027-06-01', isWorking: false, isOfficial: false }], roundTheClock);
    expect(['2027-01-01', '2027-06-01'].map((date) => restless.isSettled(parseLocal(date)))).toEqual([true, false]);
  });

  test('reads hours of a day in any order', () => {
    const hour = 3_600_000;
    expect(
      readShifts([
        ['13:00', '17:00'],
        ['07:30', '11:30'],
      ]),
    ).toEqual([
      [7.5 * hour, 11.5 * hour],
      [13 * hour, 17 * hour],
    ]);
    expect(readShifts([['00:00', '24:00']])).toEqual([[0, 24 * hour]]);
    expect(
      readShifts([
        ['07:00', '12:00'],
        ['11:00', '13:00'],
      ]),
    ).toEqual([[7 * hour, 13 * hour]]);
    expect(readShifts([['12:00', '07:00']])).toEqual([]);
    expect(readShifts([])).toEqual([]);
  });
});
