import type { Catalog, Query, Result, Time } from '@haidang/sdk';
import { type Client, formatViewTime } from '@haidang/sdk/client';
import { say } from './texts.ts';

/** Exact bounds of a period; the end is not part of it. */
export type Bounds = NonNullable<Result['period']>;

/** Periods that are one press away, in the words of government. */
export const offered: readonly Time[] = [
  'today',
  'week',
  'month',
  'quarter',
  'half-year',
  'nine-months',
  'year-to-date',
  'year',
  'term',
  { last: 'PT24H' },
  { last: 'P7D' },
  { last: 'P30D' },
  { last: 'P12M' },
];

const oneStep = /^P(T?)(\d+)([YMWDH])$/;

/** Name of a period without its bounds: "Quý này", "30 ngày qua", "tuần trước"; nothing for plain bounds. */
export function timeName(time: Time | undefined, locale: string): string {
  if (time === undefined) return say('time.unlimited', locale);
  if (typeof time === 'string') return say(`time.${time}`, locale);
  if ('said' in time) return time.said;
  if (!('last' in time)) return '';
  const [, clock = '', n, step] = oneStep.exec(time.last) ?? [];
  if (step === undefined || n === undefined) return time.last;
  const key = `${clock}${step}`;
  return isStep(key) ? say(`last.${key}`, locale, { n: Number(n) }) : time.last;
}

/** Asks the server what periods mean: it alone knows the clock, the calendar and the reporting month. One round trip for all; a period it does not know has no bounds. */
export async function boundsOf(
  client: Client,
  catalog: Pick<Catalog, 'datasets'>,
  times: readonly Time[],
): Promise<readonly (Bounds | undefined)[]> {
  const [from, dataset] = Object.entries(catalog.datasets).find(([, { time }]) => time !== undefined) ?? [];
  if (from === undefined || dataset?.time === undefined) return times.map(() => undefined);
  const select = [dataset.time];
  const queries: { [name: string]: Query } = {};
  for (const time of times) queries[formatViewTime(time)] = { from, select, limit: 1, time };
  const answers = await client.queries(queries);
  return times.map((time) => answers[formatViewTime(time)]?.result?.period);
}

function isStep(key: string): key is 'Y' | 'M' | 'W' | 'D' | 'TH' | 'TM' {
  return ['Y', 'M', 'W', 'D', 'TH', 'TM'].includes(key);
}
