/** What a clock on the wall in Asia/Ho_Chi_Minh shows: "2026-11-21T14:32:07.000". Sorts by time. */
export type Wall = string;

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short', timeStyle: 'medium' });
const walls = new Map<number, Wall>();

export function wallOf(instant: number): Wall {
  let wall = walls.get(instant);
  if (wall === undefined) {
    wall = `${clock.format(instant).replace(' ', 'T')}.${new Date(instant).toISOString().slice(20, 23)}`;
    walls.set(instant, wall);
  }
  return wall;
}

/** How far the wall was ahead of UTC at any time since 1890. */
const offsets = new Set<number>();
for (let at = Date.parse('1890-01-01T00:00:00Z'); at < Date.parse('2030-01-01T00:00:00Z'); at += 30 * 86_400_000)
  offsets.add(asUtc(wallOf(at)) - at);

/** The first instant at which the wall shows this; of a time that it skips as far behind the one before. */
export function instantOf(wall: Wall): number {
  const shown = [...offsets].map((offset) => asUtc(wall) - offset).filter((instant) => wallOf(instant) === wall);
  if (shown.length > 0) return Math.min(...shown);
  const dayBefore = [...offsets]
    .map((offset) => asUtc(addDays(wall, -1)) - offset)
    .find((instant) => wallOf(instant) === addDays(wall, -1));
  return (dayBefore ?? Number.NaN) + 86_400_000;
}

function asUtc(wall: Wall): number {
  return Date.parse(`${wall}Z`);
}

/** Milliseconds on the wall from one to the other. */
export function between(from: Wall, to: Wall): number {
  return asUtc(to) - asUtc(from);
}

export function later(wall: Wall, ms: number): Wall {
  return new Date(asUtc(wall) + ms).toISOString().slice(0, 23);
}

export function addDays(wall: Wall, days: number): Wall {
  return later(wall, days * 86_400_000);
}

export function midnight(day: string): Wall {
  return `${day.slice(0, 10)}T00:00:00.000`;
}

/**
 * The same day and time in another month. Where that month has no such day: its last day (`last`), or the end of it,
 * for bounds at midnight only (`bound`) or whatever the time (`end`).
 */
export function addMonths(wall: Wall, months: number, missing: 'last' | 'bound' | 'end' = 'last'): Wall {
  const count = Number(wall.slice(0, 4)) * 12 + Number(wall.slice(5, 7)) - 1 + months;
  const month = `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
  for (let day = Number(wall.slice(8, 10)); day > 27; day--) {
    const found = `${month}-${day}${wall.slice(10)}`;
    if (new Date(`${found}Z`).getUTCDate() !== day) continue;
    if (day === Number(wall.slice(8, 10))) return found;
    return missing === 'end' || (missing === 'bound' && wall.endsWith('T00:00:00.000')) ? addDays(midnight(found), 1) : found;
  }
  return `${month}${wall.slice(7)}`;
}

export type Step = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'half-year' | 'year';

/** Start of the hour, day, … that the wall is in. */
export function startOf(wall: Wall, step: Step): Wall {
  const month = Number(wall.slice(5, 7));
  const blockOf = (length: number) => `${wall.slice(0, 5)}${String(month - ((month - 1) % length)).padStart(2, '0')}-01T00:00:00.000`;
  switch (step) {
    case 'hour':
      return `${wall.slice(0, 13)}:00:00.000`;
    case 'day':
      return midnight(wall);
    case 'week': {
      let day = midnight(wall);
      while (new Date(`${day}Z`).getUTCDay() !== 1) day = addDays(day, -1);
      return day;
    }
    case 'month':
      return blockOf(1);
    case 'quarter':
      return blockOf(3);
    case 'half-year':
      return blockOf(6);
    case 'year':
      return blockOf(12);
  }
}

/** Start of the step so many further on, from the start of one. */
export function stepsOn(start: Wall, step: Step, count: number): Wall {
  switch (step) {
    case 'hour':
      return later(start, count * 3_600_000);
    case 'day':
      return addDays(start, count);
    case 'week':
      return addDays(start, 7 * count);
    default:
      return addMonths(start, count * { month: 1, quarter: 3, 'half-year': 6, year: 12 }[step]);
  }
}

/** How many steps lie between the starts of two. */
export function stepsBetween(from: Wall, to: Wall, step: Step): number {
  if (step === 'hour') return between(from, to) / 3_600_000;
  if (step === 'day' || step === 'week') return between(from, to) / 86_400_000 / (step === 'day' ? 1 : 7);
  const months = (wall: Wall) => Number(wall.slice(0, 4)) * 12 + Number(wall.slice(5, 7));
  return (months(to) - months(from)) / { month: 1, quarter: 3, 'half-year': 6, year: 12 }[step];
}
