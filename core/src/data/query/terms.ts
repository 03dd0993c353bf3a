import { localDate } from './calendar.ts';

// Election days of the People's Councils: a term ("nhiệm kỳ") runs from one to the next.
// 2004, 2011 (the 2004–2009 term was prolonged), 2016, 2021, 2026 (brought forward by Resolution 199/2025/QH15).
const elections = [localDate(2004, 4, 25), localDate(2011, 5, 22), localDate(2016, 5, 22), localDate(2021, 5, 23), localDate(2026, 3, 15)];
const years = 5;

/** The term that began in a year, when one did. */
export function termOf(year: number): ReturnType<typeof termAt> | undefined {
  const term = termAt(localDate(year, 12, 31));
  return new Date(term.from).getUTCFullYear() === year ? term : undefined;
}

/** Bounds (local) of the term that a local time falls in; beyond the days known, terms of five years. */
export function termAt(local: number): { readonly from: number; readonly to: number } {
  const last = elections.at(-1) ?? 0;
  for (const [index, from] of elections.entries()) {
    const to = elections[index + 1];
    if (to !== undefined && local >= from && local < to) return { from, to };
  }
  const anchor = new Date(local < last ? (elections[0] ?? 0) : last);
  const [year, month, day] = [anchor.getUTCFullYear(), anchor.getUTCMonth() + 1, anchor.getUTCDate()];
  let steps = Math.floor((new Date(local).getUTCFullYear() - year) / years);
  if (localDate(year + steps * years, month, day) > local) steps--;
  return { from: localDate(year + steps * years, month, day), to: localDate(year + (steps + 1) * years, month, day) };
}
