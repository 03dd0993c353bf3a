import { describe, expect, test } from 'vitest';
import { counted } from '../../../tests/support/counts.ts';
import { rest, resume, startLeg } from '../workflow/clocks/leg.ts';
import { deadlineOf } from './deadline.ts';
import { readShifts } from './shifts.ts';
import { readSpan } from './span.ts';
import { workingCalendar } from './working-calendar.ts';
import { minusWorking, workingBetween } from './working-minutes.ts';

// An oracle that knows a calendar only minute by minute: whether somebody works in it. It shares no code with what it checks.

const cases = counted('deadlines against a minute by minute count', { usual: 1000, full: 10_000 });
const perCalendar = 50;
const minute = 60_000;
const dayMinutes = 1440;
/** 2026-01-01T00:00+07:00, and so many days from there. */
const origin = Date.UTC(2025, 11, 31, 17);
const length = 700;

const identity = {
  dataset: 'a',
  record: 1,
  clock: 'c',
  leg: 1,
  legal: undefined,
  calendar: 'default',
  due: undefined,
  original: undefined,
};

const weekday = (date: number) => new Date(origin + (date * dayMinutes + 420) * minute).getUTCDay();
const dateText = (date: number) => new Date(origin + (date * dayMinutes + 420) * minute).toISOString().slice(0, 10);
const usual = [
  ['07:30', '11:30'],
  ['13:00', '17:00'],
] as const;
const hours: readonly (readonly (readonly [string, string])[])[] = [
  usual,
  [['07:30', '11:30']],
  [['13:00', '17:00']],
  [
    ['07:00', '11:00'],
    ['13:30', '17:30'],
  ],
  [
    ['22:00', '24:00'],
    ['00:00', '06:00'],
  ],
  [['00:00', '24:00']],
];

function randomFrom(start: number): (below: number) => number {
  let seed = start >>> 0;
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

interface Said {
  readonly date: string;
  readonly shifts: readonly (readonly [string, string])[];
  readonly status: string;
}

interface World {
  readonly said: readonly Said[];
  /** 1 for each minute that is worked, from `origin` on. */
  readonly works: Uint8Array;
  readonly settled: readonly boolean[];
}

/** Holidays, half days, swapped Saturdays, night shifts, and years of which nothing is said. */
function world(random: (below: number) => number): World {
  const said = new Map<number, Said>();
  for (let count = random(70); count > 0; count--) {
    const date = random(length);
    const isOff = weekday(date) === 6 || weekday(date) === 0 ? random(3) === 0 : random(3) > 0;
    said.set(date, {
      date: dateText(date),
      shifts: isOff ? [] : (hours[random(hours.length)] ?? usual),
      status: ['official', 'official', 'official', 'expected', 'unconfirmed'][random(5)] ?? '',
    });
  }
  const works = new Uint8Array(length * dayMinutes);
  const years = new Set([...said.values()].filter(({ status }) => status === 'official').map(({ date }) => date.slice(0, 4)));
  const settled: boolean[] = [];
  for (let date = 0; date < length; date++) {
    const row = said.get(date);
    const isWeekend = weekday(date) === 0 || weekday(date) === 6;
    const shifts = row ? row.shifts : isWeekend ? [] : usual;
    settled.push(row ? row.status === 'official' : years.has(dateText(date).slice(0, 4)));
    for (let at = 0; at < dayMinutes; at++) {
      const time = `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
      if (shifts.some(([opens, closes]) => time >= opens && time < closes)) works[date * dayMinutes + at] = 1;
    }
  }
  return { said: [...said.values()], works, settled };
}

/** Minutes from `origin` after which so many have been worked. */
function stepMinutes({ works }: World, from: number, minutes: number): number {
  let at = from;
  for (let left = minutes; left > 0; at++) left -= works[at] ?? 0;
  return at;
}

/** The same with pauses, given as the minutes at which they begin and end. */
function stepWithBreaks({ works }: World, from: number, minutes: number, breaks: readonly number[]): number {
  let at = from;
  let isResting = false;
  for (let left = minutes; left > 0; at++) {
    if (breaks.includes(at)) isResting = !isResting;
    if (!isResting) left -= works[at] ?? 0;
  }
  return at;
}

function count({ works }: World, from: number, until: number): number {
  let minutes = 0;
  for (let at = from; at < until; at++) minutes += works[at] ?? 0;
  return minutes;
}

/** The minute after the last that is worked on the last of so many working days after the day of receipt. */
function stepDays({ works }: World, from: number, days: number): number {
  const isWorked = (date: number) => works.subarray(date * dayMinutes, (date + 1) * dayMinutes).includes(1);
  let date = Math.floor(from / dayMinutes);
  for (let left = days; left > 0; ) if (isWorked(++date)) left--;
  while (!isWorked(date)) date++;
  return date * dayMinutes + works.subarray(date * dayMinutes, (date + 1) * dayMinutes).lastIndexOf(1) + 1;
}

const isOpen = ({ settled }: World, from: number, until: number) =>
  settled.slice(Math.floor(from / dayMinutes), Math.floor((until - 1) / dayMinutes) + 1).includes(false);

describe(`${cases} random deadlines`, () => {
  const instant = (minutes: number) => origin + minutes * minute;

  test('are where a count minute by minute finds them, in minutes and days, with pauses, forward and back', { timeout: 600_000 }, () => {
    const random = randomFrom(20261122);
    let provisional = 0;
    for (let done = 0; done < cases; done += perCalendar) {
      const made = world(random);
      const days = made.said.map(({ date, shifts, status }) => {
        const read = readShifts(shifts.map((shift) => [...shift]));
        return { date, isWorking: shifts.length > 0, isOfficial: status === 'official', shifts: read };
      });
      const calendar = workingCalendar(days);
      for (let index = 0; index < perCalendar; index++) {
        const from = random(300 * dayMinutes);
        const minutes = 1 + random(random(2) === 0 ? 120 : 6000);
        const inMinutes = deadlineOf(calendar, readSpan({ working: `PT${minutes}M` }) ?? { workingMs: 0 }, instant(from));
        const expected = stepMinutes(made, from, minutes);
        const at = `${done + index}: ${new Date(instant(from)).toISOString()} + ${minutes}`;
        expect(inMinutes, at).toEqual({ at: instant(expected), isProvisional: isOpen(made, from, expected) });
        if (inMinutes.isProvisional) provisional++;
        expect(workingBetween(calendar, instant(from), instant(expected)), at).toBe(minutes * minute);
        const back = minusWorking(calendar, instant(expected), minutes * minute);
        expect(count(made, (back - origin) / minute, expected), at).toBe(minutes);
        expect(made.works[(back - origin) / minute], at).toBe(1);

        const wanted = random(12);
        const inDays = deadlineOf(calendar, readSpan({ working: `P${wanted}D` }) ?? { workingMs: 0 }, instant(from));
        expect(inDays.at, `${at}, ${wanted} days`).toBe(instant(stepDays(made, from, wanted)));

        // Pauses of any length: what is left at each is frozen, and none begins after the deadline.
        const breaks: number[] = [];
        for (let last = from, count = 2 * random(4); count > 0; count--) {
          last += 1 + random(count % 2 === 0 ? minutes * 2 : 20 * dayMinutes);
          breaks.push(last);
        }
        const first = startLeg({ ...identity, within: { working: `PT${minutes}M` }, at: instant(from), now: instant(from) }, calendar);
        const leg = breaks.reduce((now, each, turn) => (turn % 2 === 0 ? rest : resume)(now, calendar, instant(each)), first);
        expect(leg, `${at}, breaks ${breaks.join()}`).toMatchObject({
          dueAt: instant(stepWithBreaks(made, from, minutes, breaks)),
          originalDueAt: inMinutes.at,
        });
      }
    }
    // A check of provisional deadlines that meets none, or none but such, would check nothing.
    expect(provisional).toBeGreaterThan(cases / 20);
    expect(provisional).toBeLessThan(cases * 0.95);
  });

  test('are not where the length of a pause is simply added', () => {
    const random = randomFrom(7);
    const made = world(random);
    let wrong = 0;
    for (let index = 0; index < 100; index++) {
      const from = random(300 * dayMinutes);
      const due = stepMinutes(made, from, 960);
      const pause = from + random(due - from);
      const resume = pause + 1 + random(3 * dayMinutes);
      const right = stepMinutes(made, resume, 960 - count(made, from, pause));
      if (right !== due + resume - pause) wrong++;
    }
    expect(wrong).toBeGreaterThan(50);
  });
});
