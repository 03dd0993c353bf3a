import { day, hour, weekdayOf } from './calendar.ts';
import { draw, type Plan } from './plan.ts';
import { random, sampler } from './random.ts';
import type { World } from './world.ts';

/** All rows that come on a local day, in order. The same day gives the same rows, whatever came before. */
export function arrivalsOn(world: World, date: number): Plan[] {
  const { stream } = world;
  const midnight = date * day;
  const from = random(`${stream.seed} ${date}`);
  const rate = expected(world, midnight);
  const count = Math.max(0, Math.round(rate + Math.sqrt(rate) * from.normal()));
  if (count === 0) return [];
  const hours = sampler([...stream.arrivals.hours.keys()], (index) => stream.arrivals.hours[index] ?? 0);
  const seconds = new Set<number>();
  for (let index = 0; index < count; index++) seconds.add(hours.pick(from) * 3600 + Math.floor(from.next() * 3600));
  return [...seconds].sort((a, b) => a - b).map((second) => draw(world, midnight + second * 1000, from));
}

/** Mean number of rows on a day: more in the months and on the weekdays that have more, less on quiet days. */
function expected({ stream, subjects, usual }: World, midnight: number): number {
  const { perDay, weekdays, quiet = [] } = stream.arrivals;
  const today = new Date(midnight + hour).toISOString().slice(0, 10);
  const month = (subjects[new Date(midnight).getUTCMonth()]?.total ?? usual) / usual;
  const weekday = ((weekdays[weekdayOf(midnight) - 1] ?? 0) * 7) / weekdays.reduce((sum, weight) => sum + weight, 0);
  const share = quiet.find(({ from, to }) => from <= today && today <= to)?.share ?? 1;
  return perDay * month * weekday * share;
}
