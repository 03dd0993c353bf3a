import { describe, expect, test } from 'vitest';
import { formatInstant, parseInstant } from '../data/zone.ts';
import { afterWorking, deadlineOf } from './deadline.ts';
import { readShifts } from './shifts.ts';
import { readSpan } from './span.ts';
import { roundTheClock, workingCalendar } from './working-calendar.ts';
import { minusWorking, nextAtWork, plusWorking, workingBetween } from './working-minutes.ts';

const off = ['02-16', '02-17', '02-18', '02-19', '02-20', '04-27', '04-30', '05-01', '08-31', '09-01', '09-02'];
const days = [
  ...off.map((date) => ({ date: `2026-${date}`, isWorking: false, isOfficial: true })),
  { date: '2026-08-22', isWorking: true, isOfficial: true },
];
const calendar = workingCalendar(days);
const at = (text: string) => parseInstant(`${text}:00+07:00`) ?? Number.NaN;
const shown = (ms: number) => formatInstant(ms).slice(0, 16);
const due = (from: string, working: `P${string}`, on = calendar) => {
  const within = readSpan({ working });
  if (!within) throw new Error(working);
  return deadlineOf(on, within, at(from));
};

describe('a deadline in working time', () => {
  test.each([
    ['2026-02-13T16:30', 'PT240M', '2026-02-23T11:00'],
    ['2026-02-13T16:59', 'PT1M', '2026-02-13T17:00'],
    ['2026-02-13T16:59', 'PT2M', '2026-02-23T07:31'],
    ['2026-08-21T16:00', 'PT480M', '2026-08-22T16:00'],
    ['2026-08-28T16:00', 'PT480M', '2026-09-03T16:00'],
    ['2026-11-20T20:15', 'PT120M', '2026-11-23T09:30'],
    ['2026-04-24T15:00', 'PT960M', '2026-04-29T15:00'],
    ['2026-11-23T11:30', 'PT30M', '2026-11-23T13:30'],
    ['2026-02-13T10:00', 'P3D', '2026-02-25T17:00'],
    ['2026-08-20T10:00', 'P3D', '2026-08-24T17:00'],
    ['2026-04-24T09:00', 'P3D', '2026-05-04T17:00'],
    ['2026-11-20T20:15', 'P5D', '2026-11-27T17:00'],
  ] as const)('from %s, %s, is %s', (from, working, expected) => {
    expect(shown(due(from, working).at)).toBe(expected);
  });

  test('in days ends on a day that is worked, whatever the day of receipt was', () => {
    expect(shown(due('2026-08-29T09:00', 'P1D').at)).toBe('2026-09-03T17:00');
    expect(shown(due('2026-08-29T09:00', 'P0D').at)).toBe('2026-09-03T17:00');
    const half = workingCalendar([{ date: '2026-11-24', isWorking: true, shifts: readShifts([['07:30', '11:30']]) }], calendar);
    expect(shown(due('2026-11-23T23:59', 'P1D', half).at)).toBe('2026-11-24T11:30');
  });

  test('what is left at a pause runs on from its end, and the length of the pause does not matter', () => {
    const [start, pause, resume] = [at('2026-11-05T08:00'), at('2026-11-06T14:00'), at('2026-11-09T10:00')];
    const first = due('2026-11-05T08:00', 'PT16H');
    expect(shown(first.at)).toBe('2026-11-09T08:00');
    const left = workingBetween(calendar, pause, first.at);
    expect(left).toBe(3.5 * 3_600_000);
    expect(workingBetween(calendar, start, pause) + left).toBe(16 * 3_600_000);
    const second = afterWorking(calendar, resume, left);
    expect(shown(second.at)).toBe('2026-11-09T15:00');
  });

  test('round the clock counts every minute', () => {
    expect(shown(deadlineOf(calendar, readSpan('PT15M') ?? { workingDays: 9 }, at('2026-02-14T23:50')).at)).toBe('2026-02-15T00:05');
    expect(shown(deadlineOf(calendar, readSpan('P1M') ?? { workingDays: 9 }, at('2026-01-31T09:00')).at)).toBe('2026-02-28T09:00');
    expect(shown(due('2026-02-14T23:00', 'PT4H', roundTheClock).at)).toBe('2026-02-15T03:00');
  });
});

describe('a deadline is provisional', () => {
  const [expected, year] = [{ date: '2026-11-24', isWorking: false, isOfficial: false }, '2026-12-31T16:30'];

  test('when a day that is not official lies on its way, and moves when that is decided', () => {
    const unsure = workingCalendar([...days, expected]);
    expect(due('2026-11-23T09:00', 'P1D', unsure)).toEqual({ at: at('2026-11-25T17:00'), isProvisional: true });
    expect(due('2026-11-23T09:00', 'P1D')).toEqual({ at: at('2026-11-24T17:00'), isProvisional: false });
    expect(due('2026-11-23T09:00', 'PT4H', unsure).isProvisional).toBe(false);
    expect(due('2026-11-24T09:00', 'P1D', unsure).isProvisional).toBe(false);
    expect(due('2026-11-24T09:00', 'PT1H', unsure).isProvisional).toBe(true);
  });

  test('in a year of which nothing is announced', () => {
    expect(due(year, 'PT60M')).toEqual({ at: at('2027-01-01T08:00'), isProvisional: true });
    expect(due(year, 'PT30M').isProvisional).toBe(false);
    const [first, second] = [
      { date: '2027-01-01', isWorking: false },
      { date: '2027-02-08', isWorking: false, isOfficial: true },
    ];
    expect(due(year, 'PT60M', workingCalendar([...days, { ...first, isOfficial: true }]))).toEqual({
      at: at('2027-01-04T08:00'),
      isProvisional: false,
    });
    expect(due(year, 'PT60M', workingCalendar([...days, { ...first, isOfficial: false }, second])).isProvisional).toBe(true);
    expect(due(year, 'PT60M', workingCalendar()).isProvisional).toBe(true);
    expect(due(year, 'PT60M', roundTheClock).isProvisional).toBe(false);
  });
});

describe('working time', () => {
  test('counted back is where it is counted from', () => {
    expect(shown(minusWorking(calendar, at('2026-02-23T11:00'), 240 * 60_000))).toBe('2026-02-13T16:30');
    expect(shown(minusWorking(calendar, at('2026-02-23T07:30'), 60_000))).toBe('2026-02-13T16:59');
    expect(shown(minusWorking(calendar, at('2026-11-22T12:00'), 0))).toBe('2026-11-20T17:00');
    expect(workingBetween(calendar, at('2026-11-23T09:00'), at('2026-11-20T09:00'))).toBe(0);
  });

  test('goes on with the next shift', () => {
    expect(shown(nextAtWork(calendar, at('2026-11-20T20:00')))).toBe('2026-11-23T07:30');
    expect(shown(nextAtWork(calendar, at('2026-11-23T12:00')))).toBe('2026-11-23T13:00');
    expect(shown(nextAtWork(calendar, at('2026-11-23T10:00')))).toBe('2026-11-23T10:00');
    expect(shown(plusWorking(roundTheClock, at('2026-11-23T23:00'), 3_600_000))).toBe('2026-11-24T00:00');
  });
});

test('a span that mixes days and hours of work is none', () => {
  const spans = ['P1DT4H', 'P1W', 'P1M', 'PT', 'P', '4 hours'].map((working) => readSpan({ working: working as `P${string}` }));
  expect(spans).toEqual(spans.map(() => undefined));
  expect(readSpan('tomorrow' as `P${string}`)).toBeUndefined();
});
