const spoken = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/;
const dense = /^(\d{2})(\d{2})(\d{4})$/;
const written = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A day as people here write it, day before month, as `YYYY-MM-DD`: "1/7/2011", "01-07-2011", "01072011"; nothing for a day that is not in the calendar. */
export function parseDay(text: string): string | undefined {
  const said = text.trim();
  const [, day = '', month = '', year = ''] = spoken.exec(said) ?? dense.exec(said) ?? backwards(written.exec(said)) ?? [];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const ms = Date.parse(iso);
  // JavaScript reads 2011-02-31 as 3 March; only a date that says itself again is one.
  return Number.isFinite(ms) && new Date(ms).toISOString().slice(0, 10) === iso ? iso : undefined;
}

/** The same day as people write it: "01/07/2011". */
export function formatDay(day: string): string {
  return day.split('-').reverse().join('/');
}

/** So many days later, `YYYY-MM-DD`. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** First and last day of a period whose end is not part of it; a period that ends within a day has that day as its last. */
export function daysOf({ from, to }: { readonly from: string; readonly to: string }): { readonly first: string; readonly last: string } {
  const day = to.slice(0, 10);
  const endsAtMidnight = to.length === 10 || /^T00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d{2}:\d{2})?$/.test(to.slice(10));
  return { first: from.slice(0, 10), last: endsAtMidnight ? dayAfter(day, -1) : day };
}

function backwards(found: RegExpExecArray | null): string[] | undefined {
  return found ? [found[0], found[3] ?? '', found[2] ?? '', found[1] ?? ''] : undefined;
}
