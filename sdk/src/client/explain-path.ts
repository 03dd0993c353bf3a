import type { Query } from '../query.ts';

/** Path that answers why the figure of an indicator is what it is, over the same period and rows as the query. */
export function explainPath({ from, time, where, asAt }: Query): string {
  const parameters = new URLSearchParams({
    ...(time !== undefined && { time: typeof time === 'string' ? time : JSON.stringify(time) }),
    ...(where !== undefined && { where: JSON.stringify(where) }),
    ...(asAt !== undefined && { asAt }),
  });
  return `/api/indicators/${from}/explain?${parameters}`;
}
